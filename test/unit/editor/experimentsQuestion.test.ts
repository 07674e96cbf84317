/** A panel's question as a run keeps it, and back. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { pathFrom, questionOf, requestOf } from '../../../src/editor/runs/question';
import { methodById } from '../../../src/methods';
import { parseParameters } from '../../../src/methods/method';

const root = resolve('/work space/project');
const form = {
  method: 'smoothgrad',
  parameters: { samples: 7 },
  target: '3',
  device: 'auto',
  seed: 5,
  preprocessing: { scale: 'unit' },
};

describe('question of a panel', () => {
  const question = { model: join(root, 'm/digits.onnx'), input: `${join(root, 'd.npz')}#x_test`, form };

  it('is kept with every parameter and with paths that travel', () => {
    const request = requestOf(question, root);
    assert.equal(request.model, 'm/digits.onnx');
    assert.equal(request.input, 'd.npz#x_test');
    assert.deepEqual(request.parameters, parseParameters(methodById('smoothgrad'), { samples: 7 }));
    assert.deepEqual(request.preprocessing, { scale: 'unit' });
  });

  it('comes back as it was asked', () => {
    assert.deepEqual(questionOf(requestOf(question, root), root), question);
  });

  it('comes back without preprocessing, and with parameters of a method that is not known here', () => {
    const plain = { ...question, form: { ...form, preprocessing: {}, method: 'newer', parameters: { depth: 2 } } };
    assert.equal('preprocessing' in requestOf(plain, root), false);
    assert.deepEqual(questionOf(requestOf(plain, root), root), plain);
  });

  it('is kept as it was asked when its parameters are not valid', () => {
    const wrong = { ...question, form: { ...form, parameters: { samples: -1 } } };
    assert.deepEqual(requestOf(wrong, root).parameters, { samples: -1 });
  });

  it('is none for a run that explains no prediction', () => {
    assert.equal(questionOf({ method: 'capacity', parameters: {}, seed: 0, device: 'auto' }, root), undefined);
  });
});

describe('path in a workspace folder', () => {
  for (const [path, kept] of [
    [join(root, 'a/b.onnx'), 'a/b.onnx'],
    [join(root, '..b.onnx'), '..b.onnx'],
    [join(root, 'x.npz#a'), 'x.npz#a'],
    [resolve('/work space/other/b.onnx'), resolve('/work space/other/b.onnx')],
    [resolve('/work space/project2/b.onnx'), resolve('/work space/project2/b.onnx')],
  ] as const) {
    it(path, () => assert.equal(pathFrom(root, path), kept));
  }
});
