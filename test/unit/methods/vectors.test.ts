/** Word vectors: three forms of one list read alike, arithmetic by hand, analogies counted, and files that lie. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { Engine } from '../../../src/engine/engine';
import { encodeNpz } from '../../../src/formats';
import { openVectors } from '../../../src/formats/vectors/vectors';
import { scoreAnalogies } from '../../../src/methods/vectors/analogy';
import { answerArithmetic, parseExpression } from '../../../src/methods/vectors/arithmetic';
import { nearest, spaceOf, type VectorSpace } from '../../../src/methods/vectors/space';
import { random } from '../../../src/shared/random';
import { float32 } from '../../../src/shared/tensor';
import { temporaryFolder } from '../../helpers/models';

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

describe('word vectors', () => {
  const files = temporaryFolder();
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(files.path(name), content);
    return files.path(name);
  };
  const lines = names.map((name, i) => `${name} ${numbers[i]!.join(' ')}`).join('\n');
  const binary = (count: number, width: number, lineBreak = '\n'): Buffer =>
    Buffer.concat([
      Buffer.from(`${count} ${width}\n`),
      ...names.map((name, i) =>
        Buffer.concat([Buffer.from(`${name.replace(' ', '_')} `), Buffer.from(Float32Array.from(numbers[i]!).buffer), Buffer.from(lineBreak)]),
      ),
    ]); // prettier-ignore

  const forms: [what: string, content: string | Uint8Array][] = [
    ['GloVe', lines],
    ['GloVe from Windows', lines.replaceAll('\n', '\r\n')],
    ['word2vec text', `6 3\n${lines}\n`],
    ['word2vec binary', binary(6, 3)],
    ['word2vec binary without line breaks', binary(6, 3, '')],
    [
      'npz',
      encodeNpz({ vectors: float32([6, 3], numbers.flat()), names: { dtype: 'string', shape: [6], data: names } }),
    ],
  ];
  for (const [what, content] of forms)
    it(`reads ${what}`, async () => {
      const read = await openVectors(write('v', content));
      assert.deepEqual(read.names.map((name) => name.replace('_', ' ')), names); // prettier-ignore
      assert.deepEqual([...read.vectors.data], [...Float32Array.from(numbers.flat())]);
    });

  const lies: [what: string, content: string | Uint8Array, message: RegExp][] = [
    ['nothing', '', /has no vectors/],
    ['a header alone', '0 3\n', /has no vectors/],
    ['a header of more', `7 3\n${lines}`, /claims 7 vectors and has 6/],
    ['a line cut short', `${lines}\nshort 1 2`, /line 7 has 2 numbers .* 3/],
    ['a word in place of a number', `a 1 2\nb 1 x`, /line 2: "x" is no number/],
    ['binary: a thousand million vectors', binary(1e9, 3), /claims 1000000000 vectors of 3 numbers in/],
    ['binary: a million axes', binary(6, 999999), /claims 6 vectors of 999999/],
    ['binary: cut', binary(6, 3).subarray(0, -6), /claims|ends inside/],
    ['binary: one vector less than there are', binary(5, 3), /bytes after its 5 vectors/],
    ['zeros', Buffer.alloc(64), /neither text nor/],
    ['an archive without names', encodeNpz({ v: float32([1, 2], [1, 2]) }), /no array \[N, D\]/],
  ];
  for (const [what, content, message] of lies)
    it(`refuses ${what}`, async () => {
      await assert.rejects(openVectors(write('w', content)), message);
    });

  it('cut at every byte: reads or refuses in one sentence', async () => {
    for (const whole of [Buffer.from(`6 3\n${lines}\n`), binary(6, 3)])
      for (let length = 0; length < whole.length; length++)
        await openVectors(write('x', whole.subarray(0, length))).catch((error: unknown) => {
          assert.ok(error instanceof Error && error.name === 'FormatError', String(error));
        });
  });
});

describe('vector arithmetic', () => {
  let space: VectorSpace;
  before(() => {
    space = spaceOf({ path: 'v', names: [...names, 'paris'], vectors: float32([7, 3], [...numbers.flat(), 9, 9, 9]), conventions: [] }); // prettier-ignore
  });

  it('london - england + france is near to paris, by hand', async () => {
    const { terms, neighbours, conventions } = await answerArithmetic(space, 'London - england + france', 2, search);
    assert.deepEqual(terms.map(({ sign, name }) => sign * (names.indexOf(name) + 1)), [2, -1, 3]); // prettier-ignore
    const r = Math.SQRT1_2;
    // (r, 0, r) − (1, 0, 0) + (0, 1, 0) = (r − 1, 1, r); paris is (0, r, r).
    const cosine = (r + r * r) / Math.hypot(r - 1, 1, r);
    assert.equal(neighbours[0]!.name, 'paris');
    assert.ok(Math.abs(neighbours[0]!.cosine - cosine) < 1e-6);
    assert.match(conventions.join(' '), /1 names occur again.*3CosAdd.*left out/);
  });

  it('one word alone gives its neighbours without itself', async () => {
    const { neighbours } = await answerArithmetic(space, 'paris', 10, search);
    assert.ok(!neighbours.some(({ index }) => index === 3));
    assert.equal(neighbours.length, 6);
  });

  const wrong: [query: string, message: RegExp][] = [
    ['', /is no expression/],
    ['- ', /is no expression/],
    ['london -', /is no expression/],
    ['london england', /a \+ or - is missing; a phrase .* london_england/],
    ['londn - england', /no vector for "londn"; the nearest names are "london"/],
    ['london - london', /is zero: it has no direction/],
  ];
  for (const [query, message] of wrong)
    it(`refuses "${query}"`, async () => {
      await assert.rejects(answerArithmetic(space, query, 3, search), message);
    });

  it('takes signs at the beginning, and minus as printers set it', () => {
    assert.deepEqual(parseExpression(' - a − b + c'), [
      { sign: -1, name: 'a' },
      { sign: -1, name: 'b' },
      { sign: 1, name: 'c' },
    ]);
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
    const { sections, total } = await scoreAnalogies(space, text, 'q.txt', search);
    assert.deepEqual(sections, [
      { name: 'capitals', asked: 2, correct: 2, skipped: 1 },
      { name: 'fruit', asked: 1, correct: 0, skipped: 0 },
    ]);
    assert.deepEqual(total, { name: 'total', asked: 3, correct: 2, skipped: 1 });
    await assert.rejects(scoreAnalogies(space, 'a b c\n', 'q.txt', search), /q\.txt: line 1 has 3 words/);
    await assert.rejects(scoreAnalogies(space, ': empty\n', 'q.txt', search), /has no questions/);
  });
});
