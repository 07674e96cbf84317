/**
 * All kinds of results. A new kind is a folder beside these and one entry in the list: the result type follows from it,
 * and the compiler names all code that must treat each kind differently.
 */
import { ArgumentError } from '../errors';
import { attribution } from './attribution/kind';
import { cloud } from './cloud/kind';
import { clusters } from './clusters/kind';
import { curves } from './curves/kind';
import { evaluation } from './evaluation/kind';
import type { ResultKind } from './kind';
import { sanity } from './sanity/kind';

export const kinds = [attribution, curves, cloud, clusters, evaluation, sanity];

type ResultOf<K> = K extends ResultKind<infer R> ? R : never;

export type Result = ResultOf<(typeof kinds)[number]>;

/** Throws ArgumentError for a kind that this version does not know. */
export function kindOf<R extends Result>({ kind }: R): ResultKind<R> {
  const found = kinds.find((one) => one.kind === kind);
  if (found) return found as unknown as ResultKind<R>;
  throw new ArgumentError(
    `This version of NetLoupe does not know results of kind "${kind}", only ${kinds.map((one) => one.kind).join(', ')}; open it with a newer version.`,
  );
}
