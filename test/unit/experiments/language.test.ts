/** What an editor offers and says in an experiment file, wherever the cursor stands. */
import assert from 'node:assert/strict';
import { completionsAt, hoverAt, pathAt } from '../../../src/experiments/language';

/** | is where the cursor stands; what must be offered, and what must not. */
// prettier-ignore
const offered: [name: string, text: string, expected: string, not?: string][] = [
  ['keys', 'mod|', 'model: '],
  ['keys in an empty file', '|', 'method: '],
  ['keys that are not there yet', 'model: m.onnx\n|\nmethod: lrp', 'data: ', 'model: '],
  ['a key in place of the word that is there', 'model: m.onnx\nda|te: d.npy', 'data'],
  ['methods', 'method: |', 'smoothgrad', 'id: '],
  ['methods for the half of a word', 'method: smo|', 'smoothgrad'],
  ['methods in the middle of a word', 'method: smo|othgrad\nseed: 1', 'lrp'],
  ['methods in a list', 'method:\n  - |', 'gradient'],
  ['parts in a list', 'method:\n  - |', 'id: '],
  ['methods by id', 'method:\n  - id: |', 'lrp', 'id: '],
  ['parts of a method', 'method:\n  - id: lrp\n    |', 'parameters: ', 'id: '],
  ['parameters', 'method:\n  id: smoothgrad\n  parameters:\n    |', 'samples: '],
  ['parameters that are not there yet', 'method:\n  id: smoothgrad\n  parameters:\n    samples: 3\n    |', 'noise: ', 'samples: '],
  ['parameters of the right entry', 'method:\n  - id: lrp\n  - id: smoothgrad\n    vary:\n      no|', 'noise: '],
  ['parameters before the id', 'method:\n  parameters:\n    |\n  id: smoothgrad', 'samples: '],
  ['values', 'method:\n  id: smoothgrad\n  parameters:\n    form: |', 'squared'],
  ['truth', 'method:\n  id: smoothgrad\n  parameters:\n    untilConverged: |', 'true'],
  ['varied values', 'method:\n  id: smoothgrad\n  vary:\n    form:\n      - |', 'squared'],
  ['devices', 'device: |', 'webgpu'],
  ['a target', 'target: |', 'argmax'],
  ['settings of pictures', 'preprocessing:\n  |', 'layout: '],
  ['their values', 'preprocessing:\n  layout: |', 'NHWC'],
  ['keys of a file in braces', '{ | }', 'model: '],
  ['ids in braces', 'method: { id: | }', 'smoothgrad'],
  ['ids in braces that are not closed', 'method: { id: |\nseed: 3', 'smoothgrad'],
  ['ids in a list', 'method: [gradient, |]', 'smoothgrad'],
  ['ids in brackets that are not closed', 'method: [|', 'smoothgrad'],
  ['parts in braces', 'method: { id: smoothgrad, | }', 'vary: ', 'id: '],
  ['parameters in braces', 'method: { id: smoothgrad, parameters: { | } }', 'samples: '],
  ['parameters in braces that are not closed', 'method: { id: smoothgrad, parameters: { sam|', 'samples: '],
  ['the second parameter in braces', 'method: { id: smoothgrad, parameters: { samples: 3, | } }', 'noise: ', 'samples: '],
  ['values in braces', 'method: { id: smoothgrad, parameters: { form: | } }', 'squared'],
  ['varied values in braces', 'method: { id: smoothgrad, vary: { form: [squared, |] } }', 'variance'],
  ['methods to evaluate', 'method: { id: faithfulness, parameters: { methods: [lrp, |] } }', 'smoothgrad'],
  ['measures', 'method:\n  id: faithfulness\n  parameters:\n    measures:\n      - |', 'infidelity'],
  ['parameters in braces over several lines', 'method: [\n  { id: lrp },\n  { id: smoothgrad,\n    parameters: {\n      | } } ]', 'samples: '],
  ['names in quotes', '{"method": {"id": "smoothgrad", "parameters": {"sam|": 3}}}', 'samples'],
  ['values in quotes', '{"method": {"id": "|"}}', 'smoothgrad'],
];

