/** One training step against updates worked out by hand on y = x·w + c, whose loss is the mean square of y − t. */
import assert from 'node:assert/strict';
import { batchOf, lossGraph } from '../../../scripts/examples/loss';
import { drawDigits } from '../../../scripts/examples/dataset';
import { initialWeights, weightShapes } from '../../../scripts/examples/network';
import { crossEntropy } from '../../../src/differentiate/losses';
import { adam, sgd, type Optimizer } from '../../../src/differentiate/optimizers';
import { trainingStep, type TrainingStep } from '../../../src/differentiate/trainingStep';
import { Engine } from '../../../src/engine/engine';
import { Builder } from '../../../src/graph/builder';
import type { BoundGraph } from '../../../src/graph/graph';
import { operators } from '../../../src/operators';
import { ArgumentError } from '../../../src/shared/errors';
import { float32, type Tensor } from '../../../src/shared/tensor';

const x = [[1, 2], [3, -1], [0.5, 4]]; // prettier-ignore
const t = [1, -2, 0.5];
const data = { x: float32([3, 2], x.flat()), t: float32([3, 1], t) };
const start = { w: float32([2, 1], [0.3, -0.7]), c: float32([1], [0.1]) };

describe('a training step', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  /** What is carried and the loss of each step, after so many of them. */
  async function train(
    step: TrainingStep,
    weights: Record<string, Tensor>,
    feeds: Record<string, Tensor>,
    steps: number,
  ) {
    const program = await engine.compile(step.graph, { device: 'cpu' });
    const losses: number[] = [];
    let state = step.start(weights);
    for (let i = 0; i < steps; i++) {
      const outputs = await program.run({ ...state, ...feeds });
      losses.push(...(outputs[step.loss]!.data as Float32Array));
      state = step.next(outputs);
    }
    return { state, losses };
  }

  const optimizers: { name: string; optimizer: Optimizer; update: () => Update }[] = [
    { name: 'sgd', optimizer: sgd({ learningRate: 0.05 }), update: () => (weight, g) => weight - 0.05 * g },
    { name: 'adam', optimizer: adam(), update: () => adamByHand(0.001, 0.9, 0.999, 1e-8) },
    {
      name: 'adam with settings of its own',
      optimizer: adam({ learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 0.01 }),
      update: () => adamByHand(0.1, 0.5, 0.9, 0.01),
    },
  ];
  for (const { name, optimizer, update } of optimizers) {
    it(`of ${name} moves the weights as worked out by hand, over 12 steps`, async () => {
      const step = trainingStep(linear(), { loss: 'loss', weights: ['w', 'c'], optimizer });
      const { state, losses } = await train(step, start, data, 12);
      const expected = byHand(12, update());
      assertClose([...numbers(state['w']), ...numbers(state['c'])], expected.weights, 1e-5);
      assertClose(losses, expected.losses, 1e-5);
      assert.deepEqual(numbers(state['steps done']), [12]);
      assert.ok(losses.at(-1)! < losses[0]!);
    });
  }

  it('of adam moves every weight by the learning rate at first, whatever the gradient', async () => {
    const step = trainingStep(linear(), { loss: 'loss', weights: ['w', 'c'], optimizer: adam() });
    const { state } = await train(step, start, data, 1);
    const moved = numbers(state['w']).map((value, i) => Math.abs(value - numbers(start.w)[i]!));
    assertClose(moved, [0.001, 0.001], 1e-6);
  });

  it('leaves inputs that it was not told to train alone', async () => {
    const step = trainingStep(linear(), { loss: 'loss', weights: ['w'], optimizer: sgd({ learningRate: 0.05 }) });
    const { state } = await train(step, start, { ...data, c: start.c }, 1);
    assert.deepEqual(Object.keys(state), ['w', 'steps done']);
  });

  it('makes the loss of the digits small: 5 digits are learnt by heart', async () => {
    const step = trainingStep(lossGraph(5), { loss: 'loss', weights: Object.keys(weightShapes), optimizer: adam() });
    const feeds = batchOf(drawDigits(5, 11), [0, 1, 2, 3, 4]);
    const { losses } = await train(step, initialWeights(12), feeds, 40);
    assert.ok(losses[0]! > 1 && losses.at(-1)! < 0.05, `${losses[0]} to ${losses.at(-1)}`);
  });

  it('follows the cross-entropy, whose gradient is softmax − probabilities over the batch', async () => {
    const b = new Builder(operators);
    const [logits, p] = [b.input('logits', 'float32', [2, 3]), b.input('p', 'float32', [2, 3])];
    const graph = named(b, crossEntropy(b, logits, p));
    const step = trainingStep(graph, { loss: 'loss', weights: ['logits'], optimizer: sgd({ learningRate: 1 }) });
    const weights = { logits: float32([2, 3], [0, 0, 0, Math.log(2), 0, 0]) };
    const { state, losses } = await train(step, weights, { p: float32([2, 3], [1, 0, 0, 0, 0.5, 0.5]) }, 1);
    assertClose(losses, [(Math.log(3) + Math.log(4)) / 2], 1e-6);
    const expected = [1 / 3, -1 / 6, -1 / 6, Math.log(2) - 1 / 4, 1 / 8, 1 / 8];
    assertClose(numbers(state['logits']), expected, 1e-6);
  });

  it('refuses what it cannot train, in a sentence', () => {
    const optimizer = adam();
    const refused: [() => unknown, RegExp][] = [
      [() => trainingStep(linear(), { loss: 'loss', weights: ['v'], optimizer }), /"v" is not an input/],
      [() => trainingStep(linear(), { loss: 'y', weights: ['w'], optimizer }), /"y" has shape \[3,1\]/],
      [
        () => trainingStep(linear(), { loss: 'loss', weights: ['w'], optimizer }).start({}),
        /"w" has no initial values/,
      ],
    ];
    for (const [act, message] of refused)
      assert.throws(act, (error: Error) => error instanceof ArgumentError && message.test(error.message));
  });
});

