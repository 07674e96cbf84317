/**
 * Sanity checks as arrays, as a table with one layer per row, and as text; layers in the order in which they were
 * randomised.
 */
import type { Row } from '../../csv';
import { table } from '../../table';
import { scoreText } from '../evaluation/text';
import { defineKind } from '../kind';
import { madeText } from '../text';
import type { SanityResult } from './result';

export const sanity = defineKind<SanityResult>({
  kind: 'sanity',

  /** The maps of the first sample, [1 + layers, …]. */
  arrays: ({ maps }) => ({ maps }),

  rows: ({ layers, spearman, absolute, ssim }) => [
    ['layer', 'spearman', 'absolute', 'ssim'],
    ...layers.map((layer, i): Row => [layer, spearman[i]!.score, absolute[i]!.score, ssim?.[i]!.score]),
  ],

  lines({ method, layers, spearman, absolute, ssim, mark, provenance, conventions }) {
    const rows = layers.map((layer, i) => [
      layer,
      scoreText(spearman[i]!),
      scoreText(absolute[i]!),
      ...(ssim ? [scoreText(ssim[i]!)] : []),
    ]);
    const heading = ['layer', 'rank correlation', 'of absolute values', ...(ssim ? ['SSIM'] : [])];
    return [
      `${method}: ${mark ?? 'reacts to the weights'}  ${madeText(provenance)}`,
      '',
      ...table([heading, ...rows]).split('\n'),
      '',
      ...conventions,
    ];
  },
});
