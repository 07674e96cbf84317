/**
 * What a worker does with one job of the queue: checks that the run is wanted, its files are the same and nobody else
 * works on it, and makes it.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from 'bullmq';
import { ArgumentError, CancelledError, FormatError } from '../../../shared/errors';
import type { Question } from '../../../shared/question/fields';
import { filesOf } from '../../../shared/question/files';
import type { Progress } from '../../../shared/requests';
import type { RunRecord } from '../../store/record';
import type { RunStore } from '../../store/store';
import { claim, type HeldClaim } from '../claims';
import type { Executor } from '../executor';
import { isStarted } from '../grids';
import { hashesOf, makeRun, shareOf, type Files } from '../make';
import { Assignment } from './message';

/** Progress goes over the network at most this often. */
const REPORT_MS = 300;

/** How often to look for a run that another process has claimed. */
const POLL_MS = 500;

/**
 * The run's record, or undefined if another process has made it. Throws CancelledError, the death of the compute
 * process before the last try, and FormatError if the run cannot be kept.
 */
export async function assist(
  job: Job<Assignment>,
  store: RunStore,
  executor: Executor,
  signal: AbortSignal | undefined,
): Promise<RunRecord | undefined> {
  const { run, hashes, cancelled } = read(job);
  const held = await claimOrFind(store, run.id, signal);
  if (!held) return undefined;
  try {
    const wanted = !cancelled && (run.grid === undefined || (await isStarted(store, run.grid)));
    if (!wanted) throw new CancelledError();
    const { record } = await makeRun(store, run, executor, {
      share: shareOf(executor.parallel),
      lastTry: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
      check: (files) => checkHashes(run.request, hashes, files),
      onProgress: reporter(job, held),
      ...(signal && { signal }),
    });
    return record;
  } finally {
    await held.release();
  }
}

function read({ data }: Job<Assignment>): Assignment {
  const parsed = Assignment.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ArgumentError('The queue holds a job of another version of NetLoupe; use the same version everywhere.');
}

/** Waits while another process works on the run; undefined once the run exists. */
async function claimOrFind(
  store: RunStore,
  id: string,
  signal: AbortSignal | undefined,
): Promise<HeldClaim | undefined> {
  for (;;) {
    const held = await claim(store, id);
    if (await store.has(id)) {
      await held?.release();
      return undefined;
    }
    if (held) return held;
    await sleep(POLL_MS, undefined, signal && { signal }).catch(() => {
      throw new CancelledError();
    });
  }
}

function checkHashes(request: Question, asked: Assignment['hashes'], files: Files): void {
  const here = hashesOf(files);
  const other = filesOf(request).find(({ file }) => asked[file] !== undefined && here[file] !== asked[file]);
  if (!other) return;
  throw new FormatError(
    other.spec,
    `on the worker ${hostname()} is not the file that the run was asked about; let both see one folder, and run it again.`,
  );
}

function reporter(job: Job<Assignment>, held: HeldClaim): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    held.report(progress);
    if (Date.now() - last < REPORT_MS) return;
    last = Date.now();
    job.updateProgress({ ...progress }).catch(() => undefined);
  };
}
