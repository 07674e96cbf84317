/** Convolution and pooling, by visiting every tap of every window, straight from the operators' formulas. */
import { int, ints, string } from '../../../../src/graph/attributes';
import type { Node } from '../../../../src/graph/graph';
import { at, each, generate, offset } from './array64';
import type { Kernel } from './interpreter';

interface Layout {
  kernel: readonly number[];
  strides: readonly number[];
  dilations: readonly number[];
  begins: number[];
  ends: number[];
}

const Conv: Kernel = (node, [x, w, bias]) => {
  const layout = layoutOf(node, w!.shape.slice(2));
  const groups = int(node, 'group', 1);
  const { sizes, begins } = outputSizes(node, x!.shape.slice(2), layout);
  const [filters, perGroup] = w!.shape as [number, number];
  const y = generate([x!.shape[0]!, filters, ...sizes], ([n, k, ...o]) => {
    const group = Math.floor(k! / (filters / groups));
    let sum = bias ? bias.data[k!]! : 0;
    each(layout.kernel, (tap) => {
      const p = o.map((size, i) => size * layout.strides[i]! - begins[i]! + tap[i]! * layout.dilations[i]!);
      if (!inside(p, x!.shape.slice(2))) return;
      for (let c = 0; c < perGroup; c++) sum += at(x!, [n!, group * perGroup + c, ...p]) * at(w!, [k!, c, ...tap]);
    });
    return sum;
  });
  return [y];
};

const ConvTranspose: Kernel = (node, [x, w, bias]) => {
  const { kernel, strides, dilations, begins, ends } = layoutOf(node, w!.shape.slice(2));
  const groups = int(node, 'group', 1);
  const spatial = x!.shape.slice(2);
  const zeros = spatial.map(() => 0);
  const extra = ints(node, 'output_padding', zeros);
  const auto = string(node, 'auto_pad', 'NOTSET');
  // The whole, unpadded result, then what of it remains.
  const whole = spatial.map((size, i) => strides[i]! * (size - 1) + extra[i]! + (kernel[i]! - 1) * dilations[i]! + 1);
  const asked = ints(node, 'output_shape', []).slice(-spatial.length);
  const sizes = spatial.map((size, i) => {
    if (asked.length) return asked[i]!;
    if (auto.startsWith('SAME')) return size * strides[i]!;
    return whole[i]! - (auto === 'VALID' ? 0 : begins[i]! + ends[i]!);
  });
  const cut = spatial.map((_, i) => {
    if (!asked.length && !auto.startsWith('SAME')) return auto === 'VALID' ? 0 : begins[i]!;
    const total = Math.max(0, whole[i]! - sizes[i]!);
    return auto === 'SAME_UPPER' ? Math.floor(total / 2) : total - Math.floor(total / 2);
  });
  const perGroup = w!.shape[1]!;
  const y = generate([x!.shape[0]!, perGroup * groups, ...sizes], ([, k]) => (bias ? bias.data[k!]! : 0));
  each(x!.shape, ([n, c, ...p], flat) => {
    const group = Math.floor(c! / (x!.shape[1]! / groups));
    each(kernel, (tap) => {
      const o = p.map((position, i) => position * strides[i]! + tap[i]! * dilations[i]! - cut[i]!);
      if (!inside(o, sizes)) return;
      for (let k = 0; k < perGroup; k++) {
        y.data[offset(y.shape, [n!, group * perGroup + k, ...o])]! += x!.data[flat]! * at(w!, [c!, k, ...tap]);
      }
    });
  });
  return [y];
};

/** The second output is the flat position in x of each maximum; rows or (storage_order) columns of an image fastest. */
const MaxPool: Kernel = (node, [x]) => {
  const layout = layoutOf(node, ints(node, 'kernel_shape'));
  const spatial = x!.shape.slice(2);
  const columns = int(node, 'storage_order', 0) === 1;
  const { sizes, begins } = outputSizes(node, spatial, layout);
  const shape = [...x!.shape.slice(0, 2), ...sizes];
  const values: number[] = [];
  const indices: number[] = [];
  each(shape, ([n, c, ...o]) => {
    let best = -Infinity;
    let where = -1;
    each(layout.kernel, (tap) => {
      const p = o.map((size, i) => size * layout.strides[i]! - begins[i]! + tap[i]! * layout.dilations[i]!);
      if (!inside(p, spatial)) return;
      const value = at(x!, [n!, c!, ...p]);
      if (where >= 0 && value <= best) return;
      best = value;
      const channel = n! * x!.shape[1]! + c!;
      const place = columns ? offset([...spatial].reverse(), [...p].reverse()) : offset(spatial, p);
      where = channel * spatial.reduce((a, b) => a * b, 1) + place;
    });
    values.push(best);
    indices.push(where);
  });
  return [
    { shape, data: Float64Array.from(values) },
    { shape, data: Float64Array.from(indices) },
  ];
};