/** x [3, 2], t [3, 1] and the weights w [2, 1], c [1]; the values "y" and "loss". */
function linear(): BoundGraph {
  const b = new Builder(operators);
  const sym = (name: string, shape: number[]) => b.input(name, 'float32', shape);
  const product = b.matmul(sym('x', [3, 2]), sym('w', [2, 1]));
  const y = b.node({ op: 'Add', domain: '', name: 'y', outputs: ['y'], attributes: {} }, [product, sym('c', [1])])[0]!;
  const error = b.sub(y, sym('t', [3, 1]));
  return named(b, b.mean(b.mul(error, error), [0, 1], false));
}

function named(b: Builder, loss: ReturnType<Builder['get']>): BoundGraph {
  return b.build([b.node({ op: 'Identity', domain: '', name: 'loss', outputs: ['loss'], attributes: {} }, [loss])[0]!]);
}

type Update = (weight: number, gradient: number, i: number, step: number) => number;

/** dL/dw = 2/3 Σ (y − t)·x and dL/dc = 2/3 Σ (y − t), in float64. */
function byHand(steps: number, update: Update): { weights: number[]; losses: number[] } {
  let weights = [0.3, -0.7, 0.1];
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const errors = x.map(([x1, x2], i) => x1! * weights[0]! + x2! * weights[1]! + weights[2]! - t[i]!);
    losses.push(errors.reduce((sum, error) => sum + error ** 2, 0) / 3);
    const gradient = [0, 1, 2].map((k) => (2 / 3) * errors.reduce((sum, error, i) => sum + error * (x[i]![k] ?? 1), 0));
    weights = weights.map((weight, k) => update(weight, gradient[k]!, k, step));
  }
  return { weights, losses };
}

/** Algorithm 1 of Kingma and Ba, a weight at a time. */
function adamByHand(rate: number, beta1: number, beta2: number, epsilon: number): Update {
  const [m, v] = [[0, 0, 0], [0, 0, 0]]; // prettier-ignore
  return (weight, g, i, step) => {
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
    return weight - (rate * (m[i] / (1 - beta1 ** step))) / (Math.sqrt(v[i] / (1 - beta2 ** step)) + epsilon);
  };
}

function numbers(tensor: Tensor | undefined): number[] {
  return Array.from(tensor!.data as Float32Array);
}

function assertClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]!) <= tolerance, `[${actual.join()}] is not [${expected.join()}]`);
  });
}
