/** Sentences that several kinds of results share on the terminal. */
import type { Law } from './law';
import type { Provenance } from './provenance';
import { verdictOf } from './verdict';

/** "[cpu, 0.25 s]" */
export function madeText({ device, seconds }: Pick<Provenance, 'device' | 'seconds'>): string {
  return `[${device}, ${seconds.toFixed(2)} s]`;
}

/** "completeness: The sums agree. Gap 0.02, tolerance 0.01: 1 of 2 samples exceed it, sample 1 most." */
export function lawLines(law: Law | undefined): string[] {
  if (!law) return [];
  const { worst, failing, samples } = verdictOf(law);
  const verdict =
    failing === 0
      ? 'converged'
      : samples === 1
        ? 'not converged'
        : `not converged for ${failing} of ${samples} samples, sample ${worst} the worst`;
  return [
    `${law.name}: ${law.statement} Gap ${(law.gap[worst] ?? 0).toPrecision(2)}, tolerance ${law.tolerance}: ${verdict}.`,
  ];
}
