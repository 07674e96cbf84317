/**
 * From an array of any layout to a plane to draw: pick a sample, combine the channels, cut a slice. Pure arithmetic.
 */
import type { Layout, SliceAxis } from './layout';

/** How channels become one number per place: their signed sum, their mean, or a single one. */
export type ChannelRule = 'sum' | 'mean' | number;

/** Rows of numbers, row-major. */
export interface Plane {
  width: number;
  height: number;
  values: Float32Array;
}

/** One number per place of a sample: [depth, height, width] flat and row-major, whatever the array's own order. */
export function channelValues(
  data: Float32Array,
  layout: Layout,
  sample: number,
  rule: ChannelRule,
): Float32Array<ArrayBuffer> {
  const { size, stride, channels, channelStride, sampleSize } = layout;
  const [first, last] = typeof rule === 'number' ? [rule, rule + 1] : [0, channels];
  const values = new Float32Array(size.depth * size.height * size.width);
  let place = 0;
  for (let z = 0; z < size.depth; z++)
    for (let y = 0; y < size.height; y++)
      for (let x = 0; x < size.width; x++) {
        const start = sample * sampleSize + z * stride.depth + y * stride.height + x * stride.width;
        let total = 0;
        for (let channel = first; channel < last; channel++) total += data[start + channel * channelStride]!;
        values[place++] = rule === 'mean' ? total / channels : total;
      }
  return values;
}

/** The axes that become rows and columns when a volume is sliced along `axis`. */
export function sliceAxes(axis: SliceAxis): { rows: SliceAxis; columns: SliceAxis } {
  if (axis === 'depth') return { rows: 'height', columns: 'width' };
  return { rows: 'depth', columns: axis === 'height' ? 'width' : 'height' };
}

/** One plane of [depth, height, width] values: at `index` along `axis`. */
export function slice(values: Float32Array, size: Layout['size'], axis: SliceAxis, index: number): Plane {
  const stride = { depth: size.height * size.width, height: size.width, width: 1 };
  const { rows, columns } = sliceAxes(axis);
  const plane = { width: size[columns], height: size[rows], values: new Float32Array(size[columns] * size[rows]) };
  for (let row = 0; row < plane.height; row++)
    for (let column = 0; column < plane.width; column++)
      plane.values[row * plane.width + column] =
        values[index * stride[axis] + row * stride[rows] + column * stride[columns]]!;
  return plane;
}
