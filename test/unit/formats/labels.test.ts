/** Class labels: text, both forms of JSON, and where they are looked for. */
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { findLabels, readLabels } from '../../../src/formats/labels';
import { formatError, temporaryFiles } from './files';

const files: [name: string, text: string, labels: string[]][] = [
  ['a.txt', 'cat\ndog\n', ['cat', 'dog']],
  ['b.txt', 'cat\r\n\r\n dog ', ['cat', '', 'dog']],
  ['synset.txt', 'n01440764 tench, Tinca tinca\nn01443537 goldfish\n', ['tench, Tinca tinca', 'goldfish']],
  ['ids.txt', 'n01440764\nn01443537\n', ['n01440764', 'n01443537']],
  ['a.json', '["cat", "dog"]', ['cat', 'dog']],
  ['b.json', '{"1": "dog", "0": "cat"}', ['cat', 'dog']],
  ['keras.json', '{"0": ["n01440764", "tench"]}', ['tench']],
];

const broken: [name: string, text: string, reason: RegExp][] = [
  ['a.txt', '', /no labels/],
  ['a.txt', '\n\n', /no labels/],
  ['a.json', '[', /not JSON/],
  ['a.json', '3', /array of names/],
  ['a.json', '[]', /no labels/],
  ['a.json', '{"0": "cat", "4294967295": "dog"}', /no name for class 1 of 2/],
  ['a.json', '["cat", 3]', /no name for class 1/],
];

describe('formats/labels', () => {
  const file = temporaryFiles();

  for (const [name, text, labels] of files)
    it(`reads ${name}`, async () => {
      assert.deepEqual(await readLabels(file(name, text)), labels);
    });

  for (const [name, text, reason] of broken)
    it(`refuses ${JSON.stringify(text)} as ${name}`, async () => {
      await assert.rejects(readLabels(file(name, text)), formatError(reason));
    });

  it('finds the file beside the model, its own before any other', async () => {
    const model = join(dirname(file('unrelated', '')), 'net.onnx');
    assert.equal(await findLabels(join(dirname(model), 'none', 'net.onnx')), undefined);
    for (const name of [
      'synset.txt',
      'classes.txt',
      'labels.json',
      'labels.txt',
      'net.labels.json',
      'net.labels.txt',
    ]) {
      const path = file(name, 'x');
      assert.equal(await findLabels(model), path);
    }
  });
});
