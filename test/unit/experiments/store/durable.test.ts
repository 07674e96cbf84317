/**
 * What no process of one's own can show: writers that are killed, several at once, a disk that is full, a folder that may not be
 * written. Each in processes of their own on a real disk.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { kernelsInside } from '../../../../scripts/wasm.mjs';
import { RunStore } from '../../../../src/experiments/store/store';
import { random } from '../../../../src/shared/random';
import { attribution, removeTemporaryFolders, temporaryFolder, writeQuickly } from './samples';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const ROUNDS = 8;

/**
 * Not every machine lets a test mount a disk, or has users; what it lets is tried, and a limit on the size of files stands for
 * a full disk wherever there is a shell.
 */
const MOUNT = 'exec unshare --map-root-user --mount sh -c';
const fullDisks = possible([
  {
    name: 'a disk that is full',
    setup: `${MOUNT} 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$@"' "$folder" "$@"; false`,
    message: /size-\d+: cannot be written because the disk is full; free some space/,
  },
  {
    name: 'a disk that takes no large files',
    setup: 'ulimit -f 500',
    message: /size-\d+: cannot be written because the file would exceed the size that the system allows/,
  },
]);
const unwritable = possible([
  {
    name: 'a folder that is mounted to be read',
    setup: `${MOUNT} 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"' "$folder" "$@"; false`,
    message: /size-256: cannot be written because the disk is read-only/,
  },
  {
    name: 'a folder of somebody else',
    setup: isRoot ? `export UID_OF_CHILD=${NOBODY}` : 'true',
    message: /size-256: cannot be written: permission denied/,
  },
]);

describe('a store that is used hard', () => {
  let script: string;
  let root: string;

  before(async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    script = join(folder, 'child.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'child.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['onnxruntime-node'],
      plugins: [kernelsInside],
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    });
  });
  beforeEach(() => {
    root = temporaryFolder();
  });
  after(() => {
    for (const child of running) child.kill('SIGKILL');
    removeTemporaryFolders();
  });

  it(`has no half run after ${2 * ROUNDS} writers were killed, and every run that was reported`, async () => {
    const { uniform } = random(11);
    const store = new RunStore(root);
    const reported: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [first, second] = [start('endless', root), start('endless', root)];
      await Promise.all([first.ready, second.ready]);
      await sleep(uniform() * 60);
      first.kill();
      reported.push(...(await first.output).map(String));
      // The other one as soon as it has begun to write.
      const before = new Set(readdirSync(store.aside));
      while (readdirSync(store.aside).every((name) => before.has(name))) await sleep(1);
      await sleep(uniform() * 5);
      second.kill();
      reported.push(...(await second.output).map(String));
    }
    const listed = await store.list();
    const expected = new Map<string, Float32Array>();
    for (const run of listed) {
      assert.ok(!('unreadable' in run), JSON.stringify(run));
      const record = await store.read(run.id);
      const { notes = '' } = record;
      assert.deepEqual(await store.damage(record), []);
      assert.deepEqual((await store.artefact(run.id, 'map.npz'))[0], Number(notes) % 256);
      const { attribution: numbers } = (await store.result(run.id)) as ReturnType<typeof attribution>;
      if (!expected.has(notes)) expected.set(notes, attribution(numbers.shape[1], Number(notes)).attribution.data);
      assert.deepEqual(numbers.data, expected.get(notes));
    }
    const ids = new Set(listed.map(({ id }) => id));
    assert.deepEqual(
      reported.filter((id) => !ids.has(id)),
      [],
    );
    assert.ok(reported.length >= 2 * ROUNDS);
    // Some were killed in mid-write, or this test shows nothing.
    assert.notEqual(readdirSync(store.aside).length, 0);
  });

  it('keeps each run once where four processes write the same', async () => {
    const ids = Array.from({ length: 25 }, (_, i) => `run-${i}`);
    const said = await Promise.all([1, 2, 3, 4].map(() => start('same', root, ...ids).output));
    for (const i of ids.keys()) {
      const each = said.map((lines) => lines[i]);
      assert.deepEqual(each.toSorted(), ['exists', 'exists', 'exists', 'written'], ids[i]);
    }
    const store = new RunStore(root);
    for (const id of ids) {
      const { notes } = await store.read(id);
      assert.deepEqual(await store.result(id), attribution(64, Number(notes)));
    }
    assert.deepEqual(readdirSync(store.aside), []);
  });

  it('lists right while three processes write, rename, delete and list', async () => {
    const unreadable = await Promise.all(['a', 'b', 'c'].map((name) => start('busy', root, name, '60').output));
    assert.deepEqual(unreadable.flat(2), []);
    const store = new RunStore(root);
    const listed = await store.list();
    assert.equal(listed.length, 3 * 40);
    assert.ok(listed.every((run) => 'title' in run && run.title === `title of ${run.id}`));
    rmSync(join(root, '.netloupe', 'index.json'), { force: true });
    assert.deepEqual(await new RunStore(root).list(), listed);
    assert.deepEqual(readdirSync(store.aside), []);
  });

  for (const { name, setup, message } of fullDisks) {
    it(`leaves nothing behind on ${name}, and says so`, async () => {
      const { error, listed, whole, runs, aside } = await fill(root, setup);
      assert.match(error, message);
      assert.ok(listed > 0);
      assert.deepEqual([whole, runs, aside], [listed, listed, []]);
    });
  }

  for (const { name, setup, message } of unwritable) {
    it(`still lists ${name}, and says why nothing is written`, async () => {
      for (let i = 0; i < 120; i++) writeQuickly(root, `run-${i}`);
      chmodSync(root, isRoot ? 0o755 : 0o555);
      chmodSync(join(root, '.netloupe'), isRoot ? 0o755 : 0o555);
      const { error, listed, runs } = await fill(root, setup);
      chmodSync(join(root, '.netloupe'), 0o755);
      assert.match(error, message);
      assert.deepEqual([listed, runs], [120, 120]);
      assert.deepEqual(readdirSync(join(root, '.netloupe')), ['runs']);
    });
  }

  async function fill(folder: string, setup: string): Promise<Filled> {
    const [filled] = await launch(...shell(setup, folder, process.execPath, script, 'fill', folder)).output;
    return filled as Filled;
  }

  function start(...args: string[]): Launched {
    return launch(process.execPath, [script, ...args]);
  }
});

interface Filled {
  error: string;
  listed: number;
  whole: number;
  runs: number;
  aside: string[];
}

/** Runs the rest of the arguments after the setup, whose first is the folder in question. */
function shell(setup: string, ...args: string[]): [string, string[]] {
  return ['sh', ['-c', `folder=$1; shift; ${setup} && exec "$@"`, 'sh', ...args]];
}

interface Launched {
  kill(): void;
  /** Once it has said something. */
  ready: Promise<unknown>;
  /** What it says until its end, without a line that it was killed in. Throws if it ends by itself and badly. */
  output: Promise<unknown[]>;
}

/** What a test that failed has left. */
const running = new Set<ChildProcess>();

function launch(command: string, args: string[]): Launched {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const end = once(child, 'close');
  return {
    kill: () => child.kill('SIGKILL'),
    ready: Promise.race([once(child.stdout, 'data'), end]),
    output: end.then(([code]) => {
      running.delete(child);
      assert.ok(code === 0 || child.killed, `${args.join(' ')} ended with ${String(code)}`);
      const lines = text.split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as unknown);
    }),
  };
}

function possible<T extends { setup: string }>(cases: readonly T[]): T[] {
  const folder = temporaryFolder();
  return cases.filter(({ setup }) => spawnSync(...shell(setup, folder, 'true')).status === 0);
}
