/** Expressions of names: what is a sign, a weight, a phrase, and what is typed of a name at a place. */
import assert from 'node:assert/strict';
import { nameAt, parseExpression, written } from '../../../src/shared/vectors/expression';

describe('an expression of names', () => {
  const right: [query: string, terms: [weight: number, name: string][]][] = [
    ['king', [[1, 'king']]],
    [' - a − b + c', [[-1, 'a'], [-1, 'b'], [1, 'c']]],
    ['"new york" - jean-luc', [[1, 'new york'], [-1, 'jean-luc']]],
    ['0.5 king - 2 queen', [[0.5, 'king'], [-2, 'queen']]],
    ['1984 - 84', [[1, '1984'], [-1, '84']]],
    ['2 17', [[2, '17']]],
    ['"2" + .5 "the ""end"""', [[1, '2'], [0.5, 'the "end"']]],
    ['"+" - "-"', [[1, '+'], [-1, '-']]],
    ['a + "b c', [[1, 'a'], [1, 'b c']]],
  ]; // prettier-ignore
  for (const [query, terms] of right)
    it(`reads ${query}`, () => {
      assert.deepEqual(parseExpression(query), terms.map(([weight, name]) => ({ weight, name }))); // prettier-ignore
    });

  const wrong: [query: string, message: RegExp][] = [
    ['', /Type a name/],
    ['  ', /Type a name/],
    ['- ', /is not an expression/],
    ['london -', /is not an expression/],
    ['a + + b', /is not an expression/],
    ['london england', /Put \+ or - between "london" and "england"\. .*"london england".* london_england/],
  ];
  for (const [query, message] of wrong)
    it(`refuses "${query}"`, () => {
      assert.throws(() => parseExpression(query), message);
    });

  it('is written so that it is read as the name', () => {
    for (const name of ['king', 'new york', '-', 'jean-luc', '"', 'a "b" c', '1984', '′', ' '])
      assert.deepEqual(parseExpression(written(name)), [{ weight: 1, name }]);
  });

  it('knows the name under way', () => {
    assert.deepEqual(nameAt('london - eng', 12), { typed: 'eng', start: 9, end: 12 });
    assert.deepEqual(nameAt('london - england', 12), { typed: 'eng', start: 9, end: 16 });
    assert.deepEqual(nameAt('"new yo', 7), { typed: 'new yo', start: 0, end: 7 });
    assert.equal(nameAt('london - ', 9), undefined);
    assert.equal(nameAt('london -', 8), undefined);
    assert.equal(nameAt('', 0), undefined);
  });
});
