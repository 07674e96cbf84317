/** Point sets from data files: one row per point. `methods/capacity` checks what may be asked of them. */
import { openData } from '../formats';
import { LARGEST } from '../shared/capacity/cover';
import { ArgumentError } from '../shared/errors';
import type { CallOptions } from '../shared/requests';
import { sizeOf, toNumbers, type Shape } from '../shared/tensor';

/**
 * The rows of FILE[#ARRAY]; further axes become coordinates in order. Throws ArgumentError for data without rows, or
 * with more than 2,000 rows or coordinates; FormatError.
 */
export async function readPoints(spec: string, { signal }: CallOptions): Promise<number[][]> {
  const options = { ...(signal && { signal }) };
  const { file, array } = await openData(spec, options);
  if (file.picture) throw new ArgumentError(`${file.path} is a picture; choose an array with one row per point.`);
  // Before anything is read: an array may exceed the memory.
  const known = file.arrays.find(({ name }) => name === array);
  if (known) checkShape(spec, known.shape);
  const tensor = await file.read(array, options);
  const [count = 0, ...rest] = tensor.shape;
  const inputs = sizeOf(rest);
  const numbers = toNumbers(tensor);
  return Array.from({ length: count }, (_, i) => Array.from({ length: inputs }, (_, k) => numbers[i * inputs + k]!));
}

function checkShape(spec: string, [count, ...rest]: Shape): void {
  if (count === undefined)
    throw new ArgumentError(`${spec} is a single number; choose an array with one row per point.`);
  const [n, k] = [count, sizeOf(rest)];
  if (n > LARGEST || k > LARGEST)
    throw new ArgumentError(
      `${spec} has ${n} points of ${k} coordinates, but at most ${LARGEST.toLocaleString('en-US')} of each are supported.`,
    );
}
