/** From a layer's value to one row of numbers per sample: which axes are positions, and how to pool them. */
import type { Graph } from '../../graph/graph';
import type { Pooling } from '../../shared/embedding';
import { ArgumentError } from '../../shared/errors';
import { sizeOf, type Shape } from '../../shared/tensor';
import { hasChannelsFirst } from '../channels';

/** How one layer is pooled. */
export interface Pool {
  pooling: Pooling;
  /** The axis that is kept; all others but the first are positions. */
  channels: number;
  /** Numbers in a row. */
  width: number;
  /** What was done, as a sentence. */
  convention: string;
}

/**
 * `shape` is that of the value, batch first. [N, C] stays as it is, and [N] is one number; for [N, C, H, W] (and more
 * axes) the second axis is kept. With three axes, the second is kept after a convolution ([N, C, L]), else the last
 * ([N, T, C], with T the positions of a sequence). Throws ArgumentError for a value without a batch.
 */
export function poolOf(graph: Graph, name: string, shape: Shape, pooling: Pooling, samples: number): Pool {
  if (shape[0] !== samples)
    throw new ArgumentError(
      `"${name}" has shape [${shape.join(', ')}] for ${samples} samples; it mixes samples, so it gives no rows.`,
    );
  const size = sizeOf(shape.slice(1));
  if (shape.length <= 2)
    return {
      pooling: 'flatten',
      channels: 1,
      width: size,
      convention: `"${name}" has ${size} numbers per sample, used unchanged.`,
    };
  const channels = shape.length === 3 && !hasChannelsFirst(graph, name) ? 2 : 1;
  const positions = shape.map((_, axis) => axis).filter((axis) => axis > 0 && axis !== channels);
  const axes = `${positions.length > 1 ? 'axes' : 'axis'} ${positions.join(' and ')} (${positions.map((axis) => shape[axis]).join(' × ')} positions)`;
  const words: Record<Pooling, string> = {
    mean: `the mean over ${axes}`,
    max: `the maximum over ${axes}`,
    centre: `the centre (rounded up) of ${axes}`,
    flatten: `all ${size} numbers`,
  };
  const width = pooling === 'flatten' ? size : shape[channels]!;
  return { pooling, channels, width, convention: `"${name}" is [N, ${shape.slice(1).join(', ')}]: ${words[pooling]}.` };
}

/** Writes the rows of `value` [N, …] to `target` [N × width]. */
export function poolRows(
  value: Float32Array,
  shape: Shape,
  { pooling, channels, width }: Pool,
  target: Float32Array,
): void {
  if (pooling === 'flatten') {
    target.set(value);
    return;
  }
  const samples = shape[0]!;
  const size = sizeOf(shape.slice(1));
  const positions = size / width;
  // Whether channels come before the positions or after them.
  const [step, stride] = channels === 1 ? [1, positions] : [width, 1];
  const middle = channels === 1 ? middleOf(shape.slice(2)) : middleOf(shape.slice(1, channels));
  for (let n = 0; n < samples; n++)
    for (let c = 0; c < width; c++) {
      const at = n * size + c * stride;
      let result = pooling === 'max' ? -Infinity : 0;
      if (pooling === 'centre') result = value[at + middle * step]!;
      // A maximum must not lose NaN.
      else if (pooling === 'max') for (let p = 0; p < positions; p++) result = Math.max(result, value[at + p * step]!);
      else {
        for (let p = 0; p < positions; p++) result += value[at + p * step]!;
        result /= positions;
      }
      target[n * width + c] = result;
    }
}

/** Flat index of the centre of these axes. */
function middleOf(sizes: Shape): number {
  return sizes.reduce((flat, size) => flat * size + Math.floor(size / 2), 0);
}
