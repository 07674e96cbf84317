/** Shapley values and perturbations against published values, formulas and each other. */
import assert from 'node:assert/strict';
import { LocalService } from '../../../src/kernel/service';
import type { Graph } from '../../../src/graph/graph';
import type { AttributionResult } from '../../../src/shared/results';
import type { Shape } from '../../../src/shared/tensor';
import { explainer } from '../../helpers/explain';
import {
  assertClose,
  basicMultiLayer,
  dense,
  network,
  oneConvolution,
  temporaryFolder,
  writeArray,
  writeModel,
} from '../../helpers/models';

const linear = network([1, 3], (b, x) => dense(b, x, [[2, -3, 0.5]], [7]));
/** x0·x1 + 2·x2: players that interact in twos alone. */
const product = network([1, 3], (b, x) => {
  const column = (i: number) => b.slice(x, [i], [i + 1], [1]);
  return b.add(b.mul(column(0), column(1)), b.mul(column(2), 2));
});

const point: [x: number[], baseline: number | number[], values: number[]][] = [
  [[20, 50, 30], 0, [76.6667, 196.6667, 116.6667]],
  [[2, 10, 3], 0, [7, 32.5, 10.5]],
  [
    [20, 50, 30],
    [10, 20, 10],
    [40, 120, 80],
  ],
];

