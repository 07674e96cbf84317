/** Operators that move elements, as functions from the index of an output to the index of an input. */
import { has, int, ints, string } from '../../../../src/graph/attributes';
import { array64, at, broadcastAt, broadcastShape, count, generate, positive, type Array64 } from './array64';
import type { Kernel } from './interpreter';

export const layout: Record<string, Kernel> = {
  Reshape: (node, [x, shape]) => {
    const sizes = [...shape!.data].map((size, i) => (size === 0 && !int(node, 'allowzero', 0) ? x!.shape[i]! : size));
    const known = sizes.filter((size) => size !== -1);
    return [{ shape: sizes.map((size) => (size === -1 ? count(x!.shape) / count(known) : size)), data: x!.data }];
  },
  Flatten: (node, [x]) => {
    const axis = positive(int(node, 'axis', 1), x!.shape.length);
    return [{ shape: [count(x!.shape.slice(0, axis)), count(x!.shape.slice(axis))], data: x!.data }];
  },
  Squeeze: (_node, [x, axes]) => {
    const gone = axes ? [...axes.data].map((axis) => positive(axis, x!.shape.length)) : x!.shape.flatMap((s, i) => (s === 1 ? [i] : [])); // prettier-ignore
    return [{ shape: x!.shape.filter((_, axis) => !gone.includes(axis)), data: x!.data }];
  },
  Unsqueeze: (_node, [x, axes]) => {
    const shape = [...x!.shape];
    const places = [...axes!.data].map((axis) => positive(axis, x!.shape.length + axes!.data.length));
    for (const place of places.sort((a, b) => a - b)) shape.splice(place, 0, 1);
    return [{ shape, data: x!.data }];
  },
  Transpose: (node, [x]) => {
    const perm = ints(node, 'perm', x!.shape.map((_, i) => x!.shape.length - 1 - i)); // prettier-ignore
    const shape = perm.map((axis) => x!.shape[axis]!);
    return [
      generate(shape, (index) => {
        const source: number[] = [];
        perm.forEach((axis, i) => (source[axis] = index[i]!));
        return at(x!, source);
      }),
    ];
  },
  Concat: (node, inputs) => {
    const parts = inputs as Array64[];
    const axis = positive(int(node, 'axis'), parts[0]!.shape.length);
    const total = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
    return [
      generate(parts[0]!.shape.with(axis, total), (index) => {
        let place = index[axis]!;
        let i = 0;
        while (place >= parts[i]!.shape[axis]!) place -= parts[i++]!.shape[axis]!;
        return at(parts[i]!, index.with(axis, place));
      }),
    ];
  },
  Split: (node, [x, split]) => {
    const axis = positive(int(node, 'axis', 0), x!.shape.length);
    const size = x!.shape[axis]!;
    const pieces = has(node, 'num_outputs') ? int(node, 'num_outputs') : node.outputs.length;
    const even = Math.ceil(size / pieces);
    const sizes = split ? [...split.data] : Array.from({ length: pieces }, (_, i) => Math.min(even, size - i * even));
    let start = 0;
    return sizes.map((length) => {
      const from = start;
      start += length;
      return generate(x!.shape.with(axis, length), (index) => at(x!, index.with(axis, index[axis]! + from)));
    });
  },
  Expand: (_node, [x, shape]) => [
    generate(broadcastShape([x!.shape, [...shape!.data]]), (index) => broadcastAt(x!, index)),
  ],
  Tile: (_node, [x, repeats]) => [
    generate(x!.shape.map((size, i) => size * repeats!.data[i]!), (index) => at(x!, index.map((p, i) => p % x!.shape[i]!))), // prettier-ignore
  ],
  Pad: (node, [x, pads, value, axes]) => {
    const rank = x!.shape.length;
    const padded = axes ? [...axes.data].map((axis) => positive(axis, rank)) : x!.shape.map((_, i) => i);
    const begins = x!.shape.map((_, axis) => (padded.includes(axis) ? pads!.data[padded.indexOf(axis)]! : 0));
    const ends = x!.shape.map((_, axis) =>
      padded.includes(axis) ? pads!.data[padded.length + padded.indexOf(axis)]! : 0,
    );
    const mode = string(node, 'mode', 'constant');
    return [
      generate(
        x!.shape.map((size, i) => size + begins[i]! + ends[i]!),
        (index) => {
          const source = index.map((p, i) => p - begins[i]!);
          if (source.every((p, i) => p >= 0 && p < x!.shape[i]!)) return at(x!, source);
          if (mode === 'constant') return value ? value.data[0]! : 0;
          return at(x!, source.map((p, i) => bounce(mode, p, x!.shape[i]!))); // prettier-ignore
        },
      ),
    ];
  },
  DepthToSpace: (node, [x]) => {
    const block = int(node, 'blocksize');
    const [n, c, h, w] = x!.shape as [number, number, number, number];
    const depth = c / block ** 2;
    const columnsFirst = string(node, 'mode', 'DCR') === 'DCR';
    return [
      generate([n, depth, h * block, w * block], ([i, d, y, z]) => {
        const within = (y! % block) * block + (z! % block);
        const channel = columnsFirst ? within * depth + d! : d! * block ** 2 + within;
        return at(x!, [i!, channel, Math.floor(y! / block), Math.floor(z! / block)]);
      }),
    ];
  },
  SpaceToDepth: (node, [x]) => {
    const block = int(node, 'blocksize');
    const [n, c, h, w] = x!.shape as [number, number, number, number];
    return [
      generate([n, c * block ** 2, h / block, w / block], ([i, d, y, z]) => {
        const within = Math.floor(d! / c);
        return at(x!, [i!, d! % c, y! * block + Math.floor(within / block), z! * block + (within % block)]);
      }),
    ];
  },
};

