/** What every kind of result can become: arrays, a table, and text. */
import type { Row } from '../csv';
import type { Tensor } from '../tensor';

export interface ResultKind<R extends { kind: string }> {
  kind: R['kind'];
  /**
   * Lists of numbers that a run stores as arrays at any length, though they are long only for some data: their place in
   * the result, and the name of the array.
   */
  lists?: Readonly<Record<string, string>>;
  /** The contents of a .npz file. */
  arrays(result: R): Record<string, Tensor>;
  /** The contents of a .csv file; the first row holds the headings. */
  rows(result: R): Row[];
  /** What the terminal shows. */
  lines(result: R): string[];
}

/** Ties the functions of a kind to the type of its result. */
export function defineKind<R extends { kind: string }>(kind: ResultKind<R>): ResultKind<R> {
  return kind;
}
