/** Experiments without an editor: files run to their end, run again, run by two processes at once, killed and gone on with. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFile } from '../../src/formats';
import { RunStore } from '../../src/experiments/store/store';
import { command, start } from '../helpers/command';
import { temporaryFolder } from '../helpers/models';
import { writeWide } from '../helpers/wide';

const digits = `
model: [digits.onnx, digits-epoch-1.onnx]
data: digits.npz#images
method: [gradient, input-x-gradient, { id: smoothgrad, parameters: { samples: 4 } }]
notes: Which strokes matter?
`;
const digitRuns = ['gradient', 'input-x-gradient', 'smoothgrad'].flatMap((method) =>
  ['digits-epoch-1.onnx', 'digits.onnx'].map((model) => `${method} · ${model}`),
);

/** Six runs of a second or so. */
const wide = `
model: wide.onnx
data: wide.npy
target: 0
seed: [1, 2, 3, 4, 5, 6]
method: { id: smoothgrad, parameters: { samples: 400 } }
`;
/** A few runs at once, and then some that nobody waits for to their end. */
const endless = wide.replace('{ id: smoothgrad, parameters: { samples: 400 } }', `
  - { id: smoothgrad, parameters: { samples: 20 } }
  - { id: smoothgrad, parameters: { samples: 6400 } }`); // prettier-ignore
const wideRuns = [1, 2, 3, 4, 5, 6].map((seed) => `smoothgrad · seed ${seed}`);

