/**
 * Fills holes in a picture from around them: every missing place is the weighted mean of its neighbours, missing ones too, which is a
 * sparse linear system. It is symmetric and positive definite as long as one place is known, so conjugate gradients solve it.
 */
import type { Places } from './places';

/** Largest residual, relative to the right-hand side's, at which the solution is taken: far below what float32 holds. */
const PRECISE = 1e-10;

interface Neighbour {
  place: number;
  weight: number;
}

/** For each place those around it, diagonals included. Weights are 1 / (axes on which they differ): 1 and ½ in a picture. */
export function neighboursOf({ sides, count }: Places): readonly (readonly Neighbour[])[] {
  const [depth, height, width] = sides;
  const steps = [-1, 0, 1];
  const ways = steps.flatMap((z) => steps.flatMap((y) => steps.map((x) => [z, y, x] as const)));
  return Array.from({ length: count }, (_, place) => {
    const [z, y, x] = [Math.floor(place / (height * width)), Math.floor(place / width) % height, place % width];
    return ways.flatMap(([dz, dy, dx]) => {
      const axes = Math.abs(dz) + Math.abs(dy) + Math.abs(dx);
      const [c, b, a] = [z + dz, y + dy, x + dx];
      const inside = c >= 0 && c < depth && b >= 0 && b < height && a >= 0 && a < width;
      return axes && inside ? [{ place: (c * height + b) * width + a, weight: 1 / axes }] : [];
    });
  });
}

/** Replaces the missing places of one channel, in float64. At least one place must be known. */
export function impute(
  values: Float64Array,
  missing: readonly number[],
  neighbours: readonly (readonly Neighbour[])[],
): void {
  const number = new Int32Array(values.length).fill(-1);
  missing.forEach((place, i) => (number[place] = i));
  const around = missing.map((place) => neighbours[place]!);
  const diagonal = Float64Array.from(around, (all) => all.reduce((sum, { weight }) => sum + weight, 0));
  const right = Float64Array.from(around, (all) =>
    all.reduce((sum, { place, weight }) => (number[place]! < 0 ? sum + weight * values[place]! : sum), 0),
  );
  const multiply = (x: Float64Array): Float64Array =>
    x.map((value, i) => {
      let sum = diagonal[i]! * value;
      for (const { place, weight } of around[i]!) if (number[place]! >= 0) sum -= weight * x[number[place]!]!;
      return sum;
    });
  const solution = conjugateGradients(multiply, right, diagonal);
  missing.forEach((place, i) => (values[place] = solution[i]!));
}

/** Hestenes & Stiefel 1952, preconditioned with the diagonal. */
function conjugateGradients(
  multiply: (x: Float64Array) => Float64Array,
  right: Float64Array,
  diagonal: Float64Array,
): Float64Array {
  const x = new Float64Array(right.length);
  const residual = right.slice();
  let scaled = residual.map((r, i) => r / diagonal[i]!);
  let direction = scaled;
  let energy = dot(residual, scaled);
  const enough = PRECISE ** 2 * energy;
  // In exact arithmetic as many steps as unknowns suffice.
  for (let step = 0; energy > enough && step < 2 * right.length; step++) {
    const image = multiply(direction);
    const length = energy / dot(direction, image);
    for (let i = 0; i < x.length; i++) {
      x[i]! += length * direction[i]!;
      residual[i]! -= length * image[i]!;
    }
    scaled = residual.map((r, i) => r / diagonal[i]!);
    const next = dot(residual, scaled);
    const turn = next / energy;
    direction = scaled.map((s, i) => s + turn * direction[i]!);
    energy = next;
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
