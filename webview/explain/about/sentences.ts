/** What a result says about itself, in words: its law, its limits, what it was made with. */
import type { Law } from '../../../src/shared/results';
import { formatNumber, formatPercent } from '../../ui/format';
import { percentile } from '../../../src/shared/picture/scale';
import type { SampleNumbers } from '../numbers/sample';

/** "Completeness holds: gap 0.3 % (tolerance 1 %)." */
export function lawSentence(law: Law, sample: number): string {
  const name = law.name.charAt(0).toUpperCase() + law.name.slice(1);
  const gap = law.gap[sample];
  const worst = Math.max(...law.gap);
  const here = gap === undefined ? '' : `: gap ${formatPercent(gap)} (tolerance ${formatPercent(law.tolerance)})`;
  const others = law.gap.length > 1 && worst !== gap ? `, at worst ${formatPercent(worst)} over all samples` : '';
  return `${name} ${law.holds ? 'holds' : 'does not hold'}${here}${others}.`;
}

/** What the heatmap's full colour stands for. */
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
