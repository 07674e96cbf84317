/** Runs through a queue, with a real server and real workers: shared, cancelled, killed, and found again when the server forgets. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startRedis, type RedisServer } from '../../scripts/redis';
import { readExperiment } from '../../src/experiments/experiment';
import { liveClaims } from '../../src/experiments/run/claims';
import type { RunEvent } from '../../src/experiments/run/executor';
import { startGrid, startedGrids, unfinishedGrids } from '../../src/experiments/run/grids';
import { QueueExecutor } from '../../src/experiments/run/queue/producer';
import { runGrid } from '../../src/experiments/run/runner';
import { RunStore } from '../../src/experiments/store/store';
import { command, start, type Started } from '../helpers/command';
import { eventually } from '../helpers/eventually';
import { temporaryFolder } from '../helpers/models';
import { writeWide } from '../helpers/wide';

const seeds = [1, 2, 3, 4, 5, 6];
const allRuns = seeds.map((seed) => `smoothgrad · seed ${seed}`);

/** Six runs of half a second or so. */
const experiment = `
model: wide.onnx
data: wide.npy
target: 0
seed: [${seeds.join()}]
method: { id: smoothgrad, parameters: { samples: 200 } }
`;

/** The same in a moment, and then six that nobody waits for to their end. */
const endless = experiment.replace('{ id: smoothgrad, parameters: { samples: 200 } }', `
  - { id: smoothgrad, parameters: { samples: 20 } }
  - { id: smoothgrad, parameters: { samples: 6400 } }`); // prettier-ignore

