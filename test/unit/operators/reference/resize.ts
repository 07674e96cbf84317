/** Resize, one output element at a time: the product of the axes' weights over all neighbours. */
import { float, has, int, ints, string } from '../../../../src/graph/attributes';
import { at, each, generate, positive } from './array64';
import type { Kernel } from './interpreter';

type Neighbours = { position: number; weight: number }[];

const Resize: Kernel = (node, [x, roi, scales, sizes]) => {
  const rank = x!.shape.length;
  const axes = has(node, 'axes') ? ints(node, 'axes').map((axis) => positive(axis, rank)) : x!.shape.map((_, i) => i);
  const policy = string(node, 'keep_aspect_ratio_policy', 'stretch');
  const scale = x!.shape.map(() => 1);
  const shape = [...x!.shape];
  if (scales?.data.length) {
    axes.forEach((axis, i) => {
      scale[axis] = scales.data[i]!;
      shape[axis] = Math.floor(x!.shape[axis]! * scale[axis]);
    });
  } else {
    const asked = axes.map((axis, i) => sizes!.data[i]! / x!.shape[axis]!);
    const common = policy === 'not_larger' ? Math.min(...asked) : Math.max(...asked);
    axes.forEach((axis, i) => {
      scale[axis] = policy === 'stretch' ? asked[i]! : common;
      shape[axis] = policy === 'stretch' ? sizes!.data[i]! : Math.round(common * x!.shape[axis]!);
    });
  }
  const mode = string(node, 'mode', 'nearest');
  const transformation = string(node, 'coordinate_transformation_mode', 'half_pixel');
  const crop = transformation === 'tf_crop_and_resize';
  const region = (axis: number): [number, number] => {
    const i = axes.indexOf(axis);
    return crop && roi && i >= 0 ? [roi.data[i]!, roi.data[axes.length + i]!] : [0, 1];
  };
  const neighbours = (axis: number, o: number): Neighbours | undefined => {
    const size = x!.shape[axis]!;
    if (shape[axis] === size && scale[axis] === 1 && !crop) return [{ position: o, weight: 1 }];
    const p = original(transformation, o, size, shape[axis]!, scale[axis]!, region(axis));
    if (crop && (p < 0 || p > size - 1)) return undefined;
    if (mode === 'nearest') {
      const position = rounded(string(node, 'nearest_mode', 'round_prefer_floor'), p);
      return [{ position: Math.max(0, Math.min(size - 1, position)), weight: 1 }];
    }
    const floor = Math.floor(p);
    const taps = mode === 'linear' ? [0, 1] : [-1, 0, 1, 2];
    const weight = (d: number): number => (mode === 'linear' ? 1 - d : keys(d, float(node, 'cubic_coeff_a', -0.75)));
    let found = taps.map((i) => ({ position: floor + i, weight: weight(Math.abs(p - floor - i)) }));
    if (mode === 'cubic' && int(node, 'exclude_outside', 0)) {
      found = found.filter(({ position }) => position >= 0 && position < size);
      const sum = found.reduce((total, tap) => total + tap.weight, 0);
      for (const tap of found) tap.weight /= sum;
    }
    return found.map((tap) => ({ ...tap, position: Math.max(0, Math.min(size - 1, tap.position)) }));
  };
  const table = shape.map((size, axis) => Array.from({ length: size }, (_, o) => neighbours(axis, o)));
  return [
    generate(shape, (index) => {
      const lists = index.map((o, axis) => table[axis]![o]);
      if (lists.includes(undefined)) return float(node, 'extrapolation_value', 0);
      let sum = 0;
      each(lists.map((list) => list!.length), (choice) => {
        const picked = choice.map((c, axis) => lists[axis]![c]!);
        sum += picked.reduce((product, { weight }) => product * weight, 1) * at(x!, picked.map(({ position }) => position));
      }); // prettier-ignore
      return sum;
    }),
  ];
};

export const resize: Record<string, Kernel> = { Resize };

function original(
  mode: string,
  o: number,
  from: number,
  to: number,
  scale: number,
  [start, end]: [number, number],
): number {
  if (mode === 'asymmetric') return o / scale;
  if (mode === 'align_corners') return to === 1 ? 0 : (o * (from - 1)) / (to - 1);
  if (mode === 'pytorch_half_pixel') return to === 1 ? 0 : (o + 0.5) / scale - 0.5;
  if (mode === 'tf_crop_and_resize') {
    if (to === 1) return 0.5 * (start + end) * (from - 1);
    return start * (from - 1) + o * (((end - start) * (from - 1)) / (to - 1));
  }
  if (mode === 'half_pixel_symmetric') {
    const center = from / 2;
    return center * (1 - to / (scale * from)) + (o + 0.5) / scale - 0.5;
  }
  return (o + 0.5) / scale - 0.5;
}

function rounded(mode: string, p: number): number {
  const below = Math.floor(p);
  if (mode === 'floor') return below;
  if (mode === 'ceil') return Math.ceil(p);
  const half = p - below === 0.5;
  if (half) return mode === 'round_prefer_floor' ? below : below + 1;
  return Math.round(p);
}

function keys(d: number, a: number): number {
  if (d < 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  return d < 2 ? a * d ** 3 - 5 * a * d ** 2 + 8 * a * d - 4 * a : 0;
}
