/** An input with some of its regions taken from another. */
import type { Places, Regions } from './places';

/** Writes sample n of `from`, with the first `count` regions of an order from `into`; both [N, …], flat. */
export function replaced(from: Float32Array, into: Float32Array, places: Places, { members }: Regions) {
  return (n: number, order: readonly number[], count: number, row: Float32Array): void => {
    const start = n * places.size;
    row.set(from.subarray(start, start + places.size));
    for (let k = 0; k < count; k++)
      for (const place of members[order[k]!]!)
        for (let c = 0; c < places.channels; c++) {
          const at = places.at(c, place);
          row[at] = into[start + at]!;
        }
  };
}
