/** A worker of the queue: listens for the runs of one folder, several at once, until it is told to stop. */
import { hostname } from 'node:os';
import { CancelledError } from '../../../shared/errors';
import type { RunStore } from '../../store/store';
import type { Executor } from '../executor';
import { assist } from './assistant';
import { CANCELLED, cancelTopic, PREFIX, queueOf, type Assignment } from './message';
import { reachServer } from './server';

/** A worker silent for this long is dead; the others notice at their next check. */
const LOCK_MS = 10_000;
const CHECK_MS = 5000;

/** How often a run may lose its worker. */
const DEATHS = 2;

export interface WorkOptions {
  /** Firing it stops the worker once the runs in progress are done. */
  signal: AbortSignal;
  /** Called with one sentence for each event. */
  log: (sentence: string) => void;
}

/** Throws as {@link reachServer} if the server cannot be used at the start; one that goes away later is waited for. */
export async function work(
  url: string,
  store: RunStore,
  executor: Executor,
  { signal, log }: WorkOptions,
): Promise<void> {
  const server = await reachServer(url);
  const { name } = server;
  const end = new AbortController();
  const connection = server.connection(end.signal);
  const queue = await queueOf(store);
  const { Relay, UnrecoverableError, Worker } = await import('./bullmq');
  let busy = 0;
  const worker = new Worker<Assignment>(
    queue,
    async (job, _token, cancelled) => {
      busy++;
      try {
        const record = await assist(job, store, executor, cancelled);
        if (record) log(record.error ? `${record.label}: failed: ${record.error.message}` : `${record.label}: done`);
      } catch (error) {
        log(`${job.name}: ${(error as Error).message}`);
        throw error instanceof CancelledError ? new UnrecoverableError(CANCELLED) : error;
      } finally {
        busy--;
      }
    },
    {
      connection,
      prefix: PREFIX,
      name: `${hostname()}-${process.pid}`,
      concurrency: executor.parallel,
      lockDuration: LOCK_MS,
      stalledInterval: CHECK_MS,
      maxStalledCount: DEATHS,
    },
  );
  const relay = new Relay({ connection, prefix: PREFIX });
  let away = false;
  const gone = (): void => {
    if (!away && !signal.aborted) log(`${name} does not answer; waiting for it to come back.`);
    away = true;
  };
  worker.on('error', gone);
  relay.on('error', gone);
  worker.on('ready', () => {
    if (away) log(`${name} is back.`);
    away = false;
  });
  try {
    await relay.subscribe<string>(cancelTopic(queue), ({ data }) => void worker.cancelJob(data));
    log(`Listening at ${name} for the runs of ${store.root}, ${executor.parallel} at once.`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (busy) log(`Finishing the runs in progress (${busy}); press Ctrl-C again to leave them to other workers.`);
  } finally {
    await Promise.allSettled([worker.close(), relay.close()]);
    end.abort();
  }
}
