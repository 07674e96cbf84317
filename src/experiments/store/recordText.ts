/** The text of run.json and its checks: everything read is verified here, and a fault becomes one sentence. */
import * as z from 'zod';
import { FormatError, type ErrorData, messageOf } from '../../shared/errors';
import type { Result } from '../../shared/results';
import { aboutFields } from './about';
import { fromPlain, toPlain } from './plain';
import { ARTEFACT_NAME, RECORD_VERSION, type RunRecord } from './record';
import { Question } from '../../shared/question/fields';

/** Bytes of run.json. A record has a few thousand; lists of more than a thousand numbers are stored as arrays. */
export const MAXIMUM_RECORD = 2 ** 26;

const text = z.string();
/** A gap may be NaN or infinite, which `z.number` refuses. */
const anyNumber = z.custom<number>((value) => typeof value === 'number');
const stamp = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number(), modified: z.number() });
/** New versions add kinds: an unknown one has no viewer, but is still a run. */
const kind = z.custom<Result['kind']>((value) => typeof value === 'string');
const errorKind = z.custom<ErrorData['kind']>((value) => typeof value === 'string');

/** Keys added by a later version survive when a title is written. */
const Stored: z.ZodType<RunRecord> = z.looseObject({
  version: z.literal(RECORD_VERSION),
  id: text,
  title: text.exactOptional(),
  ...aboutFields,
  request: z.looseObject(Question.shape),
  label: text,
  key: text,
  state: z.enum(['done', 'failed']),
  kind: kind.exactOptional(),
  /** In UTC, so that text order is time order. */
  started: z.iso.datetime(),
  seconds: z.number(),
  device: text.exactOptional(),
  versions: z.record(text, text),
  model: stamp.exactOptional(),
  data: stamp.exactOptional(),
  files: z.record(text, stamp).exactOptional(),
  law: z
    .object({ name: text, statement: text, gap: z.array(anyNumber), tolerance: anyNumber, holds: z.boolean() })
    .exactOptional(),
  error: z.object({ kind: errorKind, message: text }).exactOptional(),
  result: z.unknown().exactOptional(),
  arrays: z.object({ bytes: z.number(), sha256: text }).exactOptional(),
  artefacts: z
    .array(z.object({ name: text.regex(ARTEFACT_NAME), mediaType: text, bytes: z.number(), sha256: text }))
    .exactOptional(),
});

/** The text of run.json, with keys in a fixed order. Throws FormatError for one that would be too large to read. */
export function formatRecord(run: RunRecord): string {
  const { result, ...record } = Stored.parse(run);
  const plain = toPlain(record) as object;
  const text = `${JSON.stringify(result === undefined ? plain : { ...plain, result }, undefined, 2)}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAXIMUM_RECORD)
    throw new FormatError(
      run.id,
      `the record of this run would have ${bytes} bytes, more than the limit of ${MAXIMUM_RECORD}`,
    );
  return text;
}

/** Reads the text of a run's run.json. Throws FormatError with one sentence for anything but a record of that run. */
export function parseRecord(text: string, id: string, file: string): RunRecord {
  const fail = (reason: string, cause?: unknown) => new FormatError(file, reason, undefined, { cause });
  const json = attempt(
    () => JSON.parse(text) as unknown,
    (error) => fail(`is not complete JSON; ${REMEDY}`, error),
  );
  const version = typeof json === 'object' && json && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version > RECORD_VERSION)
    throw fail(`was written by a newer NetLoupe (version ${version}); update the extension to read it.`);
  if (version !== RECORD_VERSION) throw fail(`has no known version; ${REMEDY}`);
  const record = attempt(
    () => {
      // The result is unpacked on demand.
      const { result, ...plain } = json as Partial<RunRecord>;
      return Stored.parse({ ...(fromPlain(plain) as object), ...(result !== undefined && { result }) });
    },
    (error) => fail(`is not the record of a run (${whatIsWrong(error)}); ${REMEDY}`, error),
  );
  if (record.id !== id)
    throw fail(`is the record of run ${record.id}; rename its folder to that, or delete the folder.`);
  return record;
}

/** What to do about a useless run.json. */
export const REMEDY = 'restore it, for instance with git, or delete the folder of this run.';

function attempt<T>(act: () => T, failure: (error: unknown) => FormatError): T {
  try {
    return act();
  } catch (error) {
    throw failure(error);
  }
}

function whatIsWrong(error: unknown): string {
  if (!(error instanceof z.ZodError)) return messageOf(error);
  const [issue] = error.issues;
  return `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'not valid'}`;
}
