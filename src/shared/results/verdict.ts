/** A law's verdict on a result, sample by sample. */
import type { Law } from './law';

export interface Verdict {
  samples: number;
  /** Number of samples with a gap beyond the tolerance. */
  failing: number;
  /** Index of the sample with the largest gap. */
  worst: number;
}

export function verdictOf({ gap, tolerance }: Pick<Law, 'gap' | 'tolerance'>): Verdict {
  const failing = gap.filter((value) => !isWithin(value, tolerance)).length;
  const size = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  const worst = gap.reduce((worst, value, i) => (size(value) > size(gap[worst]!) ? i : worst), 0);
  return { samples: gap.length, failing, worst };
}

/** A gap of NaN exceeds every tolerance. */
export function isWithin(gap: number, tolerance: number): boolean {
  return gap <= tolerance;
}
