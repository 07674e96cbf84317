/** Who is let through by a legend, and lists of chosen points. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { ShownColumn } from '../../../webview/cloud/columns';
import { colouringOf } from '../../../webview/cloud/look/colouring';
import { letThrough, noFilter } from '../../../webview/cloud/look/filter';
import { inverted, samplesWith, withNeighbours } from '../../../webview/cloud/selection';

const places = (count: number): Float32Array => Float32Array.from({ length: 2 * count }, (_, i) => i);

describe('a legend lets through', () => {
  const values = Float32Array.of(1, 2, NaN, 3, 4);
  const numbers = colouringOf({ name: 'n', kind: 'numbers', values }, 5);

  it('numbers from the lowest to the highest of a range, both ends included, and no NaN', () => {
    deepEqual(letThrough({ ...noFilter, range: [2, 3] }, numbers, places(5), 2), [1, 3]);
    deepEqual(letThrough({ ...noFilter, range: [-Infinity, 2] }, numbers, places(5), 2), [0, 1]);
    deepEqual(letThrough({ ...noFilter, range: [2, Infinity] }, numbers, places(5), 2), [1, 3, 4]);
    deepEqual(letThrough(noFilter, numbers, places(5), 2), [0, 1, 2, 3, 4]);
  });

  it('categories that are switched on, and nobody without a place', () => {
    const codes = Int32Array.of(0, 1, 0, 1);
    const colouring = colouringOf({ name: 'c', kind: 'categories', categories: ['a', 'b'], codes }, 4);
    const points = places(4);
    points.fill(NaN, 4, 6);
    deepEqual(letThrough({ off: new Set([1]) }, colouring, points, 2), [0]);
  });

  it('and counts each finite number once', () => {
    const many = Float32Array.from({ length: 1001 }, (_, i) => (i === 7 ? NaN : Math.sin(i) * 1e3 ** (i % 2)));
    const { legend } = colouringOf({ name: 'n', kind: 'numbers', values: many }, 1001);
    ok(legend.kind === 'numbers');
    equal(
      legend.counts.reduce((sum, count) => sum + count, 0),
      1000,
    );
    const even = colouringOf(
      { name: 'n', kind: 'numbers', values: Float32Array.from({ length: 96 }, (_, i) => i) },
      96,
    );
    ok(even.legend.kind === 'numbers' && even.legend.counts.every((count) => count === 2));
  });
});

describe('chosen points', () => {
  it('turned round are those that are shown and were not chosen', () => {
    deepEqual(inverted([1, 3, 9], [0, 1, 2, 3]), [0, 2]);
  });

  it('take their nearest along, but none that is missing', () => {
    const neighbours = { k: 2, indices: Int32Array.of(1, 2, 0, 2, 3, -1, 2, -1), distances: new Float32Array(8) };
    deepEqual(withNeighbours([2], neighbours), [2, 3]);
    deepEqual(withNeighbours([0, 2], neighbours), [0, 1, 2, 3]);
  });

  it('are found by a word in any category, or by their row', () => {
    const column = (name: string, categories: string[], codes: number[]): ShownColumn => ({
      id: name,
      title: name,
      label: false,
      column: { name, kind: 'categories', categories, codes: Int32Array.from(codes) },
    });
    const columns = [
      column('label', ['cat', 'Cattle', 'dog'], [0, 1, 2, 2]),
      column('file', ['3.png'], [-1, -1, 0, -1]),
    ];
    deepEqual(samplesWith(' CAT', columns, 4), [0, 1]);
    deepEqual(samplesWith('3', columns, 4), [2, 3]);
    deepEqual(samplesWith('4', columns, 4), []);
    deepEqual(samplesWith(' ', columns, 4), []);
  });
});
