/** The index: lists are the same with a right, wrong, broken or missing one, and with one that is used they need no records. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '../../../../src/experiments/store/record';
import { readIndex, writeIndex, type Entry } from '../../../../src/experiments/store/runIndex';
import { RunStore } from '../../../../src/experiments/store/store';
import { random } from '../../../../src/shared/random';
import { removeTemporaryFolders, temporaryFolder, writeQuickly } from './samples';

const RUNS = 150;

describe('run index', () => {
  let root: string;
  let index: string;
  let truth: RunSummary[];

  before(async () => {
    root = temporaryFolder();
    index = join(root, '.netloupe', 'index.json');
    for (let i = 0; i < RUNS; i++) writeQuickly(root, `run-${i}`, i % 3 ? 'done' : 'failed');
    truth = await list();
  });
  beforeEach(async () => {
    rmSync(index, { recursive: true, force: true });
    await list();
  });
  after(removeTemporaryFolders);

  it('is made by the first list, and the same list comes from it', async () => {
    assert.equal(truth.length, RUNS);
    assert.equal((await readIndex(index)).size, RUNS);
    assert.deepEqual(await list(), truth);
  });

  it('is used: what it says of a run.json that has not changed is shown', async () => {
    await relabel('run-7');
    assert.equal(labelOf('run-7', await list()), 'from the index');
  });

  it('is not believed about a run.json that has changed, if only its time', async () => {
    await relabel('run-7');
    utimesSync(join(root, '.netloupe/runs/run-7/run.json'), 1, 1);
    assert.deepEqual(await list(), truth);
  });

  it('is not believed about a run that was written again in the same place', async () => {
    await relabel('run-7');
    writeQuickly(root, 'run-7', 'done');
    assert.deepEqual(await list(), truth);
  });

  it('is not made for few runs', async () => {
    const small = temporaryFolder();
    for (let i = 0; i < 20; i++) writeQuickly(small, `run-${i}`, 'done');
    assert.equal((await new RunStore(small).list()).length, 20);
    assert.ok(!existsSync(join(small, '.netloupe', 'index.json')));
  });

  it('does not hide that runs were added, deleted and renamed', async () => {
    const [other, store] = [new RunStore(root), new RunStore(root)];
    await other.list();
    writeQuickly(root, 'run-new', 'done');
    await store.delete('run-3');
    await store.rename('run-5', 'Title');
    for (const listed of [await list(), await other.list()]) {
      const ids = new Map(listed.map((run) => [run.id, run]));
      assert.equal(listed.length, RUNS);
      assert.ok(ids.has('run-new') && !ids.has('run-3'));
      assert.equal((ids.get('run-5') as { title?: string }).title, 'Title');
    }
    await store.rename('run-5', '');
    await store.delete('run-new');
    writeQuickly(root, 'run-3', 'failed');
    assert.deepEqual(await list(), truth);
  });

  for (const [what, content] of [
    ['empty', ''],
    ['of another kind', '{"runs":{}}'],
    ['of JSON alone', '[]'],
    ['of another version', 'NetLoupe 0.0.0 0000\n[]'],
    ['binary', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 256))],
  ] as const) {
    it(`does no harm when it is ${what}`, async () => {
      writeFileSync(index, content);
      assert.deepEqual(await list(), truth);
      assert.equal((await readIndex(index)).size, RUNS);
    });
  }

  it('does no harm when it is a folder', async () => {
    rmSync(index);
    mkdirSync(index);
    assert.deepEqual(await list(), truth);
  });

  it('does no harm wherever it is cut or changed', async () => {
    const bytes = readFileSync(index);
    const { uniform } = random(3);
    for (let turn = 0; turn < 20; turn++) {
      const harmed = Buffer.from(bytes);
      const at = Math.floor(uniform() * bytes.length);
      harmed[at]! ^= 1 + Math.floor(uniform() * 255);
      writeFileSync(index, turn % 2 ? harmed : bytes.subarray(0, at));
      assert.equal((await readIndex(index)).size, 0);
    }
    assert.deepEqual(await list(), truth);
  });

  it('brings back gaps that JSON has no words for', async () => {
    const entries = [NaN, Infinity, 0.5].map((gap, i): Entry => {
      const run = { id: `${i}`, label: '', method: 'x', state: 'done', started: '', seconds: 0, law: { name: '', holds: false, gap } } as const; // prettier-ignore
      return { stamp: [i, 1.5, 2 ** 40 + 0.25, 2 ** 52], run };
    });
    await writeIndex(index, entries, join(root, 'aside'));
    assert.deepEqual([...(await readIndex(index)).values()], entries);
  });

  function list(): Promise<RunSummary[]> {
    return new RunStore(root).list();
  }

  /** Puts another label for one run into the index, as right as its own. */
  async function relabel(id: string): Promise<void> {
    const entries = await readIndex(index);
    entries.get(id)!.run.label = 'from the index';
    await writeIndex(index, entries.values(), join(root, '.netloupe', 'tmp'));
  }
});

function labelOf(id: string, runs: readonly RunSummary[]): string | undefined {
  const run = runs.find((one) => one.id === id);
  return run && 'label' in run ? run.label : undefined;
}
