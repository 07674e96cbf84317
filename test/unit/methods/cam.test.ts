/** Class activation maps against published values and sums worked out by hand. */
import assert from 'node:assert/strict';
import { readData } from '../../../src/formats';
import { LocalService } from '../../../src/kernel/service';
import { upsample } from '../../../src/methods/attribution/cam/upsample';
import type { Graph } from '../../../src/graph/graph';
import type { AttributionResult } from '../../../src/shared/results';
import { float32, toNumbers, type Shape } from '../../../src/shared/tensor';
import {
  assertClose,
  dense,
  network,
  oneConvolution,
  temporaryFolder,
  writeArray,
  writeModel,
} from '../../helpers/models';
import { reference } from '../../helpers/fixtures';

const counting = Array.from({ length: 16 }, (_, i) => i);

/** Rectified channels 2 × (2 × 2), average pooling, one dense layer with bias: a network that CAM is exact for. */
const pooling = network([1, 1, 2, 2], (b, x) => {
  const filters = b.constant(float32([2, 1, 1, 1], [1, -1]));
  const maps = b.node({ op: 'Relu', domain: '', name: 'maps', outputs: ['maps'], attributes: {} }, [
    b.op('Conv', [x, filters]),
  ])[0]!;
  return dense(b, b.op('Flatten', [b.op('GlobalAveragePool', [maps])]), [[3, 5], [-2, 7]], [10, 0]); // prettier-ignore
});
const picture = [1, -2, 4, -8];
// The channels' activity is (1, 0, 4, 0) and (0, 2, 0, 8); class 0 weighs them by 3 and 5, class 1 by −2 and 7.

const facts: [
  name: string,
  graph: Graph,
  shape: Shape,
  x: number[],
  method: string,
  parameters: object,
  target: string,
  expected: number[],
][] = [
  [
    'Grad-CAM at the convolution',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'grad-cam',
    { layer: 'conv1' },
    '0',
    [11.25, 13.5, 20.25, 22.5],
  ],
  [
    'Grad-CAM at the rectifier',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'grad-cam',
    { layer: 'relu1' },
    '0',
    [0, 4, 28, 32.5],
  ],
  [
    'Guided Grad-CAM at the rectifier',
    oneConvolution(),
    [1, 1, 4, 4],
    counting,
    'guided-grad-cam',
    { layer: 'relu1' },
    '0',
    [0, 0, 4, 4, 0, 0, 12, 8, 28, 84, 97.5, 65, 28, 56, 65, 32.5],
  ],
  ['CAM', pooling, [1, 1, 2, 2], picture, 'cam', {}, '0', [0.75, 2.5, 3, 10]],
  ['CAM of the other class', pooling, [1, 1, 2, 2], picture, 'cam', {}, '1', [-0.5, 3.5, -2, 14]],
  [
    'Grad-CAM is CAM where CAM is exact',
    pooling,
    [1, 1, 2, 2],
    picture,
    'grad-cam',
    { rectify: false },
    '1',
    [-0.5, 3.5, -2, 14],
  ],
  ['Grad-CAM is rectified as published', pooling, [1, 1, 2, 2], picture, 'grad-cam', {}, '1', [0, 3.5, 0, 14]],
  ['HiResCAM is CAM there', pooling, [1, 1, 2, 2], picture, 'hi-res-cam', { rectify: false }, '1', [-0.5, 3.5, -2, 14]],
  ['LayerCAM leaves out what speaks against', pooling, [1, 1, 2, 2], picture, 'layer-cam', {}, '1', [0, 3.5, 0, 14]],
  // Gradients are equal at all places of a channel, so their mean by activity is themselves.
  [
    'XGrad-CAM is CAM there',
    pooling,
    [1, 1, 2, 2],
    picture,
    'x-grad-cam',
    { rectify: false },
    '1',
    [-0.5, 3.5, -2, 14],
  ],
  // g = 5/4 for channel 2: α = g²/(2g² + 10g³) = 1/(2 + 12.5), times g over 4 places; channel 1 has g = 3/4, sum 5.
  [
    'Grad-CAM++',
    pooling,
    [1, 1, 2, 2],
    picture,
    'grad-cam++',
    {},
    '0',
    [3 / 5.75, 2 * (5 / 14.5), 4 * (3 / 5.75), 8 * (5 / 14.5)],
  ],
  // Without channel 1 the target loses 3·5/4, without channel 2 5·10/4, of 10 + 3.75 + 12.5.
  ['Ablation-CAM', pooling, [1, 1, 2, 2], picture, 'ablation-cam', {}, '0', [3.75, 25, 15, 100].map((v) => v / 26.25)],
];

