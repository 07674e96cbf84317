/** Points to lay out, and a way to run a method on them: what the tests of this folder share. */
import type * as z from 'zod';
import { Engine } from '../../../../src/engine/engine';
import { readData } from '../../../../src/formats/open';
import { methodById } from '../../../../src/methods/index';
import { parseParameters, type Embedding, type Method, type PointsContext } from '../../../../src/methods/method';
import { random } from '../../../../src/shared/random';
import { float32, toFloat32, toNumbers, type Float32Tensor } from '../../../../src/shared/tensor';
import { reference } from '../../../helpers/fixtures';

/** 8 × 8 pictures as rows [1400, 64], and their classes. */
export async function digits(): Promise<{ points: Float32Tensor; classes: number[] }> {
  const { data } = toFloat32(await readData(`${reference}/digits.npz#x_train`));
  const classes = Array.from(toNumbers(await readData(`${reference}/digits.npz#y_train`)));
  return { points: float32([classes.length, 64], data), classes };
}

export function gaussian(n: number, d: number, seed = 1): Float32Tensor {
  const { normal } = random(seed);
  return float32([n, d], Float32Array.from({ length: n * d }, normal));
}

/** Point i belongs to cluster i mod `count`. */
export function clusters(n: number, d: number, count: number, spread = 6, seed = 1): Float32Tensor {
  const { normal } = random(seed);
  const centres = Array.from({ length: count * d }, () => (normal() * spread) / Math.sqrt(d));
  const at = (i: number): number => centres[(Math.floor(i / d) % count) * d + (i % d)]! + normal() / Math.sqrt(d);
  return float32(
    [n, d],
    Float32Array.from({ length: n * d }, (_, i) => at(i)),
  );
}

export function run(
  id: string,
  points: Float32Tensor,
  parameters: Readonly<Record<string, unknown>> = {},
  context: Partial<PointsContext> = {},
): Promise<Embedding> {
  const method = methodById(id);
  if (!laysOut(method)) throw new Error(`${id} lays out no points`);
  const defaults: PointsContext = {
    ...{ engine: new Engine(), memoryBudget: 2 ** 30, random: random(0), device: 'cpu', points },
    progress() {},
    frame() {},
  };
  return method.run({ ...defaults, ...context }, parseParameters(method, parameters));
}

function laysOut(method: Method): method is Method<z.ZodObject, { points: 'always'; map: 'optional' }, 'cloud'> {
  return method.gives === 'cloud';
}

/** Row i of [N, D]. */
export function row({ data, shape }: Float32Tensor, i: number): Float32Array {
  return data.subarray(i * shape[1]!, (i + 1) * shape[1]!);
}

export function squaredDistance(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}

/** The others in order of distance, equally far ones by index: in float64, one after the other. */
export function sortedOthers(points: Float32Tensor, i: number): { j: number; distance: number }[] {
  return Array.from({ length: points.shape[0]! }, (_, j) => ({
    j,
    distance: squaredDistance(row(points, i), row(points, j)),
  }))
    .filter(({ j }) => j !== i)
    .sort((a, b) => a.distance - b.distance || a.j - b.j);
}

/** Share of points whose class is that of most of their k nearest in the map. */
export function accuracy(embedding: Float32Tensor, classes: readonly number[], k: number): number {
  const right = classes.filter((own, i) => {
    const votes = new Map<number, number>();
    for (const { j } of sortedOthers(embedding, i).slice(0, k))
      votes.set(classes[j]!, (votes.get(classes[j]!) ?? 0) + 1);
    return [...votes].sort((a, b) => b[1] - a[1])[0]![0] === own;
  });
  return right.length / classes.length;
}
