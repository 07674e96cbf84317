/** What an experiment file names and the disk does not have, at the place where it is named. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileProblems } from '../../../src/experiments/files';
import { temporaryFolder } from '../../helpers/models';

describe('files of an experiment', () => {
  const files = temporaryFolder();
  before(() => {
    writeFileSync(files.path('m.onnx'), 'm');
    mkdirSync(files.path('pictures'));
  });
  const cases: [what: string, text: string, at?: string, sentence?: RegExp][] = [
    ['files and folders that are there', 'model: m.onnx\ndata: [pictures/, m.onnx#x]\nmethod: gradient'],
    ['data that is not there', 'model: m.onnx\ndata: [pictures, lost/]\nmethod: gradient', 'lost/', /no file or folder .*lost\.$/], // prettier-ignore
    [
      'a model that is not there',
      'model: lost.onnx\nmethod: gradient',
      'lost.onnx',
      /There is no file .*lost\.onnx\.$/,
    ],
    ['a folder as a model', 'model: pictures\nmethod: gradient', 'pictures', /is a folder; a model must be a file/],
    ['an array of a folder', 'data: pictures#x\nmethod: gradient', 'pictures#x', /which has no arrays; leave out "#x"/],
    ['a text that is none yet', 'model: ['],
  ];
  for (const [what, text, at, sentence] of cases)
    it(what, async () => {
      const found = await fileProblems(text, files.path('e.netloupe.yaml'));
      assert.deepEqual(found.map(({ start, end, severity }) => [text.slice(start, end), severity]), at === undefined ? [] : [[at, 'warning']]); // prettier-ignore
      if (sentence) assert.match(found[0]!.message, sentence);
    });
});
