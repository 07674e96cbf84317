/** The plane drawn for each run, and their scale. */
import { symmetricLimit } from '../../src/shared/picture/scale';
import { layoutOf } from '../../src/shared/picture/layout';
import { channelValues, slice, type Plane } from '../../src/shared/picture/plane';
import type { Float32Tensor } from '../../src/shared/tensor';

/** Channels are summed; a volume shows its middle slice, a signal its channels as rows. */
export function planeOf(map: Float32Tensor, sample: number): Plane {
  const layout = layoutOf(map.shape);
  if (layout.kind === 'signal') {
    const width = layout.size.width;
    const rows = Array.from({ length: layout.channels }, (_, c) => channelValues(map.data, layout, sample, c));
    const values = new Float32Array(rows.length * width);
    rows.forEach((row, c) => values.set(row, c * width));
    return { width, height: rows.length, values };
  }
  const values = channelValues(map.data, layout, sample, 'sum');
  return slice(values, layout.size, 'depth', Math.floor(layout.size.depth / 2));
}

export function differenceOf(a: Plane, b: Plane): Plane | undefined {
  if (a.width !== b.width || a.height !== b.height) return undefined;
  return { ...a, values: a.values.map((value, i) => value - b.values[i]!) };
}

/** ±limit for each plane: one for all, or each its own. */
export function limitsOf(planes: readonly (Plane | undefined)[], isShared: boolean): number[] {
  const own = planes.map((plane) => (plane ? symmetricLimit(plane.values, 'percentile').limit : 0));
  const most = Math.max(...own, 0) || 1;
  return own.map((limit) => (isShared ? most : limit || 1));
}