describe('class activation maps', () => {
  const files = temporaryFolder();
  const service = new LocalService();

  function explain(
    graph: Graph,
    shape: Shape,
    x: number[],
    method: string,
    parameters: object,
    target = '0',
  ): Promise<AttributionResult> {
    return service.attribute({
      model: writeModel(files.path('model.onnx'), graph),
      input: writeArray(files.path('x.npy'), shape, x),
      method,
      parameters: { ...parameters },
      target,
      device: 'cpu',
      seed: 0,
      memoryBudget: 2 ** 30,
    });
  }

  for (const [name, graph, shape, x, method, parameters, target, expected] of facts) {
    it(name, async () => {
      assertClose((await explain(graph, shape, x, method, parameters, target)).attribution.data, expected, 1e-4);
    });
  }

  it('Score-CAM weighs channels by softmax of the target under their masks', async () => {
    const { attribution } = await explain(pooling, [1, 1, 2, 2], picture, 'score-cam', {});
    // Masks of the channels, scaled to 0…1, are (¼, 0, 1, 0) and (0, ¼, 0, 1); the target is 10 + ¾·Σ relu(x) + 1¼·Σ relu(−x).
    const scores = [0.75 * (0.25 + 4), 1.25 * (0.5 + 8)];
    const weight = 1 / (1 + Math.exp(scores[0]! - scores[1]!));
    assertClose(attribution.data, [1 - weight, 2 * weight, 4 * (1 - weight), 8 * weight], 1e-4);
  });

  it('Score-CAM by class probabilities', async () => {
    const { attribution } = await explain(pooling, [1, 1, 2, 2], picture, 'score-cam', { weights: 'class-softmax' });
    const probability = (up: number, down: number): number =>
      1 / (1 + Math.exp(-0.5 * up + 1.75 * down - 10 - 0.75 * up - 1.25 * down));
    const [first, second] = [probability(4.25, 0), probability(0, 8.5)];
    assertClose(attribution.data, [first, 2 * second, 4 * first, 8 * second], 1e-4);
  });

  it('Eigen-CAM is the projection on the direction in which places differ most', async () => {
    const { attribution } = await explain(pooling, [1, 1, 2, 2], picture, 'eigen-cam', { rectify: false });
    // Channels (1, 0, 4, 0) and (0, 2, 0, 8) less their means: covariances 10.75, 43 and −12.5.
    const angle = 0.5 * Math.atan2(2 * -12.5, 10.75 - 43);
    const [u, v] = [Math.cos(angle), Math.sin(angle)];
    const map = [u, 2 * v, 4 * u, 8 * v];
    const sign = map.reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1;
    assertClose(
      attribution.data,
      map.map((value) => value * sign),
      1e-4,
    );
  });

  it('says which layer was chosen, and keeps the signed map and one in the size of the input', async () => {
    const { layer, attribution, signed, upsampled, conventions } = await explain(
      oneConvolution(),
      [1, 1, 4, 4],
      counting,
      'grad-cam',
      {},
    );
    assert.equal(layer, 'relu1');
    assert.deepEqual([attribution.shape, signed!.shape, upsampled!.shape], [[1, 1, 2, 2], [1, 1, 2, 2], [1, 1, 4, 4]]); // prettier-ignore
    assert.ok(conventions.some((sentence) => sentence.includes('bilinear')));
  });

  const refusals: [string, string, object, RegExp][] = [
    [
      'a layer without places',
      'grad-cam',
      { layer: oneConvolution().nodes.find(({ op }) => op === 'Flatten')!.outputs[0]! },
      /no spatial positions/,
    ],
    ['an unknown layer, with the nearest', 'grad-cam', { layer: 'relu2' }, /did you mean "relu1"/],
    ['CAM where the rest is not linear', 'cam', { layer: 'conv1' }, /Relu lies between .*Grad-CAM/],
  ];
  for (const [name, method, parameters, sentence] of refusals) {
    it(`refuses ${name}`, () =>
      assert.rejects(explain(oneConvolution(), [1, 1, 4, 4], counting, method, parameters), sentence));
  }

  it('refuses a network without places', async () => {
    const flat = network([1, 3], (b, x) => dense(b, x, [[1, 2, 3]], [0]));
    await assert.rejects(
      explain(flat, [1, 3], [1, 2, 3], 'grad-cam', {}),
      /No layer before .* has channels over spatial positions/,
    );
  });

  it('agrees with the reference array of the digits', async () => {
    for (const name of ['digits_cnn', 'digits_cnn_batchnorm_unfolded']) {
      const data = `${reference}/${name}.npz`;
      const theirs = Array.from(toNumbers(await readData(`${data}#grad_cam_layer`)));
      const { attribution } = await service.attribute({
        model: `${reference}/${name}.onnx`,
        input: `${data}#input`,
        method: 'grad-cam',
        parameters: {},
        target: `${data}#target`,
        device: 'cpu',
        seed: 0,
        memoryBudget: 2 ** 30,
      });
      assertClose(attribution.data, theirs, 1e-4 * Math.max(...theirs.map(Math.abs)));
    }
  });
});

describe('up-sampling', () => {
  // By half-pixel centres: 2 → 4 puts the new centres at −¼, ¼, ¾ and 1¼ of the old ones, clamped.
  it('is linear between centres', () =>
    assertClose(upsample(Float32Array.of(0, 8), [2], [4], 'bilinear'), [0, 2, 6, 8], 1e-6));
  it('or repeats the nearest', () =>
    assertClose(upsample(Float32Array.of(0, 8, 1, 2), [2, 2], [2, 4], 'nearest'), [0, 0, 8, 8, 1, 1, 2, 2], 0));
});
