/**
 * How likely each point takes another as its neighbour: conditional probabilities of a given perplexity, and the symmetric ones
 * p_ij = (p_j|i + p_i|j) / 2N as a sparse matrix (van der Maaten & Hinton 2008).
 */
import type { Neighbours } from '../../shared/embedding';
import { Kernels, threadCount } from './kernels/kernels';

/** Symmetric, rows in turn. Each row holds a multiple of four entries, filled up with zeros at the point itself, as the kernels want it. */
export interface Affinities {
  /** [N + 1]: where rows begin. */
  offsets: Int32Array;
  indices: Int32Array;
  /** Sum 1. */
  values: Float32Array;
  /** Σ p ln p, in nats. */
  negativeEntropy: number;
}

/** p_j|i for the k neighbours of each point, [N × k]: of several perplexities, the mean (Kobak & Berens 2019). */
export async function conditionalAffinities(
  neighbours: Neighbours,
  perplexities: readonly number[],
): Promise<Float32Array> {
  const { k, distances } = neighbours;
  const n = distances.length / k;
  const threads = n * k < 1e5 ? 1 : threadCount();
  const kernels = await Kernels.create(4 * (2 * n * k + 2 * threads * k) + 128, threads);
  try {
    const squared = kernels.floats(n * k);
    const values = kernels.floats(n * k);
    const scratch = kernels.doubles(threads * k);
    // The scale is free; with it, no square leaves the range of float32.
    const scale = distances.reduce((largest, distance) => Math.max(largest, distance), 0) || 1;
    for (let e = 0; e < squared.length; e++) squared[e] = (distances[e]! / scale) ** 2;
    for (const perplexity of perplexities) {
      await kernels.run('calibrate', squared, n, k, perplexity, 1 / perplexities.length, scratch, values);
    }
    return Float32Array.from(values);
  } finally {
    await kernels.dispose();
  }
}

export function symmetrise({ k, indices }: Neighbours, conditional: Float32Array): Affinities {
  const n = indices.length / k;
  const incoming = transpose(indices, n);
  const offsets = new Int32Array(n + 1);
  const mark = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    let degree = k;
    for (let e = i * k; e < (i + 1) * k; e++) mark[indices[e]!] = i;
    for (let e = incoming.offsets[i]!; e < incoming.offsets[i + 1]!; e++) {
      if (mark[Math.floor(incoming.edges[e]! / k)] !== i) degree++;
    }
    offsets[i + 1] = offsets[i]! + Math.ceil(degree / 4) * 4;
  }
  const joint = { offsets, indices: new Int32Array(offsets[n]!), values: new Float32Array(offsets[n]!) };
  mark.fill(-1);
  let negativeEntropy = 0;
  for (let i = 0; i < n; i++) {
    const start = offsets[i]!;
    let end = start;
    for (let e = i * k; e < (i + 1) * k; e++) {
      mark[indices[e]!] = end;
      joint.indices[end] = indices[e]!;
      joint.values[end++] = conditional[e]! / (2 * n);
    }
    for (let e = incoming.offsets[i]!; e < incoming.offsets[i + 1]!; e++) {
      const edge = incoming.edges[e]!;
      const source = Math.floor(edge / k);
      const place = mark[source]!;
      if (place >= start) joint.values[place]! += conditional[edge]! / (2 * n);
      else {
        joint.indices[end] = source;
        joint.values[end++] = conditional[edge]! / (2 * n);
      }
    }
    for (let e = start; e < end; e++) {
      const p = joint.values[e]!;
      if (p > 0) negativeEntropy += p * Math.log(p);
    }
    joint.indices.fill(i, end, offsets[i + 1]);
  }
  return { ...joint, negativeEntropy };
}

/** The edges that lead to each point, by their places in `indices`. */
function transpose(indices: Int32Array, n: number): { offsets: Int32Array; edges: Int32Array } {
  const offsets = new Int32Array(n + 1);
  for (const j of indices) offsets[j + 1]!++;
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, n);
  const edges = new Int32Array(indices.length);
  for (let e = 0; e < indices.length; e++) edges[next[indices[e]!]!++] = e;
  return { offsets, edges };
}
