/** Rows of a ledger as shares of the relevance that the explanation started with, for tables, bars and tooltips. */
import type { LedgerRow } from './results';

/** Share of the start that a layer may lose to rounding; beyond it, relevance was lost or made there. */
const ROUNDING = 1e-3;

/** Where the relevance that enters a layer goes, in the order of the bars. */
export const ledgerParts = [
  { key: 'left', title: 'passed on', short: 'on' },
  { key: 'bias', title: 'absorbed by biases', short: 'bias' },
  { key: 'stabiliser', title: 'absorbed by the stabiliser', short: 'ε' },
  { key: 'remainder', title: 'unaccounted for', short: 'rest' },
] as const;

export type LedgerPart = (typeof ledgerParts)[number]['key'];

export type LedgerShares = Record<'entered' | LedgerPart, number> & {
  /** Whether the layer fails to account for some of it. */
  broken: boolean;
};

/** One row's shares for one sample; the first row holds the relevance at the start. */
export function sharesOf(row: LedgerRow, rows: readonly LedgerRow[], sample: number): LedgerShares {
  const start = rows[0]?.entered[sample] || 1;
  const share = (values: readonly number[]): number => (values[sample] ?? 0) / start;
  const { entered, left, bias, stabiliser, remainder } = row;
  return {
    entered: share(entered),
    left: share(left),
    bias: share(bias),
    stabiliser: share(stabiliser),
    remainder: share(remainder),
    broken: Math.abs(share(remainder)) > ROUNDING,
  };
}