describe('the queue', () => {
  const files = temporaryFolder();
  let server: RedisServer;
  let root: string;
  let store: RunStore;
  let file: string;
  let workers: Started[];
  let count = 0;

  beforeEach(async () => {
    server = await startRedis();
    root = files.path(`workspace-${count++}`);
    mkdirSync(join(root, '.netloupe'), { recursive: true });
    writeWide((name) => join(root, name));
    file = join(root, 'seeds.netloupe.yaml');
    writeFileSync(file, experiment);
    store = new RunStore(root);
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) worker.process.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
    await server.stop();
  });

  it('shares a grid among workers: every run once, none here', async () => {
    await startWorkers(2);
    const producer = start('experiment', 'run', file, '--queue', server.url);
    const shares = workers.map((worker) => worker.says(/: done/).then(() => worker));
    const first = await Promise.race(shares);
    // Held up until the other has had its share, however long that one takes to start.
    first.process.kill('SIGSTOP');
    await Promise.all(shares);
    first.process.kill('SIGCONT');
    const { status, stdout, stderr } = await producer.ended;
    assert.equal(status, 0, stderr);
    assert.match(stdout, /6 runs done/);
    assert.deepEqual(await labels(), allRuns);
    await nothingIsLeft(root);
    for (const worker of workers) worker.process.kill('SIGINT');
    const logs = await Promise.all(workers.map(async ({ ended }) => (await ended).stdout));
    assert.equal(logs.join('').match(/: done\n/g)?.length, 6);
  });

  it('progress and results come back', async () => {
    await startWorkers(1);
    const executor = await connect();
    try {
      const { jobs } = await readExperiment(file, root);
      const events: RunEvent[] = [];
      const grid = await startGrid(store, { jobs: jobs.slice(0, 2) });
      const { done } = await runGrid(store, grid, executor, { onEvent: (event) => events.push(event) });
      assert.equal(done.length, 2);
      for (const id of done) {
        const own = events.filter(({ runId }) => runId === id);
        assert.deepEqual([own[0]?.type, own.at(-1)?.type], ['started', 'done']);
        assert.ok(own.some(({ type, fraction = 0 }) => type === 'progress' && fraction > 0 && fraction < 1));
        const result = await store.result(id);
        assert.ok(result.kind === 'attribution' && result.attribution.data.length === 1500);
      }
    } finally {
      await executor.dispose();
    }
  });

  it('a worker is killed in mid-run: another makes its run, and every run is there once', async () => {
    await startWorkers(1);
    const producer = start('experiment', 'run', file, '--queue', server.url);
    await producer.says(/done in/);
    workers[0]!.process.kill('SIGKILL');
    await startWorkers(1);
    const { status, stderr } = await producer.ended;
    assert.equal(status, 0, stderr);
    assert.deepEqual(await labels(), allRuns);
    await nothingIsLeft(root);
  });

  it('the compute process of a worker is killed in mid-run: the run is tried again', async function () {
    if (process.platform === 'win32') return this.skip();
    await startWorkers(1);
    const producer = start('experiment', 'run', file, '--queue', server.url);
    await producer.says(/done in/);
    for (const pid of childrenOf(workers[0]!.process.pid!)) process.kill(pid, 'SIGKILL');
    const { status, stderr } = await producer.ended;
    assert.equal(status, 0, stderr);
    assert.deepEqual(await labels(), allRuns);
  });

  it('cancelled: workers stop, nothing is left in the queue, and the next grid is theirs', async () => {
    await startWorkers(1);
    writeFileSync(file, endless);
    const producer = start('experiment', 'run', file, '--queue', server.url);
    await producer.says(/6\/12 .* done in/);
    await eventually(async () => assert.equal((await underWay()).length, 1));
    producer.process.kill('SIGINT');
    assert.equal((await producer.ended).status, 130);
    await workers[0]!.says(/Cancelled/);
    const done = await labels();
    assert.equal(done.length, 6);
    await nothingIsLeft(root);
    writeFileSync(file, experiment);
    assert.equal((await run()).status, 0);
    assert.deepEqual(await labels(), [...done, ...allRuns].sort());
  });

  it('the producer is killed: what it handed in goes on, and it finds it again', async () => {
    await startWorkers(1);
    const killed = start('experiment', 'run', file, '--queue', server.url);
    await killed.says(/done in/);
    killed.process.kill('SIGKILL');
    await killed.ended;
    const { status, stdout } = await run();
    assert.equal(status, 0);
    assert.match(stdout, /Resuming what was interrupted|already done/);
    assert.deepEqual(await labels(), allRuns);
    await nothingIsLeft(root);
  });

  it('the server goes away in mid-grid and comes back empty: the runs are handed in again', async () => {
    await startWorkers(1);
    const producer = start('experiment', 'run', file, '--queue', server.url);
    await producer.says(/done in/);
    await server.stop();
    await producer.says(/does not answer; waiting/);
    server = await startRedis({ port: server.port });
    const { status, stderr } = await producer.ended;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /is back/);
    assert.deepEqual(await labels(), allRuns);
    await nothingIsLeft(root);
  });

  it('the server goes away and stays away: one sentence, and the grid is there to be gone on with', async () => {
    const executor = await connect({ patience: 1000 });
    try {
      const { jobs } = await readExperiment(file, root);
      const grid = await startGrid(store, { experiment: 'seeds.netloupe.yaml', jobs });
      const gone = assert.rejects(
        runGrid(store, grid, executor),
        /is gone and has not come back; start it and run this again/,
      );
      await server.stop();
      await gone;
      assert.deepEqual((await unfinishedGrids(store)).map(({ id }) => id), [grid.id]); // prettier-ignore
    } finally {
      await executor.dispose();
    }
    server = await startRedis();
    await startWorkers(1);
    const { status, stdout } = await run();
    assert.equal(status, 0);
    assert.match(stdout, /Resuming what was interrupted/);
    assert.deepEqual(await labels(), allRuns);
  });

  it('nobody listens: it says so and waits', async () => {
    const producer = start('experiment', 'run', file, '--queue', server.url, '--only', 'seed 1');
    await producer.says(/No worker listens .* netloupe worker --queue/);
    await startWorkers(1);
    assert.equal((await producer.ended).status, 0);
  });

  it('a worker sees a copy of the folder: a failed run that says so', async () => {
    writeFileSync(join(root, '.netloupe', 'queue.json'), JSON.stringify({ queue: randomUUID() }));
    const copy = files.path('copy');
    cpSync(root, copy, { recursive: true });
    workers = [start('worker', '--queue', server.url, '--workspace', copy)];
    await workers[0]!.says(/Listening/);
    const { status, stdout } = await run('--only', 'seed 1');
    assert.equal(status, 1);
    assert.match(stdout, /sees another folder than .*; start workers that see this one/);
  });

  const unusable: [string, (url: string) => string | Promise<string>, RegExp][] = [
    ['a server that is not there', async () => `redis://127.0.0.1:${await freePort()}`, /cannot be reached .*ECONNREFUSED.*; start it/],
    ['a host that is not there', () => 'redis://no-such-host.invalid', /cannot be reached/],
    ['a wrong password', (url) => url.replace('secret', 'guessed'), /rejects this user and password/],
    ['no password', (url) => url.replace(':secret@', ''), /rejects this user and password/],
    ['a user that is not there', (url) => url.replace('://', '://nobody'), /rejects this user and password/],
    ['a database that is not there', (url) => `${url}/99`, /has no database with this number/],
    ['TLS that the server does not speak', (url) => url.replace('redis:', 'rediss:'), /cannot be reached/],
  ]; // prettier-ignore
  for (const [name, address, message] of unusable) {
    it(`${name}: one sentence from producer and worker`, async () => {
      const locked = await startRedis({ password: 'secret' });
      try {
        const url = await address(locked.url);
        const outcomes = [
          await command('experiment', 'run', file, '--queue', url),
          await command('worker', '--queue', url, '--workspace', root),
        ];
        for (const { status, stderr } of outcomes) {
          assert.equal(status, 1);
          assert.match(stderr, message);
          assert.ok(!stderr.includes('secret') && !stderr.includes('guessed'));
          assert.equal(stderr.trim().split('\n').length, 1, stderr);
        }
      } finally {
        await locked.stop();
      }
    });
  }

  it('the right password', async () => {
    const locked = await startRedis({ password: 'secret' });
    try {
      workers = [start('worker', '--queue', `${locked.url}/1`, '--workspace', root)];
      const { status } = await command('experiment', 'run', file, '--queue', `${locked.url}/1`, '--only', 'seed 1');
      assert.equal(status, 0);
    } finally {
      await locked.stop();
    }
  });

  function run(...args: string[]) {
    return command('experiment', 'run', file, '--queue', server.url, ...args);
  }

  function connect(options: { patience?: number } = {}): Promise<QueueExecutor> {
    return QueueExecutor.connect(server.url, { warn: () => undefined, ...options });
  }

  async function startWorkers(number: number): Promise<void> {
    for (let i = 0; i < number; i++) {
      const worker = start('worker', '--queue', server.url, '--workspace', root, '--parallel', '1');
      workers.push(worker);
      await worker.says(/Listening/);
    }
  }

  /** Runs that a worker has begun and not ended; a claim tells at once, its progress only with its next heartbeat. */
  async function underWay(): Promise<string[]> {
    const claims = await liveClaims(store);
    const planned = (await startedGrids(store)).flatMap(({ runs }) => runs.map(({ id }) => id));
    const done = new Set((await store.list()).map(({ id }) => id));
    return planned.filter((id) => claims.has(id) && !done.has(id));
  }

  async function labels(): Promise<string[]> {
    return (await store.list()).map((known) => ('label' in known ? known.label : known.unreadable)).sort();
  }
});

/** A producer may find a run in the store before its worker has given back the claim. */
function nothingIsLeft(root: string): Promise<void> {
  return eventually(() => {
    assert.deepEqual(
      ['grids', 'claims'].flatMap((folder) => readdirSync(join(root, '.netloupe', folder))),
      [],
    );
  });
}

function childrenOf(pid: number): number[] {
  return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);
}
