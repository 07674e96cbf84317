/** Methods that cannot explain a prediction say so before anything is computed, with the very sentence their run would fail with. */
import assert from 'node:assert/strict';
import { LocalService } from '../../../src/kernel/service';
import { methods } from '../../../src/methods';
import type { Graph } from '../../../src/graph/graph';
import { float32, sizeOf, type Shape } from '../../../src/shared/tensor';
import { basicMultiLayer, dense, network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

const maps = [
  ...['cam', 'grad-cam', 'grad-cam++', 'x-grad-cam', 'hi-res-cam', 'layer-cam', 'score-cam', 'ablation-cam'],
  ...['eigen-cam', 'guided-grad-cam'],
];

/** y = W · mean over places of relu(conv x), and the same with a bend after the mean. */
const pooled = (bent: boolean): Graph =>
  network([1, 1, 4, 4], (b, x) => {
    const filters = b.constant(float32([2, 1, 3, 3], Array<number>(18).fill(0.1)));
    const mean = b.op('Flatten', [b.op('GlobalAveragePool', [b.op('Relu', [b.op('Conv', [x, filters])])])]);
    return dense(b, bent ? b.op('Relu', [mean]) : mean, [[1, -1], [2, 1]], [0, 0]); // prettier-ignore
  });

const gradients = ['gradient', 'input-x-gradient', 'integrated-gradients', 'smoothgrad', 'guided-backprop', 'lrp'];

const cases: { name: string; graph: Graph; shape: Shape; cannot: string[]; can: string[]; because: RegExp }[] = [
  {
    name: 'a table',
    graph: basicMultiLayer(),
    shape: [1, 3],
    cannot: [...maps, 'rise'],
    can: [...gradients, 'kernel-shap', 'lime', 'qii', 'shapley-exact'],
    because: /No layer before .* has channels over spatial positions|masks spatial positions/,
  },
  {
    name: 'average pooling and a dense layer',
    graph: pooled(false),
    shape: [1, 1, 4, 4],
    cannot: [],
    can: [...maps, ...gradients, 'rise'],
    because: /./,
  },
  {
    name: 'a bend after the pooling',
    graph: pooled(true),
    shape: [1, 1, 4, 4],
    cannot: ['cam'],
    can: [...maps.filter((id) => id !== 'cam'), ...gradients],
    because: /^Relu lies between .*; CAM is for networks that end in global average pooling/,
  },
  {
    name: 'an operator without a rule for relevance',
    graph: network([1, 3], (b, x) => dense(b, b.op('ReduceProd', [x, b.int64([1])], { keepdims: 1 }), [[1]], [0])),
    shape: [1, 3],
    cannot: [...maps, 'rise', 'lrp', 'deep-taylor', 'deep-lift', 'deep-shap'],
    can: ['gradient', 'integrated-gradients', 'feature-ablation', 'kernel-shap'],
    because: /ReduceProd|No layer before .* has channels|masks spatial positions/,
  },
];

describe('methods that cannot explain a prediction', () => {
  const files = temporaryFolder();
  const service = new LocalService();

  for (const { name, graph, shape, cannot, can, because } of cases)
    it(`${name}: ${cannot.length} of them, and why`, async () => {
      const model = writeModel(files.path(`${name}.onnx`), graph);
      const input = writeArray(
        files.path(`${name}.npy`),
        shape,
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i + 1)),
      );
      const prediction = { model, input, target: '0' };
      const reasons = await service.unsuitable(prediction);
      assert.deepEqual(Object.keys(reasons).sort(), [...cannot].sort());
      for (const id of can) assert.ok(!(id in reasons), id);
      const common = { ...prediction, parameters: {}, device: 'cpu', seed: 0, memoryBudget: 2 ** 28 };
      for (const [method, reason] of Object.entries(reasons)) {
        assert.match(reason, because);
        await assert.rejects(service.attribute({ ...common, method }), { message: reason });
      }
    });

  it('says of each method in one sentence what it is good for, and in another what it misses', () => {
    for (const { id, gives, summary } of methods)
      if (gives === 'attribution')
        assert.match(
          summary,
          /^[^.]+\. (Ignores|Misses|Tests|Zero|Noisy|Barely|Depends) [^.]+\.$|^[^.]+\. Noisy, [^.]+\.$/,
          id,
        );
  });
});
