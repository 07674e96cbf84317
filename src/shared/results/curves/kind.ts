/** Curves as arrays, as a table with one point per row, and as sentences. */
import { arrayName, unusedName } from '../../arrayNames';
import type { Row } from '../../csv';
import type { Tensor } from '../../tensor';
import { defineKind } from '../kind';
import { lawLines, madeText } from '../text';
import type { Curve, CurvesResult } from './result';

export const curves = defineKind<CurvesResult>({
  kind: 'curves',

  /** x, y and, if known, the bounds, under the curve's name: `curves.theory.x`. */
  arrays({ curves }) {
    const arrays: Record<string, Tensor> = {};
    for (const { name, x, y, low, high } of curves) {
      const curve = unusedName(`curves.${arrayName(name)}`, (taken) => `${taken}.x` in arrays);
      for (const [part, data] of Object.entries({ x, y, low, high }))
        if (data) arrays[`${curve}.${part}`] = { dtype: 'float64', shape: [data.length], data };
    }
    return arrays;
  },

  rows: curveRows,

  lines({ curves, xLabel, yLabel, law, conventions, provenance }) {
    const named = curves.map(({ name, x }) => `${name} (${x.length} points)`).join(', ');
    return [
      `${provenance.method}: ${yLabel} over ${xLabel}: ${named}  ${madeText(provenance)}`,
      ...lawLines(law),
      ...conventions,
    ];
  },
});

/** One line per point of a curve. */
export function curveRows({
  curves,
  xLabel,
  yLabel,
}: Pick<CurvesResult, 'xLabel' | 'yLabel'> & { curves: readonly Curve[] }): Row[] {
  const points = curves.flatMap(({ name, x, y, low, high }) =>
    Array.from(x, (value, i): Row => [name, value, y[i], low?.[i], high?.[i]]),
  );
  return [['curve', xLabel, yLabel, 'low', 'high'], ...points];
}
