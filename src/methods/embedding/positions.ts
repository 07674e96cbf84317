/** Positions as users want them, [N, 1, 2 or 3], and as the kernels do: pairs or quadruples, padded with 0. */

export const mapDimensions = [1, 2, 3] as const;
export type MapDimensions = (typeof mapDimensions)[number];

/** Numbers per point in the CPU's kernels; the GPU's have 4. */
export function widthOf(dimensions: number): 2 | 4 {
  return dimensions < 3 ? 2 : 4;
}

/** From points of `width` numbers each. */
export function narrow(wide: Float32Array, dimensions: number, width: number = widthOf(dimensions)): Float32Array {
  return width === dimensions ? wide.slice() : wide.filter((_, i) => i % width < dimensions);
}

/** Into points of as many numbers as fit `to`. */
export function widen(positions: Float32Array, dimensions: number, to: Float32Array): void {
  const width = (to.length * dimensions) / positions.length;
  if (width === dimensions) to.set(positions);
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
