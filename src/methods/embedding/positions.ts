/** Positions as people want them, [N, dimensions], and as the kernels do: pairs or quadruples, of which the last numbers are 0. */

/** Of points of `width` numbers each. */
export function narrow(wide: Float32Array, dimensions: number, width = dimensions === 2 ? 2 : 4): Float32Array {
  if (dimensions === width) return wide.slice();
  return wide.filter((_, i) => i % width < dimensions);
}

/** Into points of as many numbers as `to` has room for. */
export function widen(positions: Float32Array, dimensions: number, to: Float32Array): void {
  const width = (to.length * dimensions) / positions.length;
  if (dimensions === width) to.set(positions);
  else
    for (let i = 0; i < positions.length; i++)
      to[Math.floor(i / dimensions) * width + (i % dimensions)] = positions[i]!;
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
