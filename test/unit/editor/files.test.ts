/** Which files are offered and in which order; the lists against the formats. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { distance, nearestFirst } from '../../../src/editor/ask/nearest';
import {
  dataExtensions,
  endingPattern,
  globOf,
  hasExtension,
  isVectorFile,
  modelExtensions,
  splitSpec,
} from '../../../src/editor/fileTypes';
import { deviceIds } from '../../../src/engine/runtime';
import { dataFormats } from '../../../src/formats';
import { modelFormats } from '../../../src/formats/models/open';

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, { enum: string[]; enumDescriptions: string[] }> };
  };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

describe('files', () => {
  it('are models where a format reads them', () => {
    assert.deepEqual([...modelExtensions].sort(), dotless(modelFormats.flatMap(({ extensions }) => extensions)));
  });

  it('are data where a format reads them', () => {
    assert.deepEqual([...dataExtensions].sort(), dotless(dataFormats.flatMap(({ extensions }) => extensions)));
  });

  it('end as their pattern says', () => {
    const pattern = endingPattern(dataExtensions);
    for (const name of ['a.png', 'A.NPZ', 'train-images-idx3-ubyte', 'a.idx.gz', 'a.vec']) assert.match(name, pattern);
    for (const name of ['apng', 'a.png.txt', 'a.onnx', 'ubyte']) assert.doesNotMatch(name, pattern);
  });

  it('of vectors are told by an ending, or a name that speaks of vectors', () => {
    const files = [
      'a.vec',
      'a.NPZ',
      'm.safetensors',
      'glove.6B.50d.txt',
      'GoogleNews-vectors.bin',
      'my_embeddings.txt',
    ];
    for (const path of files) assert.ok(isVectorFile(`/a/${path}`), path);
    for (const path of ['vectors/readme.txt', 'a.txt', 'model.bin', 'a.csv', 'vec'])
      assert.ok(!isVectorFile(path), path);
  });

  it('are told by their extension, in any case', () => {
    assert.ok(hasExtension('/a/b.ONNX', modelExtensions));
    assert.ok(!hasExtension('/a/onnx', modelExtensions));
    assert.ok(!hasExtension('/a.onnx/b', modelExtensions));
    assert.equal(globOf(['onnx']), '**/*.onnx');
    assert.equal(globOf(['png', 'npy', '-ubyte']), '**/*{.png,.npy,-ubyte}');
    assert.ok(hasExtension('/a/train-images-idx3-ubyte', dataExtensions));
  });

  const specs: [string, { file: string; array?: string }][] = [
    ['/a/b.npz#x', { file: '/a/b.npz', array: 'x' }],
    ['/a/b.NPZ#x y', { file: '/a/b.NPZ', array: 'x y' }],
    ['/a/b.npz', { file: '/a/b.npz' }],
    ['/a#1/b.npz', { file: '/a#1/b.npz' }],
    ['/a/b#1.png', { file: '/a/b#1.png' }],
    ['/a/m.onnx#/words/weight', { file: '/a/m.onnx', array: '/words/weight' }],
    ['C:\\a\\b.npz#x', { file: 'C:\\a\\b.npz', array: 'x' }],
  ];
  for (const [spec, parts] of specs)
    it(`${spec} is a file${parts.array ? ' and an array' : ''}`, () => assert.deepEqual(splitSpec(spec), parts));
});

describe('nearest files', () => {
  const distances: [string, string, number][] = [
    ['/w/a/m.onnx', '/w/a/p.png', 0],
    ['/w/a/m.onnx', '/w/a/b/p.png', 1],
    ['/w/a/m.onnx', '/w/p.png', 1],
    ['/w/a/m.onnx', '/w/b/p.png', 2],
    ['C:\\w\\a\\m.onnx', 'C:\\w\\b\\p.png', 2],
  ];
  for (const [from, to, steps] of distances)
    it(`${to} is ${steps} from ${from}`, () => assert.equal(distance(from, to), steps));

  it('come first, then in the order a person counts', () => {
    const paths = ['/w/b/1.png', '/w/a/10.png', '/w/a/9.png', '/w/a/c/0.png'];
    assert.deepEqual(nearestFirst(paths, '/w/a/m.onnx'), ['/w/a/9.png', '/w/a/10.png', '/w/a/c/0.png', '/w/b/1.png']);
  });
});

describe('setting netloupe.device', () => {
  const { enum: values, enumDescriptions } = contributes.configuration.properties['netloupe.device']!;
  it('offers the devices the engine knows, each described', () => {
    assert.deepEqual(values, ['auto', ...deviceIds]);
    assert.equal(enumDescriptions.length, values.length);
  });
});

function dotless(extensions: readonly string[]): string[] {
  return extensions.map((extension) => extension.replace(/^\./, '')).sort();
}
