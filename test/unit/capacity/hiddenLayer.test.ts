/** The exercise: what a hidden layer learns that a perceptron cannot, evaluated here by hand. */
import assert from 'node:assert/strict';
import { Engine } from '../../../src/engine/engine';
import { methodById } from '../../../src/methods';
import { solveWithHiddenLayer } from '../../../src/methods/capacity/hiddenLayer';
import { linearSeparability } from '../../../src/methods/capacity/linearSeparability';
import { parseParameters } from '../../../src/methods/method';
import type { HiddenLayerRequest, HiddenLayerSolution, Label } from '../../../src/shared/capacity/requests';
import { ArgumentError, CancelledError } from '../../../src/shared/errors';
import { random } from '../../../src/shared/random';

const square = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore
const xor: HiddenLayerRequest = { points: square, labels: [-1, 1, 1, -1], hidden: 2, seed: 0 };

describe('a hidden layer', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  it('of two units solves XOR from any seed', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const solution = await solveWithHiddenLayer(engine, { ...xor, seed }, {});
      assert.deepEqual(
        [solution.correct, solution.points, solution.hidden.length, solution.output.length],
        [4, 4, 2, 1],
      );
      assert.deepEqual(labelsOf(solution, square), xor.labels);
    }
  });

  it('of one unit does not: it is a function of one weighted sum that only rises or falls', async () => {
    const solution = await solveWithHiddenLayer(engine, { ...xor, hidden: 1 }, {});
    assert.equal(solution.correct, 3);
    assert.equal(rightOf(solution, xor), 3);
  });

  it('does not mind where the points are and how far apart', async () => {
    const points = square.map(([x, y]) => [1e6 + 1e-3 * x!, -2e5 * y!]);
    const solution = await solveWithHiddenLayer(engine, { ...xor, points, hidden: 3 }, {});
    assert.deepEqual(labelsOf(solution, points), xor.labels);
  });

  it('is the same for the same seed', async () => {
    const [a, b, other] = await Promise.all(
      [7, 7, 8].map((seed) => solveWithHiddenLayer(engine, { ...xor, seed }, {})),
    );
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, other);
  });

  it('tells how many points are right when no training can get all', async () => {
    const request: HiddenLayerRequest = { points: [[1], [1], [2]], labels: [1, -1, 1], hidden: 2, seed: 0 };
    const { correct, points, epochs } = await solveWithHiddenLayer(engine, request, {});
    assert.deepEqual([correct, points], [2, 3]);
    assert.ok(epochs > 1000);
  });

  it('reports progress and stops when cancelled', async () => {
    const controller = new AbortController();
    const onProgress = ({ fraction }: { fraction: number }) => {
      if (fraction > 0.01) controller.abort();
    };
    const running = solveWithHiddenLayer(engine, { ...xor, hidden: 1 }, { signal: controller.signal, onProgress });
    await assert.rejects(running, CancelledError);
  });

  const refused: [what: string, change: Partial<HiddenLayerRequest>, message: RegExp][] = [
    ['no units', { hidden: 0 }, /^A hidden layer has 1 to 256 units, not 0\.$/],
    ['half a unit', { hidden: 1.5 }, /not 1\.5\.$/],
    ['too many units', { hidden: 1e9 }, /not 1000000000\.$/],
    ['no points', { points: [], labels: [] }, /^There are no points/],
    ['a label missing', { labels: [1, 1, -1] }, /^There are 3 labels for 4 points/],
  ];
  for (const [what, change, message] of refused) {
    it(`refuses ${what} in one sentence`, async () => {
      await assert.rejects(
        solveWithHiddenLayer(engine, { ...xor, ...change }, {}),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }

  describe('linear-separability', () => {
    it('proves XOR inseparable, counts 14 of 16, and shows that two units are enough', async () => {
      const { curves, law, conventions } = await exercise({});
      assert.deepEqual(
        curves.map(({ name }) => name),
        ['perceptron', '1 hidden unit', '2 hidden units', '3 hidden units'],
      );
      assert.deepEqual(
        curves.map(({ y }) => y.at(-1) === 1),
        [false, false, true, true],
      );
      assert.ok(curves[0]!.y.every((share) => share < 1));
      assert.equal(law?.holds, true);
      assert.match(conventions[0]!, /^No perceptron .* coefficients 1, 1, 1, 1 of the points 1, 2, 3, 4\.$/);
      assert.match(conventions[1]!, /produce 14 of the 16 labelings/);
    });

    it('tells the weights where there are some, and trains the perceptron to them', async () => {
      const { curves, law, conventions } = await exercise({ labels: [-1, -1, -1, 1], hidden: [0] });
      assert.equal(curves[0]!.y.at(-1), 1);
      assert.equal(law?.holds, true);
      assert.match(conventions[0]!, /^A perceptron produces .* weights 2, 2 and bias -3, margin 0\.3536\.$/);
    });

    const wrong: [what: string, parameters: Record<string, unknown>, message: RegExp][] = [
      ['labels that do not fit', { labels: [1, -1] }, /2 labels for 4 points/],
      ['a label of 0', { labels: [1, -1, 0, 1] }, /Label 3 is 0/],
      ['points of different length', { points: [[0], [0, 1]], labels: [1, 1] }, /Point 2 has 2 coordinates/],
      ['a parameter out of range', { hidden: [-1] }, /parameter hidden\.0/],
    ];
    for (const [what, parameters, message] of wrong) {
      it(`refuses ${what}`, async () => {
        await assert.rejects(
          async () => exercise(parameters),
          (error: Error) => error instanceof ArgumentError && message.test(error.message),
        );
      });
    }
  });

  function exercise(given: Record<string, unknown>) {
    const parameters = parseParameters(methodById('linear-separability'), given);
    const context = { engine, memoryBudget: 2 ** 30, random: random(0), progress: () => undefined };
    return linearSeparability.run(context, parameters);
  }
});

function rightOf(solution: HiddenLayerSolution, { points, labels }: HiddenLayerRequest): number {
  return labelsOf(solution, points).filter((label, i) => label === labels[i]).length;
}

function labelsOf({ hidden, output }: HiddenLayerSolution, points: readonly number[][]): Label[] {
  const [last] = output as [HiddenLayerSolution['output'][number]];
  return points.map((point) => {
    let sum = last.bias;
    hidden.forEach(({ weights, bias }, h) => {
      sum += last.weights[h]! * Math.tanh(weights.reduce((s, weight, k) => s + weight * point[k]!, bias));
    });
    return sum > 0 ? 1 : -1;
  });
}
