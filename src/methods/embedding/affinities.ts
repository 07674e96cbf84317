/**
 * The probability that each point picks another as its neighbour: conditional probabilities of a given perplexity, and
 * the symmetric p_ij = (p_j|i + p_i|j) / 2N as a sparse matrix (van der Maaten & Hinton 2008).
 */
import type { Neighbours } from '../../shared/embedding';
import { Kernels, threadCount } from './kernels/kernels';

/**
 * Symmetric, row by row. Each row holds a multiple of four entries, padded with zeros at the point itself, as the
 * kernels expect.
 */
export interface Affinities {
  /** [N + 1]: where rows begin. */
  offsets: Int32Array;
  indices: Int32Array;
  values: Float32Array;
}

/** p_j|i for the k neighbours of each point, [N × k]; with several perplexities, their mean (Kobak & Berens 2019). */
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
    // The scale is arbitrary; this one keeps every square within float32.
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

/** p_ij from conditional probabilities; they sum to 1. */
export function symmetrise(neighbours: Neighbours, conditional: Float32Array): Affinities {
  const n = neighbours.indices.length / neighbours.k;
  return join(neighbours, conditional, (a, b) => (a + b) / (2 * n));
}

/**
 * From weights of directed edges to those of pairs: `combine` gets the weights of both directions, 0 for a missing one.
 */
export function join(
  { k, indices }: Neighbours,
  weights: Float32Array,
  combine: (one: number, other: number) => number,
): Affinities {
  const n = indices.length / k;
  const incoming = transpose(indices, n);
  const offsets = new Int32Array(n + 1);
  // For the current point: the index of each other point in its row.
  const place = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    let degree = k;
    for (let e = i * k; e < (i + 1) * k; e++) place[indices[e]!] = i;
    for (let e = incoming.offsets[i]!; e < incoming.offsets[i + 1]!; e++) {
      if (place[Math.floor(incoming.edges[e]! / k)] !== i) degree++;
    }
    offsets[i + 1] = offsets[i]! + Math.ceil(degree / 4) * 4;
  }
  const joint = { offsets, indices: new Int32Array(offsets[n]!), values: new Float32Array(offsets[n]!) };
  place.fill(-1);
  for (let i = 0; i < n; i++) {
    const start = offsets[i]!;
    let end = start;
    for (let e = i * k; e < (i + 1) * k; e++) {
      place[indices[e]!] = end;
      joint.indices[end] = indices[e]!;
      joint.values[end++] = combine(weights[e]!, 0);
    }
    for (let e = incoming.offsets[i]!; e < incoming.offsets[i + 1]!; e++) {
      const edge = incoming.edges[e]!;
      const source = Math.floor(edge / k);
      const known = place[source]!;
      if (known >= start) joint.values[known] = combine(weights[i * k + known - start]!, weights[edge]!);
      else {
        joint.indices[end] = source;
        joint.values[end++] = combine(0, weights[edge]!);
      }
    }
    joint.indices.fill(i, end, offsets[i + 1]);
  }
  return joint;
}

/** The edges into each point, by their index in `indices`. */
function transpose(indices: Int32Array, n: number): { offsets: Int32Array; edges: Int32Array } {
  const offsets = new Int32Array(n + 1);
  for (const j of indices) offsets[j + 1]!++;
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, n);
  const edges = new Int32Array(indices.length);
  for (let e = 0; e < indices.length; e++) edges[next[indices[e]!]!++] = e;
  return { offsets, edges };
}

/** Σ p ln p, in nats: the part of the divergence that the map cannot change. */
export function negativeEntropy({ values }: Affinities): number {
  return values.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p) : sum), 0);
}
