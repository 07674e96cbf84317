/** Grids with an executor that computes nothing: what is run, in which order, and what is left after failures and cancels. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../../src/experiments/experiment';
import type { RunEvent } from '../../../../src/experiments/run/executor';
import { cancelGrid, startGrid, startedGrids, unfinishedGrids } from '../../../../src/experiments/run/grids';
import { runGrid, runOne } from '../../../../src/experiments/run/runner';
import type { RunStore } from '../../../../src/experiments/store/store';
import { CancelledError, FormatError, NetLoupeError } from '../../../../src/shared/errors';
import { temporaryFolder } from '../../../helpers/models';
import { FakeExecutor, job, resultOf, untilCancelled, workspace } from './fake';

const death = () => new NetLoupeError('kernel', 'The compute process ended unexpectedly (SIGKILL).');

describe('a grid', () => {
  const files = temporaryFolder();
  let store: RunStore;
  let count = 0;
  beforeEach(() => {
    store = workspace(files.path(`workspace-${count++}`));
  });

  it('makes every run, as many at once as pay off, and is gone when all are there', async () => {
    const executor = new FakeExecutor(3, async () => {
      // The first to come waits for the others, which may be held up at their files.
      while (executor.most < 3) await new Promise(setImmediate);
      return undefined;
    });
    const { outcome, events, grid } = await start(store, letters('abcdefg'), executor);
    assert.deepEqual(outcome.done.sort(), grid.runs.map(({ id }) => id).sort());
    assert.deepEqual([outcome.failed, outcome.skipped], [[], []]);
    assert.equal(executor.requests.length, 7);
    assert.equal(executor.most, 3);
    assert.equal(events.filter(({ type }) => type === 'started').length, 7);
    assert.deepEqual(await startedGrids(store), []);
    assert.deepEqual(readdirSync(join(store.folder, 'claims')), []);
    const summaries = await store.list();
    assert.deepEqual(summaries.map(({ id }) => id).sort(), grid.runs.map(({ id }) => id).sort());
  });

  it('gives each run its share of the threads, and full paths', async () => {
    const executor = new FakeExecutor(2);
    await start(store, letters('abc'), executor);
    for (const { model, input, threads, memoryBudget } of executor.requests) {
      assert.equal(model, join(store.root, 'a.onnx'));
      assert.equal(input, join(store.root, 'x.npy'));
      assert.ok(threads !== undefined && threads >= 1);
      assert.equal(memoryBudget, 2 ** 30);
    }
  });

  it('keeps the question after defaults, the files and the outcome', async () => {
    const { outcome } = await start(store, [job('a', { method: 'smoothgrad', parameters: { samples: 7 } })], new FakeExecutor(1), {
      experiment: 'sub/strokes.netloupe.yaml',
      notes: 'look at the loops',
    }); // prettier-ignore
    const record = await store.read(outcome.done[0]!);
    assert.equal(record.request.parameters['samples'], 7);
    assert.equal(typeof record.request.parameters['noise'], 'number');
    assert.equal(record.request.model, 'a.onnx');
    assert.equal(record.experiment, 'sub/strokes.netloupe.yaml');
    assert.equal(record.notes, 'look at the loops');
    // printf a.onnx | sha256sum, printf x.npy | sha256sum
    assert.equal(record.model?.sha256, 'dd65cffbdf328f86a85699b0492c1d1b61a287f5f2b67a7737f2491e6b21e889');
    assert.equal(record.model?.bytes, 6);
    assert.equal(record.data?.bytes, 5);
    assert.deepEqual([record.state, record.kind, record.seconds, record.device], ['done', 'curves', 0.5, 'cpu']);
    const result = await store.result(record.id);
    assert.ok(result.kind === 'curves');
    assert.deepEqual([...result.curves[0]!.y], [record.request.seed]);
  });

  it('runs started together without an experiment file know it of each other, also where one fails', async () => {
    const executor = new FakeExecutor(1, ({ model }) =>
      model!.endsWith('b.onnx')
        ? Promise.reject(new FormatError('b.onnx', 'is no model file'))
        : Promise.resolve(undefined),
    );
    const { grid } = await start(store, [job('a'), job('b', { model: 'b.onnx' })], executor);
    await start(store, [job('a')], executor);
    await start(store, letters('ab'), executor, { experiment: 'x.netloupe.yaml' });
    const summaries = (await store.list()).map((run) => ('unreadable' in run ? run.unreadable : run.together));
    assert.deepEqual(summaries.filter(Boolean), [grid.id, grid.id]);
    assert.equal(summaries.length, 5);
  });

  it('goes on after a failed run, which is kept with its reason', async () => {
    const executor = new FakeExecutor(1, async ({ model }) => {
      if (model!.endsWith('b.onnx')) throw new FormatError('b.onnx', 'is no model file');
      return undefined;
    });
    const { outcome, events } = await start(store, [job('a'), job('b', { model: 'b.onnx' }), job('c')], executor);
    assert.deepEqual([outcome.done.length, outcome.failed.length], [2, 1]);
    const record = await store.read(outcome.failed[0]!);
    assert.deepEqual(record.error, { kind: 'format', message: 'b.onnx: is no model file' });
    assert.deepEqual([record.state, record.result, record.arrays], ['failed', undefined, undefined]);
    assert.equal(events.find(({ type }) => type === 'failed')?.error?.message, 'b.onnx: is no model file');
    assert.deepEqual(await startedGrids(store), []);
  });

  it('a file that is not there fails its run alone, before anything is computed', async () => {
    const executor = new FakeExecutor(1);
    const { outcome } = await start(store, [job('a', { model: 'nowhere.onnx' }), job('b')], executor);
    assert.equal(executor.requests.length, 1);
    assert.match((await store.read(outcome.failed[0]!)).error!.message, /nowhere\.onnx: there is no such file/);
  });

  const deaths: [string, number, 'done' | 'failed', number][] = [
    ['a process that dies once is forgiven', 1, 'done', 2],
    ['a process that dies twice fails the run', 2, 'failed', 2],
  ];
  for (const [name, times, state, tries] of deaths) {
    it(name, async () => {
      let left = times;
      const executor = new FakeExecutor(1, async () => {
        if (left-- > 0) throw death();
        return undefined;
      });
      const { outcome } = await start(store, [job('a')], executor);
      assert.equal(outcome[state].length, 1);
      assert.equal(executor.requests.length, tries);
    });
  }

  it('runs of one model go to one lane where there are lanes enough', async () => {
    const jobs = ['a', 'b', 'a', 'b', 'a', 'b'].map((name, i) => job(`${name}${i}`, { model: `${name}.onnx` }));
    let othersLeft = 3;
    const executor = new FakeExecutor(2, async ({ model }) => {
      // Which of the two lanes is the first to have read its model is left open; it waits for the other.
      while (executor.most < 2) await new Promise(setImmediate);
      if (model!.endsWith('a.onnx')) othersLeft--;
      // The second lane is held up for as long as the first has runs of its own model.
      else while (othersLeft) await new Promise(setImmediate);
      return undefined;
    });
    await start(store, jobs, executor);
    assert.match(executor.requests.map(({ model }) => model?.at(-6)).join(''), /^(ab|ba)aabb$/);
  });

  it('cancelled: what ran leaves nothing, what is done stays, the grid is gone', async () => {
    const controller = new AbortController();
    const executor = new FakeExecutor(2, async ({ seed }, options) => {
      if (seed === job('a').request.seed) return undefined;
      setImmediate(() => {
        controller.abort();
      });
      return untilCancelled(options);
    });
    const events: RunEvent[] = [];
    const grid = await startGrid(store, { jobs: letters('abcde') });
    const run = runGrid(store, grid, executor, { signal: controller.signal, onEvent: (event) => events.push(event) });
    await assert.rejects(run, CancelledError);
    const left = await store.list();
    assert.ok(left.length <= 1, 'at most the one that ended before');
    assert.equal(events.filter(({ type }) => type === 'cancelled').length, 5 - left.length);
    assert.deepEqual(await startedGrids(store), []);
    assert.deepEqual(readdirSync(join(store.folder, 'claims')), []);
  });

  it('a disposed executor interrupts: the grid is left, and going on with it makes the rest', async () => {
    const grid = await startGrid(store, { jobs: letters('abc') });
    let left = 1;
    const dying = new FakeExecutor(1, async () => {
      if (left-- > 0) return undefined;
      throw new CancelledError();
    });
    await assert.rejects(runGrid(store, grid, dying), CancelledError);
    const [found] = await unfinishedGrids(store);
    assert.deepEqual(found, grid);
    const events: RunEvent[] = [];
    const outcome = await runGrid(store, found, new FakeExecutor(1), { onEvent: (event) => events.push(event) });
    assert.deepEqual([outcome.skipped.length, outcome.done.length], [1, 2]);
    assert.deepEqual(events.filter(({ type }) => type === 'skipped').map(({ runId }) => runId), outcome.skipped); // prettier-ignore
    assert.equal((await store.list()).length, 3);
    assert.deepEqual(await unfinishedGrids(store), []);
  });

  it('that somebody cancels by taking its file away stops here too', async () => {
    const grid = await startGrid(store, { jobs: letters('ab') });
    const executor = new FakeExecutor(2, async (_request, options) => {
      await cancelGrid(store, grid.id);
      return untilCancelled(options);
    });
    await assert.rejects(runGrid(store, grid, executor), CancelledError);
    assert.deepEqual(await store.list(), []);
  });

  it('some of its runs alone leave the grid for the others', async () => {
    const grid = await startGrid(store, { jobs: letters('abc') });
    const only = new Set([grid.runs[1]!.id]);
    const { done } = await runGrid(store, grid, new FakeExecutor(2), { only });
    assert.deepEqual(done, [...only]);
    assert.deepEqual((await unfinishedGrids(store)).map(({ id }) => id), [grid.id]); // prettier-ignore
  });

  it('a run that another process has kept meanwhile is not kept again', async () => {
    const grid = await startGrid(store, { jobs: [job('a')] });
    const { id } = grid.runs[0]!;
    const executor = new FakeExecutor(1, async (request) => {
      const key = 'made elsewhere';
      const about = { id, label: 'a', request: job('a').request, key, versions: {} };
      await store.write({ ...about, started: new Date().toISOString(), seconds: 1 }, resultOf(request));
      return undefined;
    });
    const { done } = await runGrid(store, grid, executor);
    assert.deepEqual(done, [id]);
    assert.equal((await store.read(id)).key, 'made elsewhere');
  });

  it('of a thousand runs has ids that sort in their order', async () => {
    const grid = await startGrid(store, { jobs: Array.from({ length: 1000 }, (_, i) => job(String(i))) });
    const ids = grid.runs.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), ids);
    assert.equal(new Set(ids).size, 1000);
  });

  it('in a folder that cannot be written is one sentence, before anything is computed', async () => {
    writeFileSync(store.folder, 'a file where a folder must be');
    await assert.rejects(startGrid(store, { jobs: [job('a')] }), (error: Error) => {
      assert.ok(error instanceof FormatError);
      return error.message.includes('cannot be written because a file is in the place');
    });
  });
});

describe('one run', () => {
  const files = temporaryFolder();

  it('gives its record and its result', async () => {
    const store = workspace(files.path('one'));
    const { record, result } = await runOne(store, job('a'), new FakeExecutor(1));
    assert.equal(record.state, 'done');
    assert.ok(result?.kind === 'curves');
    assert.ok(existsSync(join(store.pathOf(record.id), 'run.json')));
  });

  it('that fails is kept, and has no result', async () => {
    const store = workspace(files.path('failed'));
    const executor = new FakeExecutor(1, () => Promise.reject(new NetLoupeError('device', 'The device failed.')));
    const { record, result } = await runOne(store, job('a'), executor);
    assert.deepEqual([record.state, record.error?.message, result], ['failed', 'The device failed.', undefined]);
  });

  it('that is cancelled leaves nothing', async () => {
    const store = workspace(files.path('cancelled'));
    const controller = new AbortController();
    const executor = new FakeExecutor(1, (_request, options) => {
      controller.abort();
      return untilCancelled(options);
    });
    await assert.rejects(runOne(store, job('a'), executor, { signal: controller.signal }), CancelledError);
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(readdirSync(join(store.folder, 'claims')), []);
  });
});

function letters(text: string): Job[] {
  return [...text].map((letter) => job(letter));
}

async function start(
  store: RunStore,
  jobs: readonly Job[],
  executor: FakeExecutor,
  about: { experiment?: string; notes?: string } = {},
) {
  const events: RunEvent[] = [];
  const grid = await startGrid(store, { ...about, jobs });
  const outcome = await runGrid(store, grid, executor, { onEvent: (event) => events.push(event) });
  return { outcome, events, grid };
}
