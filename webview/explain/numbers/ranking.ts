/** The network's output for one sample, ranked: the rows of the predictions view. */
import type { ModelDescription } from '../../../src/shared/description';
import type { AttributionResult } from '../../../src/shared/results';
import { outputName, positionOf } from '../form/target';

export interface Prediction {
  label: string;
  /** The form's target if this row is chosen. */
  target: string;
  value: number;
  /** Absent if the output is not a row of class scores. */
  probability?: number;
  /** Whether the shown attribution explains it. */
  explained: boolean;
}

/** Rows shown; the explained one is added below if it is not among them. */
export const mostRows = 10;

/** Outputs of one sample in descending order. */
export function rankPredictions(model: ModelDescription, result: AttributionResult, sample: number): Prediction[] {
  const { output, target } = result;
  const shape = output.shape.slice(1);
  const size = output.data.length / (output.shape[0] ?? 1);
  const values = output.data.subarray(sample * size, (sample + 1) * size);
  const explained = target.value === model.outputs[0]?.name ? target.indices[sample] : undefined;
  const probabilities = shape.length === 1 ? probabilitiesOf(values, result.outputIsProbability) : undefined;
  // The background of a detector wins nearly everywhere and would fill all rows.
  const isOpen = (index: number): boolean =>
    target.background === undefined || index % shape.at(-1)! !== target.background;
  const ranked = Array.from(values.keys())
    .filter(isOpen)
    .sort((a, b) => values[b]! - values[a]! || a - b);
  const shown = ranked.slice(0, mostRows);
  if (explained !== undefined && explained < size && !shown.includes(explained)) shown.push(explained);
  return shown.map((index) => ({
    label: outputName(model, index, shape),
    target: shape.length <= 1 ? String(index) : `${model.outputs[0]?.name ?? ''}:${positionOf(index, shape).join(',')}`,
    value: values[index]!,
    ...(probabilities === undefined ? {} : { probability: probabilities[index]! }),
    explained: index === explained,
  }));
}

/** Unchanged, or softmax of two or more scores; a single score has no competitors. */
function probabilitiesOf(values: Float32Array, areProbabilities: boolean): ArrayLike<number> | undefined {
  if (areProbabilities) return values;
  if (values.length < 2) return undefined;
  const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const exponentials = Float64Array.from(values, (value) => Math.exp(value - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}
