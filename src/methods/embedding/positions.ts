/** Positions as people want them, [N, 2 or 3], and as the kernels do: pairs, or quadruples of which the last number is 0. */

export function narrow(wide: Float32Array, dimensions: number): Float32Array {
  if (dimensions === 2) return wide.slice();
  return wide.filter((_, i) => i % 4 < 3);
}

export function widen(positions: Float32Array, dimensions: number, to: Float32Array): void {
  if (dimensions === 2) to.set(positions);
  else for (let i = 0; i < positions.length; i++) to[Math.floor(i / 3) * 4 + (i % 3)] = positions[i]!;
}

export function centred(positions: Float32Array, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions);
  for (let i = 0; i < positions.length; i++) sums[i % dimensions]! += positions[i]!;
  const count = positions.length / dimensions;
  return positions.map((position, i) => position - sums[i % dimensions]! / count);
}

/** Standard deviation along the first axis of centred positions. */
export function firstDeviation(positions: Float32Array, dimensions: number): number {
  let squares = 0;
  for (let i = 0; i < positions.length; i += dimensions) squares += positions[i]! ** 2;
  return Math.sqrt((squares * dimensions) / positions.length);
}
