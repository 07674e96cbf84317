/** Point sets and labels from data files, as `netloupe capacity` takes them. */
import { openData, readData } from '../formats';
import type { Label } from '../shared/capacity/requests';
import { ArgumentError } from '../shared/errors';
import { toNumbers } from '../shared/tensor';

/** The rows of FILE[#ARRAY]; further axes are taken as coordinates in their order. Throws ArgumentError, FormatError. */
export async function readPoints(spec: string, signal: AbortSignal): Promise<number[][]> {
  const { file, array } = await openData(spec, { signal });
  if (file.picture) throw new ArgumentError(`${file.path} is a picture; give an array with a row for each point.`);
  const tensor = await file.read(array, { signal });
  const [count, ...rest] = tensor.shape;
  if (count === undefined)
    throw new ArgumentError(`${spec} is a single number; give an array with a row for each point.`);
  const numbers = toNumbers(tensor);
  const inputs = rest.reduce((size, axis) => size * axis, 1);
  return Array.from({ length: count }, (_, i) => Array.from({ length: inputs }, (_, k) => numbers[i * inputs + k]!));
}

/** "1,-1,1" or FILE[#ARRAY] of 1 and −1, or of 1 and 0, which then stands for −1. Throws ArgumentError, FormatError. */
export async function readLabels(given: string, signal: AbortSignal): Promise<Label[]> {
  const listed = /^[\s\d.,+-]+$/.test(given);
  const values = listed
    ? given.split(',').map((label) => (label.trim() ? Number(label) : NaN))
    : Array.from(toNumbers(await readData(given, { signal })));
  const low = values.includes(0) && !values.includes(-1) ? 0 : -1;
  return values.map((value, i) => {
    if (value === 1) return 1;
    if (value === low) return -1;
    throw new ArgumentError(`Label ${i + 1} is ${value}; labels are 1 and -1, or 1 and 0.`);
  });
}
