/** Point sets from data files: a row for each point. What may be asked of them is `methods/capacity`'s business. */
import { openData } from '../formats';
import { LARGEST } from '../shared/capacity/cover';
import { ArgumentError } from '../shared/errors';
import type { CallOptions } from '../shared/requests';
import { sizeOf, toNumbers, type Shape } from '../shared/tensor';

/**
 * The rows of FILE[#ARRAY]; further axes are taken as coordinates in their order. Throws ArgumentError for what has no rows, or more of
 * them, or of coordinates, than 2,000; FormatError.
 */
export async function readPoints(spec: string, { signal }: CallOptions): Promise<number[][]> {
  const options = { ...(signal && { signal }) };
  const { file, array } = await openData(spec, options);
  if (file.picture) throw new ArgumentError(`${file.path} is a picture; give an array with a row for each point.`);
  // Before anything is read: an array may be larger than the memory.
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
    throw new ArgumentError(`${spec} is a single number; give an array with a row for each point.`);
  const [n, k] = [count, sizeOf(rest)];
  if (n > LARGEST || k > LARGEST)
    throw new ArgumentError(
      `${spec} has ${n} points of ${k} coordinates; at most ${LARGEST.toLocaleString('en-US')} of each are taken.`,
    );
}
