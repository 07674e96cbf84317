/** Reading and writing at indices, choosing and ordering: straight from the operators' definitions. */
import { int, string } from '../../../../src/graph/attributes';
import { array64, at, count, each, generate, offset, positive, type Array64 } from './array64';
import type { Kernel } from './interpreter';

const combine: Record<string, (old: number, update: number) => number> = {
  none: (_old, update) => update,
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  max: Math.max,
  min: Math.min,
};

export const indexing: Record<string, Kernel> = {
  Slice: (_node, [x, starts, ends, axes, steps]) => {
    const rank = x!.shape.length;
    const reads = x!.shape.map((size) => Array.from({ length: size }, (_, i) => i));
    starts!.data.forEach((given, i) => {
      const axis = positive(axes ? axes.data[i]! : i, rank);
      const size = x!.shape[axis]!;
      const step = steps ? steps.data[i]! : 1;
      const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
      const clamp = (value: number): number => Math.max(low, Math.min(high, value < 0 ? value + size : value));
      const picked: number[] = [];
      const end = clamp(ends!.data[i]!);
      for (let at = Math.max(0, clamp(given)); step > 0 ? at < end : at > end; at += step) picked.push(at);
      reads[axis] = picked;
    });
    return [generate(reads.map((list) => list.length), (index) => at(x!, index.map((p, axis) => reads[axis]![p]!)))]; // prettier-ignore
  },
  Gather: (node, [x, indices]) => {
    const axis = positive(int(node, 'axis', 0), x!.shape.length);
    const rank = indices!.shape.length;
    return [
      generate([...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)], (index) => {
        const picked = positive(at(indices!, index.slice(axis, axis + rank)), x!.shape[axis]!);
        return at(x!, [...index.slice(0, axis), picked, ...index.slice(axis + rank)]);
      }),
    ];
  },
  GatherElements: (node, [x, indices]) => {
    const axis = positive(int(node, 'axis', 0), x!.shape.length);
    return [
      generate(indices!.shape, (index, flat) =>
        at(x!, index.with(axis, positive(indices!.data[flat]!, x!.shape[axis]!))),
      ),
    ];
  },
  GatherND: (node, [x, indices]) => {
    const batch = int(node, 'batch_dims', 0);
    const depth = indices!.shape.at(-1)!;
    const lead = indices!.shape.length - 1;
    return [
      generate([...indices!.shape.slice(0, -1), ...x!.shape.slice(batch + depth)], (index) => {
        const tuple = tupleAt(indices!, index.slice(0, lead), x!.shape.slice(batch));
        return at(x!, [...index.slice(0, batch), ...tuple, ...index.slice(lead)]);
      }),
    ];
  },
  ScatterND: (node, [x, indices, updates]) => {
    const y: Array64 = { shape: x!.shape, data: x!.data.slice() };
    const lead = indices!.shape.length - 1;
    const reduce = combine[string(node, 'reduction', 'none')]!;
    each(updates!.shape, (index, flat) => {
      const place = offset(y.shape, [...tupleAt(indices!, index.slice(0, lead), x!.shape), ...index.slice(lead)]);
      y.data[place] = reduce(y.data[place]!, updates!.data[flat]!);
    });
    return [y];
  },
  ScatterElements: (node, [x, indices, updates]) => {
    const axis = positive(int(node, 'axis', 0), x!.shape.length);
    const y: Array64 = { shape: x!.shape, data: x!.data.slice() };
    const reduce = combine[string(node, 'reduction', 'none')]!;
    each(indices!.shape, (index, flat) => {
      const place = offset(y.shape, index.with(axis, positive(indices!.data[flat]!, x!.shape[axis]!)));
      y.data[place] = reduce(y.data[place]!, updates!.data[flat]!);
    });
    return [y];
  },
  TopK: (node, [x, k]) => {
    const axis = positive(int(node, 'axis', -1), x!.shape.length);
    const sign = int(node, 'largest', 1) ? -1 : 1;
    const shape = x!.shape.with(axis, k!.data[0]!);
    // Equal values keep the order of their indices.
    const order = (index: readonly number[]): number[] =>
      Array.from({ length: x!.shape[axis]! }, (_, i) => i).sort(
        (i, j) => sign * (at(x!, index.with(axis, i)) - at(x!, index.with(axis, j))) || i - j,
      );
    const indices = generate(shape, (index) => order(index)[index[axis]!]!);
    return [generate(shape, (index, flat) => at(x!, index.with(axis, indices.data[flat]!))), indices];
  },
  ArgMax: (node, [x]) => [
    extreme(x!, int(node, 'axis', 0), int(node, 'keepdims', 1), int(node, 'select_last_index', 0), 1),
  ],
  ArgMin: (node, [x]) => [
    extreme(x!, int(node, 'axis', 0), int(node, 'keepdims', 1), int(node, 'select_last_index', 0), -1),
  ],
  OneHot: (node, [indices, depth, values]) => {
    const axis = positive(int(node, 'axis', -1), indices!.shape.length + 1);
    const size = depth!.data[0]!;
    return [
      generate(indices!.shape.toSpliced(axis, 0, size), (index) => {
        const hot = positive(at(indices!, index.toSpliced(axis, 1)), size) === index[axis];
        return values!.data[hot ? 1 : 0]!;
      }),
    ];
  },
  Trilu: (node, [x, k]) => {
    const diagonal = k ? k.data[0]! : 0;
    const upper = int(node, 'upper', 1) === 1;
    return [
      generate(x!.shape, (index, flat) => {
        const above = index.at(-1)! - index.at(-2)! - diagonal;
        return (upper ? above >= 0 : above <= 0) ? x!.data[flat]! : 0;
      }),
    ];
  },
  CumSum: (node, [x, along]) => {
    const axis = positive(along!.data[0]!, x!.shape.length);
    const exclusive = int(node, 'exclusive', 0) === 1;
    const reverse = int(node, 'reverse', 0) === 1;
    return [
      generate(x!.shape, (index) => {
        let sum = 0;
        for (let i = 0; i < x!.shape[axis]!; i++) {
          const before = reverse ? i > index[axis]! : i < index[axis]!;
          if (before || (!exclusive && i === index[axis])) sum += at(x!, index.with(axis, i));
        }
        return sum;
      }),
    ];
  },
};

function tupleAt(indices: Array64, lead: readonly number[], shape: readonly number[]): number[] {
  const depth = indices.shape.at(-1)!;
  return Array.from({ length: depth }, (_, i) => positive(at(indices, [...lead, i]), shape[i]!));
}

function extreme(x: Array64, given: number, keepdims: number, last: number, sign: number): Array64 {
  const axis = positive(given, x.shape.length);
  const found = generate(x.shape.with(axis, 1), (index) => {
    let best = 0;
    for (let i = 1; i < x.shape[axis]!; i++) {
      const gain = sign * (at(x, index.with(axis, i)) - at(x, index.with(axis, best)));
      if (gain > 0 || (gain === 0 && last)) best = i;
    }
    return best;
  });
  return keepdims ? found : array64(x.shape.toSpliced(axis, 1), found.data.subarray(0, count(found.shape)));
}
