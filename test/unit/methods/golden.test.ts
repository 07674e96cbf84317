/** Facts that hold for every library: values worked out by hand or published with the papers and toolkits. */
import {
  assertClose,
  basicMultiLayer,
  dense,
  network,
  temporaryFolder,
  writeArray,
  writeModel,
} from '../../helpers/models';
import { LocalService } from '../../../src/kernel/service';
import type { Builder } from '../../../src/graph/builder';
import type { Graph } from '../../../src/graph/graph';
import type { Sym } from '../../../src/graph/operator';
import { quadratures } from '../../../src/methods/quadrature';
import type { AttributionResult } from '../../../src/shared/results';

describe('golden facts', () => {
  const files = temporaryFolder();
  const service = new LocalService();

  async function explain(
    graph: Graph,
    x: number[],
    method: string,
    parameters: Record<string, unknown> = {},
    target = '0',
  ): Promise<AttributionResult> {
    return service.attribute({
      model: writeModel(files.path('model.onnx'), graph),
      input: writeArray(files.path('x.npy'), [1, x.length], x),
      method,
      parameters,
      target,
      device: 'cpu',
      seed: 0,
      memoryBudget: 2 ** 30,
    });
  }

  // Shapley values by their definition: the mean over orders of what each input adds, f(S ∪ i) − f(S).
  const shapley: [x: number[], baseline: number[], values: number[]][] = [
    [
      [20, 50, 30],
      [0, 0, 0],
      [76.6667, 196.6667, 116.6667],
    ],
    [
      [2, 10, 3],
      [0, 0, 0],
      [7, 32.5, 10.5],
    ],
    [
      [20, 50, 30],
      [10, 20, 10],
      [40, 120, 80],
    ],
  ];
  for (const [x, baseline, expected] of shapley) {
    it(`Shapley values of the two-layer network at (${x.join()}) against (${baseline.join()}) are (${expected.join()})`, async () => {
      const coalitions = Array.from({ length: 8 }, (_, bits) =>
        x.map((value, i) => (bits & (1 << i) ? value : baseline[i]!)),
      );
      const { outputs } = await service.forward(
        {
          model: writeModel(files.path('model.onnx'), basicMultiLayer()),
          input: writeArray(files.path('x.npy'), [8, 3], coalitions.flat()),
          outputs: [],
          device: 'cpu',
          memoryBudget: 2 ** 30,
        },
        {},
      );
      const f = Object.values(outputs)[0]!.data as Float32Array;
      const orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ];
      const values = [0, 0, 0];
      for (const order of orders) {
        let bits = 0;
        for (const i of order) {
          values[i]! += (f[2 * (bits | (1 << i))]! - f[2 * bits]!) / orders.length;
          bits |= 1 << i;
        }
      }
      assertClose(values, expected, 1e-3);
    });
  }

  const a = (b: Builder, x: Sym): Sym => b.slice(x, [0], [1], [1]);
  const c = (b: Builder, x: Sym): Sym => b.slice(x, [1], [2], [1]);
  const relu = (b: Builder, x: Sym): Sym => b.op('Relu', [x]);
  const invariant: [string, (b: Builder, x: Sym) => Sym][] = [
    ['relu(relu(a) − 1 − relu(b))', (b, x) => relu(b, b.sub(b.sub(relu(b, a(b, x)), 1), relu(b, c(b, x))))],
    ['relu(relu(a − 1) − relu(b))', (b, x) => relu(b, b.sub(relu(b, b.sub(a(b, x), 1)), relu(b, c(b, x))))],
  ];
  for (const [name, make] of invariant) {
    it(`integrated gradients of ${name} at (3, 1) are (1.5, −0.5): they see the function, not its form`, async () => {
      const { attribution } = await explain(network([1, 2], make), [3, 1], 'integrated-gradients', { steps: 3200 });
      assertClose(attribution.data, [1.5, -0.5], 2e-3);
    });
  }

  for (const quadrature of quadratures) {
    it(`a linear network's integrated gradients are w(x − b) by ${quadrature}, to the last step`, async () => {
      const linear = network([1, 3], (b, x) => dense(b, x, [[2, -3, 0.5]], [7]));
      const { attribution, law } = await explain(linear, [1, 2, 4], 'integrated-gradients', {
        quadrature,
        steps: 4,
        baseline: 0.5,
      });
      assertClose(attribution.data, [2 * 0.5, -3 * 1.5, 0.5 * 3.5], 1e-5);
      if (!law?.holds) throw new Error('completeness does not hold');
    });
  }

  it("a linear network's gradient is w, its input × gradient w·x, its SmoothGrad w with no error", async () => {
    const linear = network([1, 3], (b, x) => dense(b, x, [[2, -3, 0.5]], [7]));
    assertClose((await explain(linear, [1, 2, 4], 'gradient')).attribution.data, [2, -3, 0.5], 1e-6);
    assertClose((await explain(linear, [1, 2, 4], 'input-x-gradient')).attribution.data, [2, -6, 2], 1e-6);
    const smooth = await explain(linear, [1, 2, 4], 'smoothgrad');
    assertClose(smooth.attribution.data, [2, -3, 0.5], 1e-6);
    assertClose(smooth.standardError!.data, [0, 0, 0], 1e-6);
    assertClose(
      (await explain(linear, [1, 2, 4], 'smoothgrad', { form: 'variance' })).attribution.data,
      [0, 0, 0],
      1e-6,
    );
    assertClose(
      (await explain(linear, [1, 2, 4], 'smoothgrad', { form: 'squared' })).attribution.data,
      [4, 9, 0.25],
      1e-5,
    );
  });

  it('SmoothGrad of x² is 2x within its own error bars, and its variance form 4σ²', async () => {
    const square = network([1, 2], (b, x) => b.sum(b.mul(x, x), [1]));
    const [x, sigma] = [[1, 3], 0.25 * 2];
    const mean = await explain(square, x, 'smoothgrad', { samples: 4000, noise: 0.25 });
    // The gradient 2(x + σn) has the standard deviation 2σ, so its mean over n samples has 2σ/√n.
    assertClose(mean.standardError!.data, [(2 * sigma) / Math.sqrt(4000), (2 * sigma) / Math.sqrt(4000)], 1e-3);
    assertClose(mean.attribution.data, [2, 6], 5 * mean.standardError!.data[0]!);
    const variance = await explain(square, x, 'smoothgrad', { samples: 4000, noise: 0.25, form: 'variance' });
    assertClose(variance.attribution.data, [4 * sigma ** 2, 4 * sigma ** 2], 5 * variance.standardError!.data[0]!);
    // For a normal variable the sample variance has the standard error σ²√(2/(n−1)).
    assertClose(variance.standardError!.data, Array<number>(2).fill(4 * sigma ** 2 * Math.sqrt(2 / 3999)), 4e-3);
  });

  it('steps are added until completeness holds', async () => {
    const saturated = network([1, 1], (b, x) => b.op('Sigmoid', [b.mul(x, 40)]));
    const coarse = await explain(saturated, [3], 'integrated-gradients', { steps: 2 });
    const fine = await explain(saturated, [3], 'integrated-gradients', { steps: 2, untilConverged: true });
    if (coarse.law!.holds || !fine.law!.holds) throw new Error('2 steps should not do, more should');
    assertClose(fine.attribution.data, [0.5], 0.01);
  });

  it('a network with a batch of 1 written into a Reshape is integrated row by row', async () => {
    const stuck = network([1, 3], (b, x) => dense(b, b.op('Reshape', [x, b.int64([1, 3])]), [[2, -3, 0.5]], [7]));
    const { attribution } = await explain(stuck, [1, 2, 4], 'integrated-gradients');
    assertClose(attribution.data, [2, -6, 2], 1e-5);
  });

  it('hidden units can be explained', async () => {
    const graph = network([1, 3], (b, x) =>
      dense(
        b,
        relu(
          b,
          dense(
            b,
            x,
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
            [0, 0],
          ),
        ),
        [[1, 1]],
        [0],
      ),
    );
    const hidden = graph.nodes[0]!.outputs[0]!;
    const { attribution, targetOutput } = await explain(graph, [1, 1, 1], 'gradient', {}, `${hidden}:1`);
    assertClose(attribution.data, [4, 5, 6], 1e-6);
    assertClose(targetOutput, [15], 1e-6);
  });

  it('a file can be the baseline', async () => {
    const linear = network([1, 3], (b, x) => dense(b, x, [[2, -3, 0.5]], [7]));
    const baseline = writeArray(files.path('baseline.npy'), [1, 3], [1, 1, 1]);
    const { attribution } = await explain(linear, [1, 2, 4], 'integrated-gradients', { baseline });
    assertClose(attribution.data, [0, -3, 1.5], 1e-5);
  });
});