describe('netloupe experiment', () => {
  const files = temporaryFolder();
  let count = 0;
  let root: string;
  let store: RunStore;
  let file: string;

  beforeEach(() => {
    root = files.path(`workspace-${count++}`);
    mkdirSync(join(root, '.git'), { recursive: true });
    store = new RunStore(root);
    file = join(root, 'strokes.netloupe.yaml');
  });

  describe('run', () => {
    beforeEach(() => {
      copyFileSync('examples/digits.onnx', join(root, 'digits.onnx'));
      copyFileSync('examples/checkpoints/digits-epoch-1.onnx', join(root, 'digits-epoch-1.onnx'));
      copyFileSync('examples/digits.npz', join(root, 'digits.npz'));
      writeFileSync(file, digits);
    });

    it('makes each run of the grid, with the arrays that "attribute" makes', async () => {
      const { status, stdout, stderr } = await command('experiment', 'run', file);
      assert.equal(status, 0, stderr);
      assert.equal(stdout.match(/ {2}done in /g)?.length, 6);
      assert.match(stdout, /6 runs done/);
      assert.deepEqual(await labels(store), digitRuns);
      assert.deepEqual(leftOvers(root), []);

      const [run] = (await store.list()).filter(
        (known) => 'label' in known && known.label === 'smoothgrad · digits.onnx',
      );
      const [own, shown] = [files.path('own.npz'), files.path('shown.npz')];
      await command('attribute', join(root, 'digits.onnx'), '--input', `${join(root, 'digits.npz')}#images`, '--method', 'smoothgrad',
        '--set', 'samples=4', '--out', own); // prettier-ignore
      assert.equal((await command('experiment', 'show', run!.id, '--workspace', root, '--out', shown)).status, 0);
      const theirs = await openFile(shown);
      for (const { name } of (await openFile(own)).arrays)
        assert.deepEqual(await theirs.read(name), await (await openFile(own)).read(name), name);
    });

    it('run again it keeps what is done and says so; --again makes it anew, --only a part of it', async () => {
      await command('experiment', 'run', file, '--only', 'input-x');
      assert.deepEqual(await labels(store), [
        'input-x-gradient · digits-epoch-1.onnx',
        'input-x-gradient · digits.onnx',
      ]);
      const more = await command('experiment', 'run', file);
      assert.match(more.stdout, /2 runs already done and kept; --again/);
      assert.match(more.stdout, /4 runs done/);
      assert.deepEqual(await labels(store), digitRuns);
      const none = await command('experiment', 'run', file, '--json');
      const { kept, runs } = JSON.parse(none.stdout) as { kept: string[]; runs: { id: string }[] };
      assert.deepEqual([kept.length, runs.length], [6, 6]);
      await command('experiment', 'run', file, '--again', '--only', 'input-x', '--only', 'epoch');
      assert.equal((await store.list()).length, 6 + 4);
    });

    it('a failed run makes the status 1 and stops nothing', async () => {
      rmSync(join(root, 'digits-epoch-1.onnx'));
      const { status, stdout } = await command('experiment', 'run', file);
      assert.equal(status, 1);
      assert.match(stdout, /gradient · digits-epoch-1\.onnx {2}failed: .*digits-epoch-1\.onnx: there is no such file/);
      assert.match(stdout, /3 runs done, 3 failed/);
      const states = (await store.list()).map((run) => ('state' in run ? run.state : 'unreadable'));
      assert.deepEqual(states.sort(), ['done', 'done', 'done', 'failed', 'failed', 'failed']);
    });

    it('in a workspace that is named the paths are relative to that', async () => {
      const inside = join(root, 'experiments');
      mkdirSync(inside);
      const moved = join(inside, 'strokes.netloupe.yaml');
      writeFileSync(moved, digits.replaceAll('digits', '../digits'));
      await command('experiment', 'run', moved, '--only', 'input-x', '--workspace', root);
      for (const run of await store.list()) {
        assert.ok('label' in run);
        assert.equal(run.experiment, 'experiments/strokes.netloupe.yaml');
        assert.match(run.model!, /^digits/);
      }
    });
  });

  describe('list and show', () => {
    it('tell what was asked and what came out', async () => {
      writeWide((name) => join(root, name));
      writeFileSync(file, 'model: wide.onnx\ndata: wide.npy\ntarget: 0\nmethod: [gradient, integrated-gradients]\n');
      await command('experiment', 'run', file);
      const list = await command('experiment', 'list', '--workspace', root);
      assert.match(list.stdout, /done +gradient +strokes\.netloupe\.yaml/);
      assert.match(list.stdout, /done +integrated-gradients .*completeness (holds|does not hold)/);
      const json = JSON.parse((await command('experiment', 'list', '--workspace', root, '--json')).stdout) as {
        runs: { id: string; label: string }[];
        unfinished: unknown[];
      };
      assert.deepEqual([json.runs.length, json.unfinished], [2, []]);
      const { id } = json.runs.find(({ label }) => label === 'gradient')!;
      const png = files.path('map.png');
      const show = await command('experiment', 'show', id.slice(-6), '--workspace', root, '--png', png);
      assert.match(show.stdout, /gradient {2}\(done\)/);
      assert.ok(existsSync(png));
      const whole = JSON.parse((await command('experiment', 'show', id, '--workspace', root, '--json')).stdout) as {
        id: string;
      };
      assert.equal(whole.id, id);
      rmSync(join(root, 'wide.npy'));
      assert.match((await command('experiment', 'show', id, '--workspace', root)).stdout, /missing data/);
    });

    const wrong: [string, string[], number, RegExp][] = [
      ['a run that does not exist', ['show', 'nothing'], 2, /has no run "nothing"/],
      ['no run', ['show'], 2, /takes RUN/],
      ['a workspace that does not exist', ['list', '--workspace', '/nowhere'], 2, /--workspace must be a folder/],
      ['a word too much', ['lst'], 2, /no command "experiment lst"; did you mean "experiment list"/],
      ['no word', [], 2, /no command "experiment"; did you mean "experiment /],
      ['a file that is not there', ['run', '/nowhere.netloupe.yaml'], 1, /nowhere\.netloupe\.yaml: cannot be read/],
      ['a queue that is none', ['run', 'FILE', '--queue', 'http://localhost'], 2, /redis:\/\/host:port/],
      ['a part that no run has', ['run', 'FILE', '--only', 'grad-cam'], 2, /No run of .* contains "grad-cam"/],
    ];
    for (const [name, args, status, message] of wrong) {
      it(`${name}: status ${status} and one sentence`, async () => {
        writeFileSync(file, 'method: linear-separability\n');
        const result = await command('experiment', ...args.map((arg) => (arg === 'FILE' ? file : arg)));
        assert.equal(result.status, status, result.stderr);
        assert.match(result.stderr, message);
        assert.equal(result.stderr.trim().split('\n').length, 1);
      });
    }

    it('an experiment that is wrong: the place and the nearest right name', async () => {
      writeFileSync(file, 'method: linear-seperability\n');
      const { status, stderr } = await command('experiment', 'run', file);
      assert.equal(status, 1);
      assert.match(stderr, /strokes\.netloupe\.yaml:1:9: .*"linear-separability"/);
    });

    it('a workspace that cannot be written: one sentence', async () => {
      writeFileSync(file, 'method: linear-separability\n');
      writeFileSync(join(root, '.netloupe'), '');
      const { status, stderr } = await command('experiment', 'run', file);
      assert.equal(status, 1);
      assert.match(stderr, /cannot be written because a file is in the place of a folder/);
    });
  });

  describe('with several processes', () => {
    beforeEach(() => {
      writeWide((name) => join(root, name));
      writeFileSync(file, wide);
    });

    it('two at once share the runs, each made once', async () => {
      const both = await Promise.all([command('experiment', 'run', file), command('experiment', 'run', file)]);
      for (const { status, stderr } of both) assert.equal(status, 0, stderr);
      assert.deepEqual(await labels(store), wideRuns);
      assert.deepEqual(leftOvers(root), []);
    });

    it('one of two is killed: the other makes all the rest', async () => {
      const one = start('experiment', 'run', file);
      await one.says(/done in/);
      // Held up, so that there is something to join however long the other takes to start.
      one.process.kill('SIGSTOP');
      const other = start('experiment', 'run', file);
      await other.says(/Joining another process/);
      one.process.kill('SIGKILL');
      assert.equal((await other.ended).status, 0);
      assert.deepEqual(await labels(store), wideRuns);
      assert.deepEqual(leftOvers(root), []);
    });

    it('killed in the middle, it is listed as interrupted and gone on with', async () => {
      const killed = start('experiment', 'run', file);
      await killed.says(/done in/);
      killed.process.kill('SIGKILL');
      assert.equal((await killed.ended).status, 137);
      const before = await labels(store);
      assert.ok(before.length >= 1 && before.length < 6);
      const list = await command('experiment', 'list', '--workspace', root);
      assert.equal(list.stdout.match(/ interrupted /g)?.length, 6 - before.length);
      const again = await command('experiment', 'run', file);
      assert.equal(again.status, 0, again.stderr);
      assert.match(again.stdout, /Resuming what was interrupted/);
      assert.deepEqual(await labels(store), wideRuns);
      assert.deepEqual(leftOvers(root), []);
    });

    it('Ctrl-C stops what runs, keeps what is done, and leaves nothing to go on with', async () => {
      writeFileSync(file, endless);
      const cancelled = start('experiment', 'run', file);
      await cancelled.says(/done in/);
      cancelled.process.kill('SIGINT');
      const { status, stderr } = await cancelled.ended;
      assert.equal(status, 130);
      assert.equal(stderr, 'netloupe: Cancelled.\n');
      const done = await labels(store);
      assert.ok(done.length >= 1 && done.length <= 6);
      assert.ok(
        done.every((label) => /\b20\b/.test(label)),
        done.join(', '),
      );
      assert.deepEqual(leftOvers(root), []);
    });
  });
});

/** What is left of grids and claims. A kill may leave a file aside, which a later write clears away. */
function leftOvers(root: string): string[] {
  return ['grids', 'claims'].flatMap((folder) => readdirSync(join(root, '.netloupe', folder)));
}

async function labels(store: RunStore): Promise<string[]> {
  return (await store.list()).map((run) => ('label' in run ? run.label : run.unreadable)).sort();
}
