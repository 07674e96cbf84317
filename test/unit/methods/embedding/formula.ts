/** The forces of a map by their formulas in float64, and a map to find them for. */
import { conditionalAffinities, symmetrise, type Affinities } from '../../../../src/methods/embedding/affinities';
import type { LayoutOptions } from '../../../../src/methods/embedding/layout';
import { nearestNeighbours } from '../../../../src/methods/embedding/neighbours/neighbours';
import { float32 } from '../../../../src/shared/tensor';
import { clusters, gaussian, row, squaredDistance } from './points';

export type Setting = Pick<LayoutOptions, 'dimensions' | 'degreesOfFreedom'>;

export async function example(n: number, dimensions: 1 | 2 | 3, extent: number) {
  const neighbours = await nearestNeighbours(clusters(n, 6, 5), Math.min(15, n - 1));
  const affinities = symmetrise(neighbours, await conditionalAffinities(neighbours, [Math.min(5, n / 2)]));
  return { affinities, positions: gaussian(n, dimensions, 7).data.map((value) => value * extent) };
}

/** Kobak et al. 2019: w = (1 + d²/α)^−α; Σ p b (y_i − y_j) and Σ w b (y_i − y_j) / Z with b = w^(1/α). */
export function byDefinition(
  { offsets, indices, values }: Affinities,
  positions: Float32Array,
  { dimensions, degreesOfFreedom }: Setting,
) {
  const n = offsets.length - 1;
  const map = float32([n, dimensions], positions);
  const attraction = new Float64Array(n * dimensions);
  const repulsion = new Float64Array(n * dimensions);
  let z = 0;
  const b = (i: number, j: number): number => 1 / (1 + squaredDistance(row(map, i), row(map, j)) / degreesOfFreedom);
  const add = (to: Float64Array, i: number, j: number, factor: number): void => {
    for (let a = 0; a < dimensions; a++) to[i * dimensions + a]! += factor * (row(map, i)[a]! - row(map, j)[a]!);
  };
  for (let i = 0; i < n; i++) {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) add(attraction, i, indices[e]!, values[e]! * b(i, indices[e]!));
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      z += b(i, j) ** degreesOfFreedom;
      add(repulsion, i, j, b(i, j) ** (degreesOfFreedom + 1));
    }
  }
  return { attraction, repulsion: repulsion.map((force) => force / z), z };
}

/** Length of the difference over the length. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [square, length] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    square += (actual[i]! - expected[i]!) ** 2;
    length += expected[i]! ** 2;
  }
  return Math.sqrt(square / length);
}
