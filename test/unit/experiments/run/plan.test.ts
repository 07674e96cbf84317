/** What is run when a file is run again: done runs are kept, interrupted grids gone on with, running ones joined. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../../src/experiments/experiment';
import { startedGrids, startGrid } from '../../../../src/experiments/run/grids';
import { planRuns, type Plan, type Request } from '../../../../src/experiments/run/plan';
import { runGrid } from '../../../../src/experiments/run/runner';
import type { RunStore } from '../../../../src/experiments/store/store';
import { NetLoupeError } from '../../../../src/shared/errors';
import { temporaryFolder } from '../../../helpers/models';
import { FakeExecutor, job, workspace } from './fake';

const experiment = 'strokes.netloupe.yaml';
const [a, b, c] = [job('a'), job('b'), job('c', { model: 'b.onnx' })];

describe('running an experiment file', () => {
  const files = temporaryFolder();
  let store: RunStore;
  let count = 0;
  beforeEach(() => {
    store = workspace(files.path(`workspace-${count++}`));
  });

  it('makes all its runs the first time, none the second, all again when asked to', async () => {
    const first = await planned({ jobs: [a, b] });
    assert.deepEqual(told(first), [['new', 'a', 'b']]);
    await run(first);
    const second = await planned({ jobs: [a, b] });
    assert.deepEqual(told(second), []);
    assert.deepEqual(second.kept.sort(), first.parts[0]!.grid.runs.map(({ id }) => id).sort());
    assert.deepEqual(told(await planned({ jobs: [a, b], again: true })), [['new', 'a', 'b']]);
  });

  it('makes what was added to the file', async () => {
    await run(await planned({ jobs: [a] }));
    assert.deepEqual(told(await planned({ jobs: [a, b] })), [['new', 'b']]);
  });

  it('makes what a changed model asks for', async () => {
    await run(await planned({ jobs: [a, c] }));
    writeFileSync(join(store.root, 'b.onnx'), 'trained further');
    assert.deepEqual(told(await planned({ jobs: [a, c] })), [['new', 'c']]);
  });

  it('tries failed runs again', async () => {
    const failing = new FakeExecutor(1, async ({ seed }) => {
      if (seed === b.request.seed) throw new NetLoupeError('device', 'no');
      return undefined;
    });
    await run(await planned({ jobs: [a, b] }), failing);
    assert.deepEqual(told(await planned({ jobs: [a, b] })), [['new', 'b']]);
  });

  it('makes some of its runs alone', async () => {
    const isWanted = ({ label }: Job) => label === 'b';
    assert.deepEqual(told(await planned({ jobs: [a, b, c], isWanted })), [['new', 'b']]);
  });

  it("keeps nothing of another experiment's runs", async () => {
    await run(await planned({ jobs: [a] }));
    assert.deepEqual(told(await planned({ jobs: [a], experiment: 'other.netloupe.yaml' })), [['new', 'a']]);
  });

  it('goes on with what a crash has left, under the same ids', async () => {
    const grid = await leave(store, [a, b, c], [a]);
    const plan = await planned({ jobs: [a, b, c] });
    assert.deepEqual(told(plan), [['left', 'b', 'c']]);
    assert.deepEqual([...plan.parts[0]!.only], [grid.runs[1]!.id, grid.runs[2]!.id]);
    assert.deepEqual(plan.kept, [grid.runs[0]!.id]);
    await run(plan);
    assert.deepEqual(await startedGrids(store), []);
    assert.equal((await store.list()).length, 3);
  });

  it('drops what the file, edited since the crash, no longer asks for', async () => {
    await leave(store, [a, b, c], [a]);
    const plan = await planned({ jobs: [a, c] });
    assert.deepEqual(told(plan), [['left', 'c']]);
    await run(plan);
    assert.deepEqual(await startedGrids(store), []);
    await leave(store, [b], []);
    assert.deepEqual(told(await planned({ jobs: [a, c] })), []);
    assert.deepEqual(await startedGrids(store), []);
  });

  it('joins a grid that somebody is at', async () => {
    const theirs = await startGrid(store, { experiment, jobs: [a, b] });
    const plan = await planned({ jobs: [a, b, c] });
    assert.deepEqual(told(plan), [['joined', 'a', 'b'], ['new', 'c']]); // prettier-ignore
    assert.equal(plan.parts[0]!.grid.id, theirs.id);
  });

  it('two at once plan one grid', async () => {
    const plans = await Promise.all([planned({ jobs: [a, b] }), planned({ jobs: [a, b] })]);
    assert.deepEqual(plans.map(told).sort(), [[['joined', 'a', 'b']], [['new', 'a', 'b']]]);
    assert.equal((await startedGrids(store)).length, 1);
  });

  function planned(request: Partial<Request> & Pick<Request, 'jobs'>): Promise<Plan> {
    return planRuns(store, { experiment, ...request });
  }

  async function run({ parts }: Plan, executor = new FakeExecutor(2)): Promise<void> {
    for (const { grid, only } of parts) await runGrid(store, grid, executor, { only });
  }
});

/** A grid of `jobs` that was interrupted when `done` were there. */
async function leave(store: RunStore, jobs: readonly Job[], done: readonly Job[]) {
  const grid = await startGrid(store, { experiment, jobs });
  const only = new Set(grid.runs.filter(({ label }) => done.some((job) => job.label === label)).map(({ id }) => id));
  await runGrid(store, grid, new FakeExecutor(1), { only });
  return grid;
}

function told({ parts }: Plan): string[][] {
  return parts.map(({ state, grid, only }) => [
    state,
    ...grid.runs.filter(({ id }) => only.has(id)).map(({ label }) => label),
  ]);
}
