/** The queue without a server: addresses, the name of a folder's queue, and what a worker does with a job. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from 'bullmq';
import { claim } from '../../../../src/experiments/run/claims';
import { cancelGrid, plannedRuns, startGrid } from '../../../../src/experiments/run/grids';
import { assist } from '../../../../src/experiments/run/queue/assistant';
import { queueOf, type Assignment } from '../../../../src/experiments/run/queue/message';
import { reachServer } from '../../../../src/experiments/run/queue/server';
import { RunStore } from '../../../../src/experiments/store/store';
import { ArgumentError, CancelledError, NetLoupeError } from '../../../../src/shared/errors';
import { temporaryFolder } from '../../../helpers/models';
import { FakeExecutor, job, untilCancelled, workspace } from './fake';

describe("a queue's address", () => {
  const wrong = [
    '',
    'localhost',
    'localhost:6379',
    'http://localhost:6379',
    'redis://',
    'redis://host/name',
    'redis://host/1/2',
  ];
  for (const url of wrong) {
    it(`"${url}" is none`, async () => {
      await assert.rejects(reachServer(url), (error: Error) => {
        assert.ok(error instanceof ArgumentError);
        return error.message.includes('redis://user:password@host:port/database');
      });
    });
  }
});

describe("a folder's queue", () => {
  const files = temporaryFolder();

  it('has one name, whoever asks first', async () => {
    const { root } = workspace(files.path('one'));
    const names = await Promise.all(Array.from({ length: 20 }, () => queueOf(new RunStore(root))));
    assert.equal(new Set(names).size, 1);
    assert.notEqual(await queueOf(workspace(files.path('other'))), names[0]);
  });

  for (const content of ['', '{', '{"queue":"../../etc"}', '[]']) {
    it(`whose file says ${content || 'nothing'} is one sentence`, async () => {
      const store = workspace(files.path(`broken-${content.length}`));
      await queueOf(store);
      writeFileSync(join(store.folder, 'queue.json'), content);
      await assert.rejects(queueOf(store), /queue\.json: does not name a queue; delete it/);
    });
  }
});

describe('a worker', () => {
  const files = temporaryFolder();
  let store: RunStore;
  let count = 0;
  beforeEach(() => {
    store = workspace(files.path(`workspace-${count++}`));
  });

  it('makes the run of a job and says how far it is', async () => {
    const assigned = await assignment();
    const progress: unknown[] = [];
    const executor = new FakeExecutor(1, async (_request, { onProgress }) => {
      onProgress?.({ fraction: 0.5, message: 'Gradient' });
      return undefined;
    });
    const record = await assist(jobOf(assigned, { progress }), store, executor, undefined);
    assert.equal(record?.state, 'done');
    assert.equal(record?.id, assigned.run.id);
    assert.deepEqual(progress, [{ fraction: 0.5, message: 'Gradient' }]);
    assert.equal(await assist(jobOf(assigned), store, executor, undefined), undefined);
    assert.equal(executor.requests.length, 1);
  });

  it('computes nothing with other files, and says which', async () => {
    for (const [part, file] of [['model', 'a.onnx'], ['data', 'x.npy']] as const) {
      const assigned = await assignment();
      assigned.hashes[part] = sha256('as it was elsewhere');
      const executor = new FakeExecutor(1);
      const record = await assist(jobOf(assigned), store, executor, undefined);
      assert.match(record?.error?.message ?? '', new RegExp(`^${file}: on the worker .* is not the file that the run was asked about`));
      assert.equal(executor.requests.length, 0);
    }
  }); // prettier-ignore

  it('drops what is cancelled, be it marked or its grid gone', async () => {
    const [marked, gone] = [await assignment(), await assignment()];
    await cancelGrid(store, gone.run.grid!);
    for (const assigned of [{ ...marked, cancelled: true }, gone])
      await assert.rejects(assist(jobOf(assigned), store, new FakeExecutor(1), undefined), CancelledError);
    assert.deepEqual(await store.list(), []);
  });

  it('told to stop keeps nothing', async () => {
    const controller = new AbortController();
    const executor = new FakeExecutor(1, (_request, options) => {
      controller.abort();
      return untilCancelled(options);
    });
    const run = assist(jobOf(await assignment()), store, executor, controller.signal);
    await assert.rejects(run, CancelledError);
    assert.deepEqual(await store.list(), []);
  });

  it('leaves a death of its compute process to another try, and keeps it after the last', async () => {
    const executor = new FakeExecutor(1, () => Promise.reject(new NetLoupeError('kernel', 'It died.')));
    const assigned = await assignment();
    await assert.rejects(assist(jobOf(assigned, { attemptsMade: 0 }), store, executor, undefined), /It died/);
    assert.deepEqual(await store.list(), []);
    const record = await assist(jobOf(assigned, { attemptsMade: 1 }), store, executor, undefined);
    assert.equal(record?.error?.message, 'It died.');
  });

  it('waits where another process is at the run', async () => {
    const assigned = await assignment();
    const held = await claim(store, assigned.run.id);
    const executor = new FakeExecutor(1);
    const waiting = assist(jobOf(assigned), store, executor, undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(executor.requests.length, 0);
    await held?.release();
    assert.equal((await waiting)?.state, 'done');
  });

  it('takes nothing that is no job', async () => {
    const stray = { run: { id: '../../somewhere', label: 'a', request: job('a').request }, hashes: {} };
    for (const data of [stray, {} as Assignment])
      await assert.rejects(assist(jobOf(data), store, new FakeExecutor(1), undefined), ArgumentError);
    assert.ok(!existsSync(join(store.root, '..', 'somewhere.json')) && !existsSync(join(store.root, 'somewhere.json')));
  });

  async function assignment(): Promise<Assignment> {
    const [run] = plannedRuns(await startGrid(store, { jobs: [job('a')] }));
    return { run: run!, hashes: { model: sha256('a.onnx'), data: sha256('x.npy') } };
  }
});

function jobOf(data: Assignment, { attemptsMade = 0, progress = [] as unknown[] } = {}): Job<Assignment> {
  const updateProgress = async (value: unknown) => void progress.push(value);
  return { data, attemptsMade, opts: { attempts: 2 }, updateProgress } as unknown as Job<Assignment>;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