/** A position outside an axis, led back in step by step as the mode says. */
function bounce(mode: string, position: number, size: number): number {
  let p = position;
  while (p < 0 || p >= size) {
    if (mode === 'edge') p = p < 0 ? 0 : size - 1;
    else if (mode === 'wrap') p += p < 0 ? size : -size;
    else if (size === 1) p = 0;
    else p = p < 0 ? -p : 2 * (size - 1) - p;
  }
  return p;
}

export const generators: Record<string, Kernel> = {
  Shape: (node, [x]) => {
    const rank = x!.shape.length;
    const clamp = (axis: number): number => Math.min(Math.max(positive(axis, rank), 0), rank);
    const sizes: number[] = [];
    for (let axis = clamp(int(node, 'start', 0)); axis < clamp(int(node, 'end', rank)); axis++)
      sizes.push(x!.shape[axis]!);
    return [array64([sizes.length], sizes)];
  },
  Size: (_node, [x]) => [array64([], [count(x!.shape)])],
  ConstantOfShape: (node, [shape]) => {
    const value = node.attributes['value'];
    const fill = value?.type === 'tensor' && 'data' in value.value ? Number(value.value.data[0]) : 0;
    return [generate([...shape!.data], () => fill)];
  },
  Constant: (node) => {
    const [attribute] = Object.values(node.attributes);
    if (attribute?.type === 'tensor' && 'data' in attribute.value) {
      return [array64(attribute.value.shape, Array.from(attribute.value.data as ArrayLike<number | bigint>, Number))];
    }
    if (attribute?.type === 'float' || attribute?.type === 'int') return [array64([], [Number(attribute.value)])];
    if (attribute?.type === 'floats' || attribute?.type === 'ints')
      return [array64([attribute.value.length], attribute.value.map(Number))];
    throw new Error('a Constant of text');
  },
  Range: (_node, [start, limit, delta]) => {
    const values: number[] = [];
    const step = delta!.data[0]!;
    for (
      let i = 0;
      step > 0 ? start!.data[0]! + i * step < limit!.data[0]! : start!.data[0]! + i * step > limit!.data[0]!;
      i++
    ) {
      values.push(start!.data[0]! + i * step);
    }
    return [array64([values.length], values)];
  },
  EyeLike: (node, [x]) => [generate(x!.shape, ([row, column]) => (int(node, 'k', 0) === column! - row! ? 1 : 0))],
};
