/** Vector arithmetic against formulas by hand: sums, neighbours, axes, analogies, and what is no question. */
import assert from 'node:assert/strict';
import { Engine } from '../../../src/engine/engine';
import { scoreAnalogies } from '../../../src/methods/vectors/analogy';
import { answerArithmetic } from '../../../src/methods/vectors/arithmetic';
import { placeOnAxes } from '../../../src/methods/vectors/axes';
import { namesBeginning, nearest, spaceOf, type VectorSpace } from '../../../src/methods/vectors/space';
import { random } from '../../../src/shared/random';
import { float32 } from '../../../src/shared/tensor';

/** Countries and capitals one step apart, as the textbook has it. */
const words: Record<string, number[]> = {
  england: [1, 0, 0],
  london: [1, 0, 1],
  france: [0, 1, 0],
  paris: [0, 1, 1],
  banana: [-1, -1, 0.1],
  'new york': [0.3, 0.3, 1],
};
const names = Object.keys(words);
const numbers = Object.values(words);
const search = { engine: new Engine() };

describe('vector arithmetic', () => {
  let space: VectorSpace;
  before(() => {
    space = spaceOf({ path: 'v', names: [...names, 'paris'], vectors: float32([7, 3], [...numbers.flat(), 9, 9, 9]), conventions: [] }); // prettier-ignore
  });

  it('london - england + france is near to paris, by hand', async () => {
    const { terms, neighbours, conventions } = await answerArithmetic(
      space,
      { query: 'London - england + france', count: 2 },
      search,
    );
    assert.deepEqual(terms.map(({ weight, name }) => weight * (names.indexOf(name) + 1)), [2, -1, 3]); // prettier-ignore
    const r = Math.SQRT1_2;
    // (r, 0, r) − (1, 0, 0) + (0, 1, 0) = (r − 1, 1, r); paris is (0, r, r).
    const cosine = (r + r * r) / Math.hypot(r - 1, 1, r);
    assert.equal(neighbours[0]!.name, 'paris');
    assert.ok(Math.abs(neighbours[0]!.cosine - cosine) < 1e-6);
    assert.match(conventions.join(' '), /1 names occur more than once.*3CosAdd.*left out/);
  });

  it('one word alone gives its neighbours without itself', async () => {
    const { neighbours } = await answerArithmetic(space, { query: 'paris', count: 10 }, search);
    assert.ok(!neighbours.some(({ index }) => index === 3));
    assert.equal(neighbours.length, 6);
  });

  it('keeps the words asked when told to: one of them is nearest, the trap that the custom hides', async () => {
    const { neighbours, conventions } = await answerArithmetic(space, { query: 'paris', count: 1, own: true }, search);
    assert.deepEqual(neighbours.map(({ name }) => name), ['paris']); // prettier-ignore
    assert.ok(Math.abs(neighbours[0]!.cosine - 1) < 1e-6);
    assert.match(conventions.join(' '), /kept among the answers/);
  });

  it('weighs words', async () => {
    const { neighbours } = await answerArithmetic(space, { query: '0.5 england + 2 france', count: 6 }, search);
    // (0.5, 2, 0) and banana, −1, −1, 0.1.
    const cosine = -2.5 / (Math.hypot(0.5, 2) * Math.hypot(1, 1, 0.1));
    assert.ok(Math.abs(neighbours.find(({ name }) => name === 'banana')!.cosine - cosine) < 1e-6);
  });

  const wrong: [query: string, message: RegExp][] = [
    ['', /Type a name/],
    ['londn - england', /no vector for "londn"; the nearest names are "london"/],
    ['london - london', /is zero: it has no direction/],
  ];
  for (const [query, message] of wrong)
    it(`refuses "${query}"`, async () => {
      await assert.rejects(answerArithmetic(space, { query, count: 3 }, search), message);
    });

  it('completes names, those of the same case first', () => {
    const some = spaceOf({ path: 'v', names: ['Paris', 'part', 'paris', 'par', 'part'], vectors: float32([5, 1], [1, 1, 1, 1, 1]), conventions: [] }); // prettier-ignore
    assert.deepEqual(namesBeginning(some, 'par', 10), ['part', 'paris', 'par', 'Paris']);
    assert.deepEqual(namesBeginning(some, 'PAR', 2), ['Paris', 'part']);
    assert.deepEqual(namesBeginning(some, 'x', 2), []);
  });

  it('places words on two axes, by hand', async () => {
    const axes = [{ from: 'england', to: 'france' }, { from: 'england', to: 'London' }] as const; // prettier-ignore
    const {
      axes: written,
      cosine,
      words: placed,
    } = await placeOnAxes(space, { axes, words: ['paris', 'england'] }, search);
    assert.deepEqual(written, [{ from: 'england', to: 'france' }, { from: 'england', to: 'london' }]); // prettier-ignore
    assert.deepEqual(placed.map(({ name, pole }) => [name, pole]), [['england', true], ['france', true], ['london', true], ['paris', false]]); // prettier-ignore
    const r = Math.SQRT1_2;
    // The axes are (−1, 1, 0) and (r − 1, 0, r), brought to length 1; paris is (0, r, r).
    const second = Math.hypot(r - 1, r);
    const paris = placed.at(-1)!;
    assert.ok(Math.abs(paris.x - r * r) < 1e-6);
    assert.ok(Math.abs(paris.y - (r * r) / second) < 1e-6);
    assert.ok(Math.abs(cosine - (r * (1 - r)) / second) < 1e-6);
  });

  it('places the nearest of a word, and says when an axis is none', async () => {
    const axes = [{ from: 'england', to: 'france' }, { from: 'france', to: 'england' }] as const; // prettier-ignore
    const near = await placeOnAxes(space, { axes, words: { query: 'banana', count: 1 } }, search);
    assert.deepEqual(near.words.map(({ name }) => name), ['england', 'france', 'banana', 'new york']); // prettier-ignore
    assert.ok(Math.abs(near.cosine + 1) < 1e-6);
    assert.match(near.conventions.join(' '), /point the same way/);
    const none = [{ from: 'england', to: 'England' }, axes[1]] as const;
    await assert.rejects(
      placeOnAxes(space, { axes: none, words: [] }, search),
      /the same direction, so there is no axis/,
    );
  });

  it('finds the nearest of more rows than one block holds, as comparing each with each does', async () => {
    const { uniform } = random(3);
    const rows = 2 ** 15 + 100;
    const vectors = float32(
      [rows, 4],
      Float32Array.from({ length: 4 * rows }, () => uniform() - 0.5),
    );
    const many = spaceOf({
      path: 'v',
      names: Array.from({ length: rows }, (_, i) => String(i)),
      vectors,
      conventions: [],
    });
    const queries = many.units.slice(4 * (rows - 3), 4 * rows);
    const found = await nearest(many, queries, 4, [new Set([rows - 3]), new Set(), new Set()], search);
    for (const [q, list] of found.entries()) {
      const cosines = Array.from({ length: rows }, (_, row) => [0, 1, 2, 3].reduce((sum, i) => sum + queries[4 * q + i]! * many.units[4 * row + i]!, 0)); // prettier-ignore
      if (q === 0) cosines[rows - 3] = -2;
      const best = cosines.map((cosine, index) => ({ cosine, index })).sort((a, b) => b.cosine - a.cosine);
      assert.deepEqual(list.map(({ index }) => index), best.slice(0, 4).map(({ index }) => index)); // prettier-ignore
    }
  });

  it('scores analogies by section, and skips what it does not know', async () => {
    const text =
      ': capitals\nengland london france paris\nFrance Paris England London\nspain madrid france paris\n: fruit\nlondon england paris banana\n';
    const { sections, total, missed } = await scoreAnalogies(space, text, 'q.txt', search);
    assert.deepEqual(sections, [
      { name: 'capitals', asked: 2, correct: 2, skipped: 1 },
      { name: 'fruit', asked: 1, correct: 0, skipped: 0 },
    ]);
    assert.deepEqual(total, { name: 'total', asked: 3, correct: 2, skipped: 1 });
    assert.deepEqual(missed, [{ section: 1, asked: ['london', 'england', 'paris'], wanted: 'banana', got: 'france' }]);
    await assert.rejects(scoreAnalogies(space, 'a b c\n', 'q.txt', search), /q\.txt: line 1 has 3 words/);
    await assert.rejects(scoreAnalogies(space, ': empty\n', 'q.txt', search), /has no questions/);
  });
});
