/** What is kept of one run, and the part that lists show. `recordText.ts` reads and checks its text on disk. */
import type { ErrorData } from '../../shared/errors';
import type { Law, Result } from '../../shared/results';
import type { Question } from '../../shared/question/fields';
import type { About } from './about';
import { filesOf, type NamedFile } from '../../shared/question/files';

/** The one version that NetLoupe writes and reads. */
export const RECORD_VERSION = 1;

/** A file as it was when a run read it. */
export interface FileStamp {
  sha256: string;
  bytes: number;
  /** Milliseconds since 1970, as `stat` gives them. */
  modified: number;
}

/** Letters of any alphabet, digits, "-", "_" and "."; never a path, nor one of the store's own files. */
export const ARTEFACT_NAME = /^(?!run\.json$|arrays\.npz$)[\p{L}\d_][\p{L}\d_.-]*$/iu;

/** A file that a run keeps beside its arrays: a map for other programs, a checkpoint, a film. */
export interface Artefact {
  /** Of the file, in the run's folder. */
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
}

export interface RunRecord extends About {
  version: typeof RECORD_VERSION;
  /** Also the name of the run's folder. */
  id: string;
  /** The title that a user gave it. */
  title?: string;
  /** What tells this run apart from the others of its grid. */
  label: string;
  request: Question;
  /** Equal for the same question about the same files. */
  key: string;
  state: 'done' | 'failed';
  kind?: Result['kind'];
  /** ISO 8601, UTC. */
  started: string;
  seconds: number;
  device?: string;
  versions: Record<string, string>;
  model?: FileStamp;
  data?: FileStamp;
  /** Other files of the question, by role: "earlier map" … */
  files?: Readonly<Record<string, FileStamp>>;
  law?: Law;
  /** Why it failed. */
  error?: ErrorData;
  /** The packed result: its arrays are references into arrays.npz. */
  result?: unknown;
  /** arrays.npz, if the result has arrays. */
  arrays?: { bytes: number; sha256: string };
  artefacts?: readonly Artefact[];
}

/** What the runner knows of a run; the store adds what follows from the result. A run without a result says why in `error`. */
export type NewRun = Omit<RunRecord, 'version' | 'state' | 'kind' | 'law' | 'result' | 'arrays' | 'artefacts'>;

export interface ReadFile extends NamedFile {
  stamp: FileStamp;
}

/** A run as trees and tables show it. */
export interface ReadableRun extends Pick<About, 'experiment' | 'together'> {
  id: string;
  title?: string;
  label: string;
  method: string;
  /** Paths as in {@link Question}. */
  model?: string;
  input?: string;
  state: RunRecord['state'];
  kind?: Result['kind'];
  started: string;
  seconds: number;
  device?: string;
  /** `gap` is the largest of all samples. */
  law?: Pick<Law, 'name' | 'holds'> & { gap: number };
  /** The error of a failed run. */
  error?: string;
  /** The files that were read, as they were. */
  files?: readonly ReadFile[];
}

export interface UnreadableRun {
  id: string;
  /** Why, in one sentence. */
  unreadable: string;
}

/** Distinguish them with `'unreadable' in run`. */
export type RunSummary = ReadableRun | UnreadableRun;

/** Stamps by the role of their files, as records have them. */
export function recordedFiles({
  model,
  data,
  ...others
}: Readonly<Record<string, FileStamp>>): Pick<RunRecord, 'model' | 'data' | 'files'> {
  return { ...(model && { model }), ...(data && { data }), ...(Object.keys(others).length > 0 && { files: others }) };
}

/** The part that lists show. */
export function summaryOf(record: RunRecord): ReadableRun {
  const { id, title, label, experiment, together, request, state, kind, started, seconds, device, law, error } = record;
  const stamps: Readonly<Record<string, FileStamp | undefined>> = {
    ...record.files,
    model: record.model,
    data: record.data,
  };
  const files = filesOf(request).flatMap((named): ReadFile[] => {
    const stamp = stamps[named.file];
    return stamp ? [{ ...named, stamp }] : [];
  });
  return {
    id,
    ...(title !== undefined && { title }),
    label,
    ...(experiment !== undefined && { experiment }),
    ...(together !== undefined && { together }),
    method: request.method,
    ...(request.model !== undefined && { model: request.model }),
    ...(request.input !== undefined && { input: request.input }),
    state,
    ...(kind && { kind }),
    started,
    seconds,
    ...(device !== undefined && { device }),
    ...(law && { law: { name: law.name, holds: law.holds, gap: largest(law.gap) } }),
    ...(error && { error: error.message }),
    ...(files.length > 0 && { files }),
  };
}

/** NaN if any is; 0 for none. */
function largest(gaps: readonly number[]): number {
  return gaps.reduce((most, gap) => Math.max(most, gap), 0);
}
