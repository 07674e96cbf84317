/** The maps of a film as arrays: in the axes of the first, with what tells the steps apart. */
import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { filmArrays } from '../../../src/formats/film';
import { float32, toNumbers } from '../../../src/shared/tensor';

const title = (step: number): string => `epoch-${step}`;
const first = [0, 0, 2, 0, 0, 1, NaN, NaN];
/** The same turned by a right angle, three times as large, and elsewhere. */
const second = [5, 5, 5, 11, 2, 5, NaN, NaN];
const step = (map: number[], i: number) => ({
  title: title(i),
  result: { embedding: float32([4, 2], map), trust: float32([4], [i, 1, 1, NaN]).data },
});

describe('the arrays of a film', () => {
  it('are aligned maps, trust and names by step, and the columns of the samples', () => {
    const label = {
      name: 'label',
      kind: 'categories',
      categories: ['a', 'b'],
      codes: Int32Array.of(0, 1, 1, 0),
    } as const;
    const arrays = filmArrays([step(first, 1), step(second, 2)], [{ ...label, categories: [...label.categories] }]);
    const shapes = Object.entries(arrays).map(([name, { shape }]) => [name, shape]);
    deepEqual(Object.fromEntries(shapes), {
      label: [4],
      embedding: [2, 4, 2],
      trust: [2, 4],
      step: [2],
      disparity: [2],
    });
    const places = Array.from(toNumbers(arrays['embedding']!));
    deepEqual(places.slice(0, 8), first);
    for (const [i, value] of first.entries())
      ok(Number.isNaN(value) ? Number.isNaN(places[8 + i]) : Math.abs(places[8 + i]! - value) < 1e-6, `${i}`);
    deepEqual(arrays['step']!.data, ['epoch-1', 'epoch-2']);
    deepEqual(Array.from(toNumbers(arrays['trust']!)), [1, 1, 1, NaN, 2, 1, 1, NaN]);
    const [none, least] = Array.from(toNumbers(arrays.disparity));
    ok(Number.isNaN(none) && Math.abs(least!) < 1e-9);
    equal(arrays.disparity.dtype, 'float64');
  });

  it('are of one shape', () => {
    const other = { title: 'epoch-3', result: { embedding: float32([1, 2], [1, 2]), trust: new Float32Array(1) } };
    throws(() => filmArrays([step(first, 1), other], []), /epoch-3 is \[1, 2\], that of epoch-1 \[4, 2\]/);
  });
});
