/** Layers and neurons in place of the input, against published values and sums that must hold. */
import assert from 'node:assert/strict';
import type { Graph } from '../../../src/graph/graph';
import type { AttributionResult } from '../../../src/shared/results';
import { explainer } from '../../helpers/explain';
import { assertClose, dense, network, temporaryFolder } from '../../helpers/models';

const ones = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array<number>(columns).fill(1));

/** Captum's BasicModel_MultiLayer with its first, identical layer. */
const multiLayer = network([1, 3], (b, x) => {
  const identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
  const first = b.node({ op: 'Identity', domain: '', name: 'linear0', outputs: ['linear0'], attributes: {} }, [dense(b, x, identity, [0, 0, 0])])[0]!; // prettier-ignore
  const second = b.node({ op: 'Identity', domain: '', name: 'linear1', outputs: ['linear1'], attributes: {} }, [dense(b, first, ones(4, 3), [-10, 1, 1, 1])])[0]!; // prettier-ignore
  const relu = b.node({ op: 'Relu', domain: '', name: 'relu', outputs: ['relu'], attributes: {} }, [second])[0]!;
  return dense(b, relu, ones(2, 4), [-1, 1]);
});

/** x + 3·relu(x) summed: a path leads around the layer. */
const around = network([1, 2], (b, x) => {
  const relu = b.node({ op: 'Relu', domain: '', name: 'relu', outputs: ['relu'], attributes: {} }, [x])[0]!;
  return b.sum(b.add(b.mul(b.mul(relu, relu), 3), x), [1]);
});

describe('attribution to layers', () => {
  const files = temporaryFolder();
  const explained = explainer(files);
  const explain = (graph: Graph, x: number[], method: string, parameters: object): Promise<AttributionResult> =>
    explained(graph, [1, x.length], x, method, parameters);

  const facts: [string, string, number[], number[]][] = [
    ['conductance', 'linear0', [0, 100, 0], [0, 390, 0]],
    ['conductance', 'linear1', [0, 100, 0], [90, 100, 100, 100]],
    ['conductance', 'relu', [0, 100, 0], [90, 100, 100, 100]],
    ['internal-influence', 'linear1', [0, 100, 0], [0.9, 1, 1, 1]],
    ['internal-influence', 'linear0', [0, 100, 0], [3.9, 3.9, 3.9]],
    ['gradient', 'linear1', [0, 100, 0], [1, 1, 1, 1]],
    ['input-x-gradient', 'relu', [0, 100, 0], [90, 101, 101, 101]],
    ['integrated-gradients', 'relu', [0, 100, 0], [90, 100, 100, 100]],
    ['deep-lift', 'relu', [0, 100, 0], [90, 100, 100, 100]],
    // Started with the value of the target, relevance is activation times weight.
    ['lrp', 'relu', [0, 100, 0], [90, 101, 101, 101]],
  ];
  for (const [method, layer, x, expected] of facts) {
    it(`${method} at ${layer}`, async () => {
      const parameters = method === 'lrp' ? { layer, start: 'output', composite: 'epsilon' } : { layer };
      const steps = /conductance|influence|integrated/.test(method) ? { steps: 1000 } : {};
      const result = await explain(multiLayer, x, method, { ...parameters, ...steps });
      assert.equal(result.layer, layer);
      assertClose(result.attribution.data, expected, Math.max(...expected) * 2e-3);
    });
  }

  it('is complete at a layer that all paths cross', async () => {
    for (const method of ['conductance', 'integrated-gradients', 'deep-lift']) {
      const { law } = await explain(multiLayer, [3, 8, 1], method, { layer: 'relu', ...(method !== 'deep-lift' && { steps: 500 }) }); // prettier-ignore
      assert.ok(law!.holds, `${method}: ${law!.gap[0]}`);
    }
  });

  it('holds what leads around the layer at its input', async () => {
    // 3·relu² from (0, 0) to (2, 1), with x held: 12 and 3.
    const { attribution } = await explain(around, [2, 1], 'integrated-gradients', { layer: 'relu' });
    assertClose(attribution.data, [12, 3], 1e-3);
  });

  it('chooses the last activation by itself', async () => {
    assert.equal((await explain(multiLayer, [0, 100, 0], 'conductance', {})).layer, 'relu');
  });

  it('refuses a layer that is not on the way', () =>
    assert.rejects(
      explain(multiLayer, [0, 1, 0], 'gradient', { layer: 'relu7' }),
      /"relu7" is not a layer between the input and .*; the nearest are "relu"/,
    ));
});
