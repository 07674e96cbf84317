/** Labels of points from the command line or a data file, for `netloupe capacity`. */
import { readData } from '../formats';
import type { Label } from '../shared/capacity/requests';
import { ArgumentError } from '../shared/errors';
import { toNumbers } from '../shared/tensor';

/** "1,-1,1" or FILE[#ARRAY] with 1 and −1, or 1 and 0, where 0 means −1. Throws ArgumentError, FormatError. */
export async function readLabels(given: string, signal: AbortSignal): Promise<Label[]> {
  const listed = /^[\s\d.,+-]+$/.test(given);
  const values = listed
    ? given.split(',').map((label) => (label.trim() ? Number(label) : NaN))
    : Array.from(toNumbers(await readData(given, { signal })));
  const low = values.includes(0) && !values.includes(-1) ? 0 : -1;
  return values.map((value, i) => {
    if (value === 1) return 1;
    if (value === low) return -1;
    throw new ArgumentError(`Label ${i + 1} is ${value}; use 1 and -1, or 1 and 0.`);
  });
}
