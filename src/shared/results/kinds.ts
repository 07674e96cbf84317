/**
 * All kinds of results. A new kind is a folder beside these and one entry in the list: the type of a result follows from it, and whoever
 * must treat each kind differently is named by the compiler.
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

/** Throws ArgumentError for a result of another version, whose kind this one does not know. */
export function kindOf<R extends Result>({ kind }: R): ResultKind<R> {
  const found = kinds.find((one) => one.kind === kind);
  if (found) return found as unknown as ResultKind<R>;
  throw new ArgumentError(
    `This version of NetLoupe knows no results of kind "${kind}"; it knows ${kinds.map((one) => one.kind).join(', ')}.`,
  );
}
