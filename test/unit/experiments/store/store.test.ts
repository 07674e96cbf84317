/** The store on a real disk: runs written, listed, read, renamed and deleted, and everything that can be wrong with a folder. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeGitignore } from '../../../../src/experiments/store/gitignore';
import { newRunId, RunStore } from '../../../../src/experiments/store/store';
import { openFile } from '../../../../src/formats';
import { attribution, curves, law, newRun, removeTemporaryFolders, temporaryFolder } from './samples';

const error = { kind: 'graph', message: 'Unit 12 is not there; the layer has 10.' } as const;

describe('run store', () => {
  let root: string;
  let store: RunStore;
  beforeEach(() => {
    root = temporaryFolder();
    store = new RunStore(root);
  });
  after(removeTemporaryFolders);

  it('makes nothing where nothing is written', async () => {
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(readdirSync(root), []);
  });

  for (const result of [attribution(), curves()]) {
    it(`brings back a run with a result of kind ${result.kind}, also in another process`, async () => {
      const written = await store.write(newRun('a'), result);
      const other = new RunStore(root);
      assert.deepEqual(await other.read('a'), written);
      assert.deepEqual(await other.result('a'), result);
      assert.deepEqual(readdirSync(store.pathOf('a')).sort(), ['arrays.npz', 'run.json']);
      assert.deepEqual(readdirSync(store.aside), []);
    });
  }

  it('writes arrays that any reader of .npz opens', async () => {
    await store.write(newRun('a'), attribution(5));
    const { arrays } = await openFile(join(store.pathOf('a'), 'arrays.npz'));
    assert.deepEqual(
      arrays.map(({ name, dtype, shape }) => `${name} ${dtype} ${shape.join('×')}`).sort(),
      ['attribution float32 2×5', 'input float32 2×5', 'output float32 2×3', 'standard_error float32 2×5', 'target int64 2'], // prettier-ignore
    );
  });

  it('takes the kind and the law from the result', async () => {
    const record = await store.write(newRun('a'), attribution());
    assert.ok(record !== 'exists');
    assert.deepEqual([record.state, record.kind, record.law], ['done', 'attribution', law]);
  });

  it('keeps a failed run with its reason and without arrays', async () => {
    await store.write(newRun('a', { error }), undefined);
    assert.deepEqual(readdirSync(store.pathOf('a')), ['run.json']);
    assert.equal((await store.read('a')).state, 'failed');
    await assert.rejects(store.result('a'), { name: 'ArgumentError', message: /^Run a has no result: Unit 12 is not/ });
  });

  it('changes nothing where the run exists', async () => {
    await store.write(newRun('a'), curves());
    assert.equal(await store.write(newRun('a', { label: 'other' }), attribution()), 'exists');
    assert.deepEqual(await store.result('a'), curves());
  });

  it('lets one of many writers of a run succeed', async () => {
    const written = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        new RunStore(root).write(newRun('a', { label: `${n}` }), attribution(12, n)),
      ),
    );
    const winners = written.filter((record) => record !== 'exists');
    assert.equal(winners.length, 1);
    assert.deepEqual(await store.read('a'), winners[0]);
    assert.deepEqual(readdirSync(store.aside), []);
  });

  it('takes an empty folder for no run', async () => {
    mkdirSync(store.pathOf('a'), { recursive: true });
    assert.equal(await store.has('a'), false);
    assert.notEqual(await store.write(newRun('a'), curves()), 'exists');
    assert.equal(await store.has('a'), true);
  });

  it('lists the newest first, and the rest where some cannot be read', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 4, minute));
    const ids = [3, 1, 5].map((minute) => newRunId(at(minute)));
    for (const [i, minute] of [3, 1, 5].entries()) {
      await store.write(newRun(ids[i]!, { started: at(minute).toISOString() }), curves());
    }
    const [newer, gone, copy] = [newRunId(at(4)), newRunId(at(2)), `${newRunId(at(0))} copy`];
    for (const id of [newer, gone, copy]) mkdirSync(store.pathOf(id));
    writeFileSync(join(store.pathOf(newer), 'run.json'), '{ "version": 2 }');
    writeFileSync(join(store.pathOf(gone), 'arrays.npz'), '');
    copyFileSync(join(store.pathOf(ids[0]!), 'run.json'), join(store.pathOf(copy), 'run.json'));
    for (const stray of ['.DS_Store', 'notes.txt']) writeFileSync(join(root, '.netloupe/runs', stray), '');

    const listed = await store.list();
    assert.deepEqual(
      listed.map((run) => [run.id, 'unreadable' in run ? run.unreadable : run.label]),
      [
        [ids[2], 'smoothgrad · samples 25'],
        [newer, 'run.json was written by a newer NetLoupe (version 2); update the extension to read it.'],
        [ids[0], 'smoothgrad · samples 25'],
        [gone, 'run.json is missing; restore it, for instance with git, or delete the folder of this run.'],
        [ids[1], 'smoothgrad · samples 25'],
        [copy, `run.json is the record of run ${ids[0]}; rename its folder to that, or delete the folder.`],
      ],
    );
  });

  it('gives and takes titles', async () => {
    const written = await store.write(newRun('a'), attribution());
    const text = readFileSync(join(store.pathOf('a'), 'run.json'), 'utf8');
    await store.rename('a', '  Strokes  ');
    assert.equal((await store.read('a')).title, 'Strokes');
    assert.deepEqual(await store.result('a'), attribution());
    await store.rename('a', '');
    assert.deepEqual(await store.read('a'), written);
    assert.equal(readFileSync(join(store.pathOf('a'), 'run.json'), 'utf8'), text);
    assert.deepEqual(readdirSync(store.aside), []);
  });

  it('deletes', async () => {
    await store.write(newRun('a'), curves());
    await store.delete('a');
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(readdirSync(store.aside), []);
  });

  for (const act of ['read', 'result', 'delete', 'rename'] as const) {
    it(`says of a run that is not there that it is not there: ${act}`, async () => {
      await assert.rejects(store[act]('a', 'title'), { name: 'FormatError', message: /runs.a: there is no such run/ });
    });
  }

  for (const id of ['', '.', '..', '../a', 'a/b', 'a\\b', 'C:a', 'a\0b', '.hidden']) {
    it(`takes ${JSON.stringify(id)} for no id`, async () => {
      await assert.rejects(store.read(id), { name: 'ArgumentError', message: /is not the id of a run/ });
      await assert.rejects(store.write(newRun(id), undefined), { name: 'ArgumentError' });
    });
  }

  for (const [what, harm, message] of [
    ['are not here', (file: string) => rmSync(file), /arrays\.npz: is missing, .*repeat the run/],
    ['are cut', (file: string) => truncateSync(file, 100), /arrays\.npz: is damaged or not the one .*repeat the run/],
    ['are others of the same size', (file: string) => flip(file), /arrays\.npz: is damaged or not the one/],
  ] as const) {
    it(`shows the record and says what to do where the arrays ${what}`, async () => {
      const written = await store.write(newRun('a'), attribution());
      harm(join(store.pathOf('a'), 'arrays.npz'));
      assert.deepEqual(await store.read('a'), written);
      assert.equal((await store.list()).length, 1);
      await assert.rejects(store.result('a'), { name: 'FormatError', message });
    });
  }

  it('removes what a writer left long ago, and not what one writes now', async () => {
    await store.write(newRun('a'), curves());
    for (const name of ['old', 'new']) mkdirSync(join(store.aside, name));
    const then = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(join(store.aside, 'old'), then, then);
    await store.write(newRun('b'), curves());
    assert.deepEqual(readdirSync(store.aside), ['new']);
  });

  it('makes a .gitignore that git understands, once', async () => {
    await store.write(newRun('a'), attribution());
    await writeGitignore(root);
    const file = join(root, '.netloupe', '.gitignore');
    const text = readFileSync(file, 'utf8');
    await writeGitignore(root);
    assert.equal(readFileSync(file, 'utf8'), text);

    writeFileSync(join(root, '.netloupe', 'index.json'), '');
    writeFileSync(join(root, '.netloupe', 'tmp', 'x'), '');
    git(root, 'init', '--quiet');
    git(root, 'add', '.');
    assert.deepEqual(git(root, 'ls-files').trim().split('\n'), ['.netloupe/.gitignore', '.netloupe/runs/a/run.json']);
  });

  it('leaves the lines of a .gitignore that is there', async () => {
    mkdirSync(join(root, '.netloupe'));
    writeFileSync(join(root, '.netloupe', '.gitignore'), 'mine');
    await writeGitignore(root);
    assert.match(readFileSync(join(root, '.netloupe', '.gitignore'), 'utf8'), /^mine\n#.*\nruns\/\*\/arrays\.npz\n/);
  });

  it('says what is in the way', async () => {
    writeFileSync(join(root, '.netloupe'), '');
    await assert.rejects(store.write(newRun('a'), curves()), {
      message: /a: cannot be written because a file is in the place/,
    });
    await assert.rejects(store.list(), { name: 'FormatError', message: /runs: cannot be listed/ });
  });
});

describe('run ids', () => {
  it('are sorted by time and names of folders everywhere', () => {
    assert.match(newRunId(new Date('2026-11-21T04:20:16.123Z')), /^20261121T042016\.123Z-[0-9a-f]{6}$/);
  });

  it('differ within a millisecond', () => {
    const now = new Date();
    assert.ok(new Set(Array.from({ length: 50 }, () => newRunId(now))).size > 48);
  });
});

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}

function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}
