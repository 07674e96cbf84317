/** A sequence of aligned maps of the same points, as arrays for .npz. The caller writes them to disk. */
import { alignedMaps } from '../shared/cloud/procrustes';
import { columnArray } from '../shared/columns';
import type { Column } from '../shared/dataset';
import { ArgumentError } from '../shared/errors';
import type { CloudResult } from '../shared/results';
import { float32, tensorOf, type Tensor } from '../shared/tensor';

export interface FilmMap<Map = Pick<CloudResult, 'embedding' | 'trust'>> {
  /** What tells it apart from the others: "epoch-3.onnx". */
  title: string;
  result: Map;
}

/**
 * `embedding` [steps, N, d] in the axes and units of the first step, `trust` [steps, N], `step` [steps] their names,
 * `disparity` [steps] from the step before (NaN for the first), and the columns [N] whose names differ from these.
 * Throws ArgumentError for maps of different shapes.
 */
export function filmArrays(
  steps: readonly FilmMap[],
  columns: readonly Column[],
): Record<string, Tensor> & { disparity: Tensor } {
  const [count = 0, dimensions = 2] = steps[0]?.result.embedding.shape ?? [];
  const other = steps.find(({ result }) => result.embedding.shape.join() !== `${count},${dimensions}`);
  if (other)
    throw new ArgumentError(
      `The map of ${other.title} is [${other.result.embedding.shape.join(', ')}], that of ${steps[0]!.title} [${count}, ${dimensions}]; a film needs maps of one shape.`,
    );
  const maps = alignedMaps(
    steps.map(({ result }) => result.embedding.data),
    dimensions,
  );
  const joined = (parts: readonly Float32Array[], size: number): Float32Array => {
    const whole = new Float32Array(parts.length * size);
    for (const [i, part] of parts.entries()) whole.set(part, i * size);
    return whole;
  };
  const positions = maps.map((map) => map!.positions);
  const trust = steps.map(({ result }) => result.trust);
  return {
    ...Object.fromEntries(columns.map((column) => [column.name, columnArray(column)])),
    embedding: float32([steps.length, count, dimensions], joined(positions, count * dimensions)),
    trust: float32([steps.length, count], joined(trust, count)),
    step: { dtype: 'string', shape: [steps.length], data: steps.map(({ title }) => title) },
    disparity: tensorOf(
      'float64',
      [steps.length],
      maps.map((map) => map!.disparity ?? NaN),
    ),
  };
}