const silent = ['model: |', 'notes: hello, |', 'name: x\nnotes: >\n  a word, |', 'method:|', 'method:\n  -|', '# |',
  'method: { id: toString, parameters: { | } }', 'method: { id: smoothgrad, parameters: { constructor: | } }',
  'constructor: |', '__proto__:\n  |', 'method: { id: smoothgrad, parameters: { samples: | } }']; // prettier-ignore

const said: [text: string, expected: RegExp | undefined][] = [
  ['mo|del: x', /Path of a model file/],
  ['method: smooth|grad', /\*\*SmoothGrad\*\*/],
  ['method: [lrp, smooth|grad]', /\*\*SmoothGrad\*\*/],
  ['method: { id: smooth|grad }', /\*\*SmoothGrad\*\*/],
  ['method:\n  - id: lrp\n    pa|rameters: {}', /differ from their defaults/],
  ['method:\n  id: smoothgrad\n  parameters:\n    sam|ples: 3', /noisy copies.*Default: `50`/s],
  ['method: { id: smoothgrad, vary: { sam|ples: [3, 4] } }', /noisy copies.*Default: `50`/s],
  ['method: { parameters: { sam|ples: 3 }, id: smoothgrad', /noisy copies/],
  ['preprocessing: { in|vert: true }', /dark and light/],
  ['name: x|y', undefined],
  ['name: smooth|grad', undefined],
  ['const|ructor: 1', undefined],
  ['__pro|to__: 1', undefined],
  ['method: to|String', undefined],
  ['method: { id: smoothgrad, parameters: { to|String: 1 } }', undefined],
];

describe('completion and hovers in experiment files', () => {
  for (const lineEnd of ['\n', '\r\n'])
    describe(`with lines that end in ${JSON.stringify(lineEnd)}`, () => {
      for (const [name, marked, expected, not] of offered)
        it(`offers ${name}`, () => {
          const texts = completions(marked.replaceAll('\n', lineEnd));
          assert.ok(texts.includes(expected), texts.join());
          assert.ok(not === undefined || !texts.includes(not), texts.join());
        });

      for (const marked of silent)
        it(`offers nothing at ${JSON.stringify(marked)}`, () =>
          assert.deepEqual(completions(marked.replaceAll('\n', lineEnd)), []));

      for (const [text, expected] of said)
        it(`says what ${JSON.stringify(text)} is`, () => {
          const marked = text.replaceAll('\n', lineEnd);
          const meaning = hoverAt(marked.replace('|', ''), marked.indexOf('|'));
          if (expected) assert.match(meaning!, expected);
          else assert.equal(meaning, undefined);
        });
    });
});

describe('paths while they are typed', () => {
  const typed: [text: string, key: 'model' | 'data' | undefined, path?: string][] = [
    ['data: |', 'data', ''],
    ['data: pictures/ca|', 'data', 'pictures/ca'],
    ['model: nets/small.on|\ndata: d.npy', 'model', 'nets/small.on'],
    ['data:\n  - a.npy\n  - ../sets/|', 'data', '../sets/'],
    ['data: [a.npy, pic|]', 'data', 'pic'],
    ['{"data": "pic|"}', 'data', 'pic'],
    ['method: pic|', undefined],
    ['target: |', undefined],
  ];
  for (const [text, key, path] of typed)
    it(`${JSON.stringify(text)} is ${key === undefined ? 'none' : `${key} ${path}`}`, () =>
      assert.deepEqual(pathAt(text.replace('|', ''), text.indexOf('|')), key && { key, typed: path }));
});

function completions(marked: string): string[] {
  return completionsAt(marked.replace('|', ''), marked.indexOf('|')).map(({ text }) => text);
}