describe('Shapley values', () => {
  const files = temporaryFolder();
  const service = new LocalService();

  const explained = explainer(files, 3, service);
  const explain = (
    graph: Graph,
    x: number[],
    method: string,
    parameters: object = {},
    shape: Shape = [1, x.length],
  ): Promise<AttributionResult> => explained(graph, shape, x, method, parameters);
  const file = (name: string, rows: number[][]): string =>
    writeArray(files.path(name), [rows.length, rows[0]!.length], rows.flat());

  for (const method of ['shapley-exact', 'kernel-shap']) {
    for (const [x, baseline, expected] of point) {
      it(`${method} of the two-layer network at (${x.join()}) against ${String(baseline)}`, async () => {
        const absent = Array.isArray(baseline) ? file('baseline.npy', [baseline]) : baseline;
        const { attribution, law } = await explain(basicMultiLayer(), x, method, { baseline: absent });
        assertClose(attribution.data, expected, 1e-3);
        assert.ok(law!.holds);
      });
    }
  }

  it('grouped players share as one: (275, 115), and against 4 (248, 104)', async () => {
    const players = file('mask.npy', [[0, 0, 1]]);
    const zero = await explain(basicMultiLayer(), [20, 50, 30], 'shapley-exact', { players });
    assertClose(zero.attribution.data, [275, 275, 115], 1e-3);
    const four = await explain(basicMultiLayer(), [20, 50, 30], 'shapley-exact', { players, baseline: 4 });
    assertClose(four.attribution.data, [248, 248, 104], 1e-3);
  });

  it('feature ablation: (80, 200, 120), grouped 280 and 120', async () => {
    assertClose(
      (await explain(basicMultiLayer(), [20, 50, 30], 'feature-ablation')).attribution.data,
      [80, 200, 120],
      1e-3,
    );
    const players = file('mask.npy', [[0, 0, 1]]);
    const grouped = await explain(basicMultiLayer(), [20, 50, 30], 'feature-ablation', { players });
    assertClose(grouped.attribution.data, [280, 280, 120], 1e-3);
  });

  const complete = [
    'shapley-exact', 'kernel-shap', 'shapley-sampling', 'permutation-shap', 'feature-ablation', 'deep-shap', 'deep-lift',
    'expected-gradients', 'integrated-gradients', 'occlusion',
  ]; // prettier-ignore
  for (const method of complete) {
    it(`${method} of a linear network is w·(x − b)`, async () => {
      const parameters = method === 'occlusion' ? { fill: 0.5 } : { baseline: 0.5 };
      const { attribution } = await explain(linear, [1, 2, 4], method, parameters);
      // Expected gradients are noisy in no way here: every gradient and every way is the same.
      assertClose(attribution.data, [2 * 0.5, -3 * 1.5, 0.5 * 3.5], 1e-4);
    });
  }

  for (const method of ['shapley-exact', 'kernel-shap', 'deep-shap', 'shapley-sampling']) {
    it(`${method} against a background is w·(x − its mean)`, async () => {
      const background = file('background.npy', [[0, 0, 0], [1, -1, 3], [2, 4, 0]]); // prettier-ignore
      const { attribution } = await explain(linear, [1, 2, 4], method, { background });
      assertClose(attribution.data, [2 * (1 - 1), -3 * (2 - 1), 0.5 * (4 - 1)], 1e-4);
    });
  }

  it('one order and its reverse are exact for products of two', async () => {
    const { attribution, standardError } = await explain(product, [3, 5, 2], 'permutation-shap', { samples: 2 });
    assertClose(attribution.data, [7.5, 7.5, 4], 1e-4);
    assertClose(standardError!.data, [0, 0, 0], 1e-4);
  });

  for (const method of ['shapley-sampling', 'kernel-shap']) {
    it(`${method}: nine of ten errors of repeated runs lie within 2.5 of its own standard errors`, async () => {
      const x = Array.from({ length: 12 }, (_, i) => Math.sin(i + 1) * 2);
      const bent = network([1, 12], (b, v) => {
        const rows = Array.from({ length: 6 }, (_, r) => x.map((__, i) => Math.cos(1 + 3 * r + i * (r + 1))));
        return dense(b, b.op('Relu', [dense(b, v, rows, [0, 0.5, -0.5, 1, -1, 0])]), [[1, -2, 1.5, 1, 2, -1]], [0]);
      });
      const model = writeModel(files.path('bent.onnx'), bent);
      const input = writeArray(files.path('bent.npy'), [1, 12], x);
      const run = (name: string, parameters: object, seed: number): Promise<AttributionResult> =>
        service.attribute({
          model,
          input,
          method: name,
          parameters: { ...parameters },
          target: '0',
          device: 'cpu',
          seed,
          memoryBudget: 2 ** 30,
        });
      const exact = (await run('shapley-exact', {}, 0)).attribution.data;
      let within = 0;
      for (let seed = 0; seed < 8; seed++) {
        const { attribution, standardError } = await run(
          method,
          { samples: method === 'kernel-shap' ? 600 : 60 },
          seed,
        );
        for (let i = 0; i < 12; i++)
          if (Math.abs(attribution.data[i]! - exact[i]!) <= 2.5 * standardError!.data[i]!) within++;
      }
      assert.ok(within >= 0.9 * 96 && within <= 96, `${within} of 96`);
    });
  }

  it('samples are added until the tolerance holds', async () => {
    const coarse = await explain(basicMultiLayer(), [20, 50, 30], 'shapley-sampling', { samples: 2, tolerance: 0.01 });
    const fine = await explain(basicMultiLayer(), [20, 50, 30], 'shapley-sampling', {
      samples: 2,
      tolerance: 0.01,
      untilConverged: true,
    });
    assert.ok(coarse.conventions.some((sentence) => sentence.includes('not converged')) || coarse.law!.holds);
    assert.ok(fine.conventions.some((sentence) => sentence.includes(': converged at')));
  });

  const refusals: [string, string, object, RegExp][] = [
    ['too many players', 'shapley-exact', { players: 'columns' }, /25 players.*takes up to 20/],
    ['an unknown word', 'kernel-shap', { players: 'circles' }, /players must be .*, not "circles"/],
    ['patches without a size', 'kernel-shap', { players: 'patches' }, /whole number above 0/],
    ['superpixels of a table', 'kernel-shap', { players: 'superpixels:4' }, /need a picture/],
  ];
  for (const [name, method, parameters, sentence] of refusals) {
    it(`refuses ${name}`, async () => {
      const wide = network([1, 25], (b, x) => b.sum(x, [1]));
      await assert.rejects(explain(wide, new Array<number>(25).fill(1), method, parameters), sentence);
    });
  }

  it('patches of a picture are players', async () => {
    const counting = Array.from({ length: 16 }, (_, i) => i);
    const { attribution, law, conventions } = await explain(
      oneConvolution(),
      counting,
      'shapley-exact',
      { players: 'patches:2' },
      [1, 1, 4, 4],
    );
    assert.equal(new Set(attribution.data).size, 4);
    assert.equal(attribution.data[0], attribution.data[5]);
    assert.ok(law!.holds && conventions[1]!.includes('patches of 2'));
  });

  it('superpixels follow the edges of a picture', async () => {
    // A bright square in a dark picture: with four superpixels it is told from its surroundings.
    const picture = Array.from({ length: 256 }, (_, i) => (i % 16 < 8 && i < 128 ? 1 : 0));
    const brightness = network([1, 1, 16, 16], (b, x) => b.reshape(b.sum(x, [1, 2, 3]), [1, 1]));
    const { attribution } = await explain(
      brightness,
      picture,
      'shapley-exact',
      { players: 'superpixels:4' },
      [1, 1, 16, 16],
    );
    picture.forEach((value, i) => assert.equal(attribution.data[i]! > 0, value === 1, `place ${i}`));
  });
});
