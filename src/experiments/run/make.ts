/**
 * Makes one run: from the question through the executor to the stored record. `runner.ts` decides which run is next.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { splitSpec } from '../../formats';
import { methodById } from '../../methods';
import { parseParameters } from '../../methods/method';
import { CancelledError, NetLoupeError } from '../../shared/errors';
import type { CallOptions, RunRequest } from '../../shared/requests';
import type { CloudProvenance, PredictionProvenance, Result } from '../../shared/results';
import { version } from '../../shared/version';
import { jobKey, type Hashes } from '../key';
import type { Question } from '../../shared/question/fields';
import { filesOf, withFiles } from '../../shared/question/files';
import { aboutOf } from '../store/about';
import { recordedFiles, type FileStamp, type NewRun, type RunRecord } from '../store/record';
import { stampOf } from '../store/staleness';
import type { RunStore } from '../store/store';
import type { Executor, PlannedRun } from './executor';

/** The resources of each run. */
export type Share = Pick<RunRequest, 'memoryBudget' | 'threads'>;

/** The current files of a question: "model", "data", "earlier map" … */
export type Files = Readonly<Record<string, FileStamp>>;

export interface MakeOptions extends CallOptions {
  share: Share;
  /** On the last try, the death of the process is stored as the run's failure; before that it is thrown. */
  lastTry: boolean;
  /** Throws the run's failure if these files must not be used. */
  check?: (files: Files) => void;
}

/** Computes the run and keeps it, failed or done. Throws CancelledError, and FormatError if it cannot be kept. */
export async function makeRun(
  store: RunStore,
  run: PlannedRun,
  executor: Executor,
  options: MakeOptions,
): Promise<{ record: RunRecord; result?: Result }> {
  const started = new Date();
  return keep(store, run, await compute(store.root, run, executor, options), started);
}

/** Keeps a run that could not even start. Throws FormatError if it cannot be kept. */
export async function keepFailure(store: RunStore, run: PlannedRun, error: NetLoupeError): Promise<RunRecord> {
  const files = await stampFiles(store.root, run.request).catch(() => ({}));
  return (await keep(store, run, { request: run.request, files, error }, new Date())).record;
}

/** The share of this machine for each of several concurrent runs; by default 1 GiB. */
export function shareOf(parallel: number, memoryBudget = 2 ** 30): Share {
  return { memoryBudget, threads: Math.max(1, Math.floor(availableParallelism() / parallel)) };
}

/** The request with every parameter filled in. Throws ArgumentError for an unknown method or parameter. */
export function withDefaults(request: Question): Question {
  return { ...request, parameters: parseParameters(methodById(request.method), request.parameters) };
}

/** The files that the question reads, as they are now. Throws FormatError if one cannot be read. */
export async function stampFiles(root: string, question: Question): Promise<Files> {
  const stamps = filesOf(question).map(async ({ file, names, spec }): Promise<[string, FileStamp]> => {
    const full = resolve(root, spec);
    return [file, await stampOf(names === 'data' ? (await splitSpec(full)).path : full)];
  });
  return Object.fromEntries(await Promise.all(stamps));
}

export function hashesOf(files: Files): Hashes {
  return Object.fromEntries(Object.entries(files).map(([file, { sha256 }]) => [file, sha256]));
}

/** Whether the computing process died, so that another try makes sense. */
export function isDeath(error: unknown): boolean {
  return error instanceof NetLoupeError && error.kind === 'kernel';
}

async function keep(
  store: RunStore,
  planned: PlannedRun,
  { request, files, result, error }: Made,
  started: Date,
): Promise<{ record: RunRecord; result?: Result }> {
  const provenance = result?.provenance;
  const { id, label } = planned;
  const run: NewRun = {
    id,
    ...aboutOf(planned),
    label,
    request,
    key: jobKey(request, hashesOf(files)),
    started: provenance?.started ?? started.toISOString(),
    seconds: provenance?.seconds ?? (Date.now() - started.getTime()) / 1000,
    ...(provenance && { device: provenance.device }),
    versions: provenance?.versions ?? { netloupe: version, node: process.version },
    ...recordedFiles(files),
    ...(error !== undefined && { error: NetLoupeError.toData(error) }),
  };
  const kept = await store.write(run, result);
  // Another process was faster.
  if (kept === 'exists') return { record: await store.read(id) };
  return { record: kept, ...(result && { result }) };
}

interface Made {
  request: Question;
  files: Files;
  result?: Result;
  error?: unknown;
}

async function compute(
  root: string,
  run: PlannedRun,
  executor: Executor,
  { share, check, lastTry, ...options }: MakeOptions,
): Promise<Made> {
  let { request } = run;
  let files: Files = {};
  try {
    request = withDefaults(request);
    files = await stampFiles(root, request);
    check?.(files);
    const result = await executor.execute({ ...withFiles(request, (spec) => resolve(root, spec)), ...share }, options);
    return { request, files: asRead(files, result), result };
  } catch (error) {
    if (error instanceof CancelledError || (isDeath(error) && !lastTry)) throw error;
    return { request, files, error };
  }
}

/** A file that changed between stamp and reading: the hash of what was read, with a time that no longer matches. */
function asRead(files: Files, { provenance }: Result): Files {
  const read = provenance as Partial<PredictionProvenance & CloudProvenance>;
  const hashes: Hashes = {
    ...(read.model && { model: read.model.sha256 }),
    ...(read.data && { data: read.data.sha256 }),
    ...(read.earlier && { 'earlier map': read.earlier.sha256 }),
  };
  const stamps = Object.entries(files).map(([file, stamp]) => [
    file,
    { ...stamp, sha256: hashes[file] ?? stamp.sha256 },
  ]);
  return Object.fromEntries(stamps) as Files;
}
