/** Several compute processes: each run to an idle one, deaths that cost one sentence, and cancels that stop what is deaf to them. */
import assert from 'node:assert/strict';
import { KernelPool } from '../../src/kernel/pool';
import { CancelledError, NetLoupeError } from '../../src/shared/errors';
import type { RunRequest } from '../../src/shared/requests';
import { assertClose, basicMultiLayer, temporaryFolder, writeArray, writeModel } from '../helpers/models';
import { writeWide } from '../helpers/wide';

describe('the pool of compute processes', () => {
  const files = temporaryFolder();
  let pool: KernelPool;
  let quick: RunRequest;
  let long: RunRequest;

  before(() => {
    const common = { method: 'gradient', parameters: {}, target: '0', device: 'cpu', seed: 0, memoryBudget: 2 ** 30 };
    const small = writeModel(files.path('small.onnx'), basicMultiLayer());
    quick = { ...common, model: small, input: writeArray(files.path('x.npy'), [1, 3], [20, 50, 30]) };
    long = { ...common, ...writeWide(files.path), method: 'smoothgrad', parameters: { samples: 6400 } };
  });
  beforeEach(() => {
    pool = new KernelPool({ script: 'dist/kernel.mjs', log: () => undefined, parallel: 2 });
  });
  afterEach(() => pool.dispose());

  it('starts a process when all others are busy, and no more than it may', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => pool.execute(quick)));
    for (const result of results) {
      assert.ok(result.kind === 'attribution');
      assertClose(result.attribution.data, [4, 4, 4], 1e-6);
    }
    assert.equal(new Set(pool.pids).size, 2);
  });

  it('one after the other need one process', async () => {
    for (let i = 0; i < 3; i++) await pool.execute(quick);
    assert.equal(pool.pids.length, 1);
  });

  it('numbers do not depend on the threads', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => pool.execute({ ...long, parameters: { samples: 40 }, threads })),
    );
    assert.ok(one?.kind === 'attribution' && two?.kind === 'attribution');
    assert.deepEqual(one.attribution.data, two.attribution.data);
  });

  it('a process that is killed fails its run alone; what waits and what follows is computed', async () => {
    const killed = pool.execute(long, { onProgress: once(() => process.kill(pool.pids[0]!, 'SIGKILL')) });
    const failure = assert.rejects(killed, kind('kernel', /ended unexpectedly \(SIGKILL\)/));
    const others = await Promise.all([pool.execute(quick), pool.execute(quick), pool.execute(quick)]);
    await failure;
    assert.equal(others.length, 3);
    await pool.execute(quick);
  });

  it('cancelled: CancelledError, and the process lives on', async () => {
    const controller = new AbortController();
    const onProgress = () => {
      controller.abort();
    };
    await assert.rejects(pool.execute(long, { signal: controller.signal, onProgress }), CancelledError);
    const [pid] = pool.pids;
    await pool.execute(quick);
    assert.deepEqual(pool.pids, [pid]);
  });

  it('cancelled while it waits for its turn', async () => {
    const busy = [pool.execute(long), pool.execute(long)].map((run) => assert.rejects(run, CancelledError));
    const controller = new AbortController();
    const waiting = pool.execute(quick, { signal: controller.signal });
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    await pool.dispose();
    await Promise.all(busy);
  });

  it('cancelled inside one call of the engine, the run is ended with its process', async () => {
    const controller = new AbortController();
    const running = pool.execute(long, {
      signal: controller.signal,
      onProgress: once(() => {
        // As deaf as a process can be.
        process.kill(pool.pids[0]!, 'SIGSTOP');
        controller.abort();
      }),
    });
    await assert.rejects(running, CancelledError);
    await pool.execute(quick);
  });

  it('disposed: what runs and what waits is cancelled, and no process is left', async () => {
    const runs = [pool.execute(long), pool.execute(long), pool.execute(quick)];
    const rejected = runs.map((run) => assert.rejects(run, CancelledError));
    await new Promise(setImmediate);
    const { pids } = pool;
    await pool.dispose();
    await Promise.all(rejected);
    for (const pid of pids) assert.throws(() => process.kill(pid, 0));
    await assert.rejects(pool.execute(quick), CancelledError);
  });
});

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

function kind(expected: string, message: RegExp) {
  return (error: unknown): boolean =>
    error instanceof NetLoupeError && error.kind === expected && message.test(error.message);
}
