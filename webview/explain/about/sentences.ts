/** What a result says about itself, in words: its law, its limits, how it was made. */
import type { Law } from '../../../src/shared/results';
import { LOCAL_FIT } from '../../../src/shared/results/law';
import { isWithin, verdictOf } from '../../../src/shared/results/verdict';
import { formatNumber, formatPercent } from '../../ui/format';
import { percentile } from '../../../src/shared/picture/scale';
import type { SampleNumbers } from '../numbers/sample';

/** "Completeness holds for this sample: gap 0.3 % (tolerance 1 %)." */
export function lawSentence({ name, gap, tolerance }: Law, sample: number): string {
  const own = gap[sample] ?? NaN;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const verdict = isWithin(own, tolerance) ? 'holds' : 'does not hold';
  const here = gap.length > 1 ? ' for this sample' : '';
  if (name === LOCAL_FIT)
    return `The linear model fits${here} with R² = ${formatNumber(1 - own, 2)} (at least ${formatNumber(1 - tolerance, 2)} expected).`;
  return `${title} ${verdict}${here}: gap ${formatPercent(own)} (tolerance ${formatPercent(tolerance)}).`;
}

/** "It fails for 53 of 100 samples, most for sample 12 (gap 79 %)."; '' if it fails for no other sample. */
export function othersSentence(law: Law, sample: number): string {
  const { failing, samples, worst } = verdictOf(law);
  const isOwn = failing === 1 && !isWithin(law.gap[sample] ?? NaN, law.tolerance);
  if (failing === 0 || isOwn) return '';
  const most =
    law.name === LOCAL_FIT ? `R² = ${formatNumber(1 - law.gap[worst]!, 2)}` : `gap ${formatPercent(law.gap[worst]!)}`;
  return `It fails for ${failing} of ${samples} samples, most for sample ${worst + 1} (${most}).`;
}

/** The meaning of the heatmap's full colour. */
export function limitSentence({ limit, beyond, attribution, channelRule }: SampleNumbers, rule: string): string {
  const ends =
    rule === 'percentile' && beyond > 0
      ? `±${formatNumber(limit)} is the ${formatNumber(percentile * 100)}th percentile of |attribution| ` +
        `(${beyond} of ${attribution.length} beyond, drawn as the ends)`
      : `±${formatNumber(limit)} is the largest |attribution| of this sample`;
  return channelRule === '' ? `${ends}.` : `${ends}; ${channelRule}.`;
}

/** Enough of a hash to tell two files apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
