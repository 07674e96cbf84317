/** Rows of a ledger as shares of the relevance that the explanation started with, for tables, bars and tooltips alike. */
import type { LedgerRow } from './results';

/** Share of the start that a layer may lose to rounding; beyond it, relevance was lost or made there. */
const ROUNDING = 1e-3;

/** What becomes of what enters a layer, in the order in which bars show it. */
export const ledgerParts = [
  { key: 'left', title: 'handed on', short: 'on' },
  { key: 'bias', title: 'kept by biases', short: 'bias' },
  { key: 'stabiliser', title: 'kept by the stabiliser', short: 'ε' },
  { key: 'remainder', title: 'unaccounted for', short: 'rest' },
] as const;

export type LedgerPart = (typeof ledgerParts)[number]['key'];

export type LedgerShares = Record<'entered' | LedgerPart, number> & {
  /** Whether the layer neither hands on nor accounts for some of it. */
  broken: boolean;
};

/** One row's shares for one sample; the first row has what the explanation started with. */
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