const AveragePool: Kernel = (node, [x]) => {
  const layout = layoutOf(node, ints(node, 'kernel_shape'));
  const spatial = x!.shape.slice(2);
  const withPads = int(node, 'count_include_pad', 0) === 1;
  const { sizes, begins, ends } = outputSizes(node, spatial, layout);
  const y = generate([...x!.shape.slice(0, 2), ...sizes], ([n, c, ...o]) => {
    let sum = 0;
    let count = 0;
    each(layout.kernel, (tap) => {
      const p = o.map((size, i) => size * layout.strides[i]! - begins[i]! + tap[i]! * layout.dilations[i]!);
      // What ceil_mode adds beyond the padding never counts.
      const inPads = p.every((position, i) => position >= -begins[i]! && position < spatial[i]! + ends[i]!);
      if (inside(p, spatial)) sum += at(x!, [n!, c!, ...p]);
      if (withPads ? inPads : inside(p, spatial)) count++;
    });
    return sum / count;
  });
  return [y];
};

const overPlane =
  (f: (values: Float64Array) => number): Kernel =>
  (_node, [x]) => {
    const [batch, channels, ...spatial] = x!.shape as [number, number, ...number[]];
    const size = spatial.reduce((a, b) => a * b, 1);
    return [
      generate([batch, channels, ...spatial.map(() => 1)], (_, i) => f(x!.data.subarray(i * size, (i + 1) * size))),
    ];
  };

export const convolution: Record<string, Kernel> = {
  Conv,
  ConvTranspose,
  MaxPool,
  AveragePool,
  GlobalAveragePool: overPlane((values) => values.reduce((a, b) => a + b, 0) / values.length),
  GlobalMaxPool: overPlane((values) => Math.max(...values)),
};

function layoutOf(node: Node, kernel: readonly number[]): Layout {
  const ones = kernel.map(() => 1);
  const pads = ints(node, 'pads', [...ones, ...ones].map(() => 0)); // prettier-ignore
  return {
    kernel,
    strides: ints(node, 'strides', ones),
    dilations: ints(node, 'dilations', ones),
    begins: pads.slice(0, kernel.length),
    ends: pads.slice(kernel.length),
  };
}

function outputSizes(node: Node, spatial: readonly number[], layout: Layout) {
  const { kernel, strides, dilations } = layout;
  const auto = string(node, 'auto_pad', 'NOTSET');
  const ceil = int(node, 'ceil_mode', 0) === 1;
  const begins = [...layout.begins];
  const ends = [...layout.ends];
  const sizes = spatial.map((size, i) => {
    const reach = dilations[i]! * (kernel[i]! - 1) + 1;
    if (auto.startsWith('SAME')) {
      const output = Math.floor((size - 1) / strides[i]!) + 1;
      const total = Math.max(0, (output - 1) * strides[i]! + reach - size);
      begins[i] = auto === 'SAME_LOWER' ? Math.ceil(total / 2) : Math.floor(total / 2);
      ends[i] = total - begins[i];
      return output;
    }
    if (auto === 'VALID') begins[i] = ends[i] = 0;
    // Count the starts of windows that fit, or, with ceil_mode, that start no later than the last input.
    let output = 0;
    for (let start = -begins[i]!; ; start += strides[i]!) {
      const previousFits = output === 0 || start - strides[i]! + reach < size + ends[i]!;
      const fits = start + reach <= size + ends[i]!;
      if (ceil ? !(previousFits && start < size) : !fits) break;
      output++;
    }
    return output;
  });
  return { sizes, begins, ends };
}

function inside(position: readonly number[], sizes: readonly number[]): boolean {
  return position.every((p, i) => p >= 0 && p < sizes[i]!);
}
