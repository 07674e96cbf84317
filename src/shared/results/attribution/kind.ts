/** Attributions as arrays, as a table with one value per row, and as sentences. */
import { float32Cell, type Row } from '../../csv';
import { ArgumentError } from '../../errors';
import { int64, type Float32Tensor, type Tensor } from '../../tensor';
import { defineKind } from '../kind';
import { lawLines, madeText } from '../text';
import type { AttributionResult } from './result';

/** Most rows that a spreadsheet can open. */
const MOST_ROWS = 2 ** 20 - 1;

/** Most samples that a line lists. */
const FEW = 8;

export const attribution = defineKind<AttributionResult>({
  kind: 'attribution',
  lists: { 'target.indices': 'target' },

  /** `target` is the flat index of the explained unit in each sample. */
  arrays({ attribution, input, output, target, upsampled, signed, standardError, features }): Record<string, Tensor> {
    return {
      attribution,
      input,
      output,
      target: int64([target.indices.length], target.indices),
      ...(upsampled && { upsampled }),
      ...(signed && { signed }),
      ...(standardError && { standard_error: standardError }),
      ...(features && { feature_names: { dtype: 'string', shape: [features.length], data: features } }),
    };
  },

  /** Throws ArgumentError if there are more values than a spreadsheet has rows. */
  rows({ attribution, standardError }) {
    const { shape, data } = attribution;
    if (data.length > MOST_ROWS)
      throw new ArgumentError(
        `A table has one row for each of the ${data.length.toLocaleString('en-US')} values, and spreadsheets open up to ${MOST_ROWS.toLocaleString('en-US')} rows; write a .npz file.`,
      );
    const axes = shape.slice(1).map((_, axis) => `axis_${axis + 1}`);
    const heading = ['sample', ...axes, 'attribution', ...(standardError ? ['standard_error'] : [])];
    return [heading, ...Array.from(data, (_, i) => valueRow(i, attribution, standardError))];
  },

  lines({ target, targetOutput, law, conventions, provenance }) {
    const few = target.indices.slice(0, FEW).map((index, n) => `${index} (${targetOutput[n]!.toPrecision(4)})`);
    const more = target.indices.length > few.length ? ', …' : '';
    return [
      `${provenance.method} of ${target.value}: ${few.join(', ')}${more}  ${madeText(provenance)}`,
      ...lawLines(law),
      ...conventions,
    ];
  },
});

/** The value's position, from the last axis to the first, and the value. */
function valueRow(index: number, { shape, data }: Float32Tensor, standardError: Float32Tensor | undefined): Row {
  let rest = index;
  const place: number[] = [];
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return [...place, float32Cell(data[index]!), ...(standardError ? [float32Cell(standardError.data[index]!)] : [])];
}
