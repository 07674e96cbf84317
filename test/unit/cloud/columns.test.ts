/** Which column names the samples of a cloud. */
import assert from 'node:assert/strict';
import { namesColumn, type ShownColumn } from '../../../webview/cloud/columns';

describe('the column that names the samples', () => {
  const shown = (name: string, categories: string[], codes: number[]): ShownColumn => ({
    ...{ id: `data:${name}`, title: name, label: false },
    column: { name, kind: 'categories', categories, codes: Int32Array.from(codes) },
  });
  it('is the one in which each has another value', () => {
    const classes = shown('class', ['a', 'b'], [0, 1, 1]);
    const words = shown('names', ['x', 'y', 'z'], [2, 0, 1]);
    assert.equal(namesColumn([classes, words]), words.column);
    assert.equal(namesColumn([classes]), undefined);
  });
});
