/** Lists of named vectors: forms of one list read alike however they are cut into pieces, matrices named otherwise, and files that lie. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { encodeNpz, openData, openDataset } from '../../../src/formats';
import { withFile } from '../../../src/formats/bytes';
import { readBinary } from '../../../src/formats/vectors/binary';
import { parseNumber } from '../../../src/formats/vectors/number';
import { readText } from '../../../src/formats/vectors/text';
import { openVectors } from '../../../src/formats/vectors/vectors';
import { attributes } from '../../../src/graph/attributes';
import { OPSET } from '../../../src/graph/graph';
import { writeOnnx } from '../../../src/graph/onnx/write';
import { random } from '../../../src/shared/random';
import { float32 } from '../../../src/shared/tensor';
import { temporaryFolder } from '../../helpers/models';

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
      const read = await openVectors({ vectors: write('v', content) });
      assert.deepEqual(read.names.map((name) => name.replace('_', ' ')), names); // prettier-ignore
      assert.deepEqual([...read.vectors.data], [...Float32Array.from(numbers.flat())]);
    });

  const lies: [what: string, content: string | Uint8Array, message: RegExp][] = [
    ['nothing', '', /has no vectors/],
    ['a header alone', '0 3\n', /has no vectors/],
    ['a header of more', `7 3\n${lines}`, /claims 7 vectors but has 6/],
    ['a line cut short', `${lines}\nshort 1 2`, /line 7 has 2 numbers .* 3/],
    ['a word in place of a number', `a 1 2\nb 1 x`, /line 2: "x" is not a number/],
    ['binary: a thousand million vectors', binary(1e9, 3), /claims 1000000000 vectors of 3 numbers in/],
    ['binary: a million axes', binary(6, 999999), /claims 6 vectors of 999999/],
    ['binary: cut', binary(6, 3).subarray(0, -6), /claims|ends inside/],
    ['binary: one vector less than there are', binary(5, 3), /bytes after its 5 vectors/],
    ['zeros', Buffer.alloc(64), /neither text nor/],
    ['an archive without a matrix', encodeNpz({ v: float32([2], [1, 2]) }), /no array \[N, D\] of numbers/],
    [
      'an archive of several',
      encodeNpz({ a: float32([1, 2], [1, 2]), b: float32([1, 2], [1, 2]) }),
      /several matrices; name one: .*w#a, .*w#b/,
    ],
    [
      'a first line longer than the others can be',
      `a ${'1 '.repeat(60)}\n${'b 1\n'.repeat(20)}`,
      /too short|numbers after/,
    ],
    ['a name alone', 'a\n', /line 1 has a name but no numbers/],
  ];
  for (const [what, content, message] of lies)
    it(`refuses ${what}`, async () => {
      await assert.rejects(openVectors({ vectors: write('w', content) }), message);
    });

  it('cut at every byte: reads or refuses in one sentence', async () => {
    for (const whole of [Buffer.from(`6 3\n${lines}\n`), binary(6, 3)])
      for (let length = 0; length < whole.length; length++)
        await openVectors({ vectors: write('x', whole.subarray(0, length)) }).catch((error: unknown) => {
          assert.ok(error instanceof Error && error.name === 'FormatError', String(error));
        });
  });

  for (const chunk of [1, 2, 3, 7, 16, 1000])
    it(`reads the same in pieces of ${chunk} bytes, with progress to the end`, async () => {
      for (const [read, content] of [
        [readText, Buffer.from(`6 3\n${lines}\n`)],
        [readText, Buffer.from(lines)],
        [readBinary, binary(6, 3)],
        [readBinary, binary(6, 3, '')],
      ] as const) {
        const fractions: number[] = [];
        const path = write('pieces', content);
        const options = { chunk, progress: (fraction: number) => void fractions.push(fraction) };
        const rows = await withFile(path, (source) => read(source, path, options));
        assert.deepEqual(rows.names.map((name) => name.replace('_', ' ')), names); // prettier-ignore
        assert.deepEqual([...rows.values], [...Float32Array.from(numbers.flat())]);
        assert.deepEqual(fractions, [...fractions].sort((a, b) => a - b)); // prettier-ignore
        assert.equal(fractions.at(-1), 1);
      }
    });

  it('reads text beyond ASCII whose bytes a piece cuts apart', async () => {
    const path = write('u', 'zürich 1 2\n東京 3 4\n');
    for (const chunk of [1, 2, 3, 4, 5]) {
      const { names } = await withFile(path, (source) => readText(source, path, { chunk }));
      assert.deepEqual(names, ['zürich', '東京']);
    }
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const progress = () => controller.abort();
    const path = write('stopped', `6 3\n${lines}\n`);
    const reading = openVectors({ vectors: path }, { signal: controller.signal, chunk: 8, progress });
    await assert.rejects(reading, { name: 'CancelledError' });
  });

  it('takes the numbers of an archive for names where it has none, and those of a vocabulary where one is given', async () => {
    const vectors = write('m.npz', encodeNpz({ m: float32([3, 2], [1, 2, 3, 4, 5, 6]) }));
    const numbered = await openVectors({ vectors });
    assert.deepEqual(numbered.names, ['0', '1', '2']);
    assert.match(numbered.conventions.join(' '), /no names; they are numbered from 0/);
    const named = await openVectors({ vectors: `${vectors}#m`, names: write('vocabulary.txt', 'a\nb\n') });
    assert.deepEqual(named.names, ['a', 'b', '2']);
    assert.match(named.conventions.join(' '), /last 1 rows have no name/);
    const long = openVectors({ vectors, names: write('long.txt', 'a\nb\nc\nd\n') });
    await assert.rejects(long, /4 names for 3 rows; choose the vocabulary of this matrix/);
  });

  it('finds the embedding matrix of a model', async () => {
    const table = float32([4, 2], [1, 0, 0, 1, 1, 1, 2, 1]);
    const node = (op: string, inputs: string[], output: string, axis: number) => ({
      ...{ op, domain: '', name: output, inputs, outputs: [output], attributes: attributes({ axis }) },
    });
    const bytes = writeOnnx({
      name: 'words',
      opset: OPSET,
      domains: {},
      inputs: [{ name: 'ids', dtype: 'int64', shape: ['N'] }],
      outputs: [{ name: 'vectors', dtype: 'float32', shape: ['N', 2] }],
      nodes: [node('Gather', ['words', 'ids'], 'vectors', 0), node('Gather', ['other', 'ids'], 'columns', 1)],
      initializers: new Map([
        ['words', table],
        ['other', float32([2, 4], table.data)],
      ]),
      values: new Map(),
    });
    const vectors = write('words.onnx', bytes);
    const found = await openVectors({ vectors, names: write('words.txt', 'a\nb\nc\nd\n') });
    assert.deepEqual([found.names, [...found.vectors.data]], [['a', 'b', 'c', 'd'], [...table.data]]);
    assert.deepEqual((await openVectors({ vectors: `${vectors}#other` })).vectors.shape, [2, 4]);
    await assert.rejects(
      openVectors({ vectors: `${vectors}#ids` }),
      /no matrix .*"ids".*; its embedding matrices are .*#words/,
    );
  });

  it('are data, with the names as a column', async () => {
    for (const path of [write('a.vec', lines), write('glove.txt', lines), write('w2v.bin', binary(6, 3))]) {
      const { file, array } = await openData(path);
      assert.deepEqual([file.format, array], ['vectors', 'vectors']);
      const { description, column } = await openDataset(path);
      assert.deepEqual([description.samples, description.shape], [6, [3]]);
      assert.deepEqual(description.columns, [{ name: 'names', kind: 'categories', label: false }]);
      const found = await column('names');
      assert.ok(found.kind === 'categories');
      assert.deepEqual(Array.from(found.codes, (code) => found.categories[code]!.replace('_', ' ')), names); // prettier-ignore
    }
  });

  it('are not every text', async () => {
    for (const text of ['to be or not to be\n', 'one 1 line of 2 numbers\n', '1,2,3\n'])
      await assert.rejects(openData(write('some.txt', text)), /has an unsupported format/);
  });
});

describe('numbers in text', () => {
  const parse = (text: string) => parseNumber(Buffer.from(text), 0, text.length);

  it('are those of the language, to the last bit', () => {
    const { uniform, normal } = random(5);
    const drawn = Array.from({ length: 2000 }, () => normal() * 10 ** Math.floor(40 * uniform() - 20));
    const texts = [
      ...drawn.flatMap((x) => [String(x), x.toFixed(6), x.toPrecision(4), x.toExponential(7)]),
      ...['0', '-0', '.5', '-.5', '5.', '+5', '9007199254740993', '0.1234567890123456789012345', '1e400', '-1E-400'],
    ];
    for (const text of texts) assert.ok(Object.is(parse(text), Number(text)), text);
  });

  it('are NaN and infinite where they say so, and none otherwise', () => {
    assert.deepEqual(['nan', 'NaN', 'inf', '-Infinity'].map(parse), [NaN, NaN, Infinity, -Infinity]); // prettier-ignore
    assert.deepEqual(['', '.', '-', 'x', '1x', '1.2.3', '--1', '1 2'].map(parse), Array.from({ length: 8 })); // prettier-ignore
  });
});
