/** What every kind of result can do: become arrays, a table, and text. */
import type { Row } from '../csv';
import type { Tensor } from '../tensor';

export interface ResultKind<R extends { kind: string }> {
  kind: R['kind'];
  /**
   * Lists of numbers that a run stores among its arrays at any length, though they are long for some data only: where each stands in the
   * result, and what its array is called.
   */
  lists?: Readonly<Record<string, string>>;
  /** What a .npz file holds. */
  arrays(result: R): Record<string, Tensor>;
  /** What a .csv file holds; the first row has the headings. */
  rows(result: R): Row[];
  /** What the terminal shows. */
  lines(result: R): string[];
}

/** Ties the functions of a kind to the type of its result. */
export function defineKind<R extends { kind: string }>(kind: ResultKind<R>): ResultKind<R> {
  return kind;
}
