/** Makes one run: from what is asked, through the executor, to the record that is kept. Which run is next is `runner.ts`' business. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { splitSpec } from '../../formats';
import { methodById } from '../../methods';
import { parseParameters } from '../../methods/method';
import { CancelledError, NetLoupeError } from '../../shared/errors';
import type { CallOptions, RunRequest } from '../../shared/requests';
import type { PredictionProvenance, Result } from '../../shared/results';
import { version } from '../../shared/version';
import { jobKey } from '../key';
import type { JobRequest } from '../experiment';
import type { FileStamp, NewRun, RunRecord } from '../store/record';
import { stampOf } from '../store/staleness';
import type { RunStore } from '../store/store';
import type { Executor, PlannedRun } from './executor';

/** What the machine gives to each run. */
export type Share = Pick<RunRequest, 'memoryBudget' | 'threads'>;

export interface Files {
  model?: FileStamp;
  data?: FileStamp;
}

export interface MakeOptions extends CallOptions {
  share: Share;
  /** A death of the process is kept as the run's failure; before the last try it is thrown. */
  lastTry: boolean;
  /** Throws what the run fails of if these files are not to be computed with. */
  check?: (files: Files) => void;
}

/** Computes the run and keeps it, failed or done. Throws CancelledError, and FormatError when it cannot be kept. */
export async function makeRun(
  store: RunStore,
  run: PlannedRun,
  executor: Executor,
  options: MakeOptions,
): Promise<{ record: RunRecord; result?: Result }> {
  const started = new Date();
  return keep(store, run, await compute(store.root, run, executor, options), started);
}

/** Keeps a run that could not even be begun. Throws FormatError when it cannot be kept. */
export async function keepFailure(store: RunStore, run: PlannedRun, error: NetLoupeError): Promise<RunRecord> {
  const files = await stampFiles(store.root, run.request).catch(() => ({}));
  return (await keep(store, run, { request: run.request, files, error }, new Date())).record;
}

/** What each of so many runs at once may take of this machine; by default 1 GiB. */
export function shareOf(parallel: number, memoryBudget = 2 ** 30): Share {
  return { memoryBudget, threads: Math.max(1, Math.floor(availableParallelism() / parallel)) };
}

/** The request with every parameter spelled out. Throws ArgumentError for a method or parameter that there is not. */
export function withDefaults(request: JobRequest): JobRequest {
  return { ...request, parameters: parseParameters(methodById(request.method), request.parameters) };
}

/** The model and the data as they are now. Throws FormatError if one cannot be read. */
export async function stampFiles(root: string, { model, input }: JobRequest): Promise<Files> {
  const data = input === undefined ? undefined : (await splitSpec(resolve(root, input))).path;
  return {
    ...(model !== undefined && { model: await stampOf(resolve(root, model)) }),
    ...(data !== undefined && { data: await stampOf(data) }),
  };
}

export function hashesOf({ model, data }: Files): { model?: string; data?: string } {
  return { ...(model && { model: model.sha256 }), ...(data && { data: data.sha256 }) };
}

/** Whether the process that computed has died, so that another try makes sense. */
export function isDeath(error: unknown): boolean {
  return error instanceof NetLoupeError && error.kind === 'kernel';
}

async function keep(
  store: RunStore,
  { id, label, experiment, notes }: PlannedRun,
  { request, files, result, error }: Made,
  started: Date,
): Promise<{ record: RunRecord; result?: Result }> {
  const provenance = result?.provenance;
  const run: NewRun = {
    id,
    ...(experiment !== undefined && { experiment }),
    ...(notes !== undefined && { notes }),
    label,
    request,
    key: jobKey(request, hashesOf(files)),
    started: provenance?.started ?? started.toISOString(),
    seconds: provenance?.seconds ?? (Date.now() - started.getTime()) / 1000,
    ...(provenance && { device: provenance.device }),
    versions: provenance?.versions ?? { netloupe: version, node: process.version },
    ...files,
    ...(error !== undefined && { error: NetLoupeError.toData(error) }),
  };
  const kept = await store.write(run, result);
  // Another process was faster.
  if (kept === 'exists') return { record: await store.read(id) };
  return { record: kept, ...(result && { result }) };
}

interface Made {
  request: JobRequest;
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
    const result = await executor.execute({ ...absolute(root, request), ...share }, options);
    return { request, files: asRead(files, result), result };
  } catch (error) {
    if (error instanceof CancelledError || (isDeath(error) && !lastTry)) throw error;
    return { request, files, error };
  }
}

function absolute(root: string, request: JobRequest): JobRequest {
  const { model, input, target } = request;
  return {
    ...request,
    ...(model !== undefined && { model: resolve(root, model) }),
    ...(input !== undefined && { input: resolve(root, input) }),
    ...(target?.includes('#') && { target: resolve(root, target) }),
  };
}

/** A file that has changed between its stamp and its reading: the hash of what was read, with a time that is no longer the file's. */
function asRead({ model, data }: Files, { provenance }: Result): Files {
  const read = (part: 'model' | 'data', stamp: FileStamp): FileStamp => {
    const now = part in provenance ? (provenance as PredictionProvenance)[part] : stamp;
    return { ...stamp, sha256: now.sha256 };
  };
  return { ...(model && { model: read('model', model) }), ...(data && { data: read('data', data) }) };
}
