/**
 * The network of the exercise "which labelings need a hidden layer": one layer of tanh units, or none, and one linear
 * output whose sign is the label; trained on all points at once with Adam. Callers choose the seed and when to stop
 * (`hiddenLayer.ts`, `linearSeparability.ts`).
 */
import { adam } from '../../differentiate/optimizers';
import { trainingStep, type TrainingState } from '../../differentiate/trainingStep';
import type { Engine } from '../../engine/engine';
import type { Program } from '../../engine/program';
import { Builder } from '../../graph/builder';
import type { BoundGraph } from '../../graph/graph';
import type { Sym } from '../../graph/operator';
import { operators } from '../../operators';
import type { HiddenLayerSolution, Label } from '../../shared/capacity/requests';
import type { Random } from '../../shared/random';
import { float32, sizeOf, type Shape, type Tensor } from '../../shared/tensor';
import { enter, frameOf, leave, type Frame } from './frame';

export type Network = Pick<HiddenLayerSolution, 'hidden' | 'output'>;

export interface LabeledPoints {
  points: number[][];
  labels: Label[];
}

/** The state of training after a step. */
export interface Epoch {
  /** Mean logistic loss, ln(1 + exp(−label · output)), in nats, before the step. */
  loss: number;
  /** For the original points, after the step. */
  network: Network;
}

/** Compiled once for a point set and a number of hidden units, then trained from any number of initialisations. */
export class Trainer {
  readonly #shapes: Readonly<Record<string, Shape>>;
  readonly #step: ReturnType<typeof trainingStep>;
  readonly #program: Promise<Program>;
  readonly #frame: Frame;
  readonly #data: Readonly<Record<string, Tensor>>;

  constructor(engine: Engine, { points, labels }: LabeledPoints, hidden: number, learningRate: number) {
    const [count, inputs] = [points.length, points[0]!.length];
    this.#frame = frameOf({ points, bias: true }, { alike: false });
    this.#data = {
      points: float32(
        [count, inputs],
        points.flatMap((point) => enter(this.#frame, point)),
      ),
      labels: float32([count, 1], labels),
    };
    this.#shapes = weightShapes(inputs, hidden);
    const graph = lossGraph(count, inputs, this.#shapes);
    const weights = Object.keys(this.#shapes);
    this.#step = trainingStep(graph, { loss: 'loss', weights, optimizer: adam({ learningRate }) });
    this.#program = engine.compile(this.#step.graph, { device: 'cpu' });
  }

  /** Trains endlessly from random weights; the consumer stops. */
  async *epochs(random: Random): AsyncGenerator<Epoch> {
    const program = await this.#program;
    let state = this.#step.start(initialWeights(this.#shapes, random));
    for (;;) {
      const outputs = await program.run({ ...state, ...this.#data });
      state = this.#step.next(outputs);
      yield { loss: (outputs[this.#step.loss]!.data as Float32Array)[0]!, network: this.#networkOf(state) };
    }
  }

  #networkOf(state: TrainingState): Network {
    const layer = (prefix: string, from: Frame | undefined): Network['hidden'] => {
      const [inputs, units] = this.#shapes[`${prefix}.weight`] as [number, number];
      const weights = state[`${prefix}.weight`]!.data as Float32Array;
      const biases = state[`${prefix}.bias`]!.data as Float32Array;
      return Array.from({ length: units }, (_, unit) => {
        const own = Array.from({ length: inputs }, (_, k) => weights[k * units + unit]!);
        const all = [...own, biases[unit]!];
        const outside = from ? leave(from, all, true) : all;
        return { weights: outside.slice(0, inputs), bias: outside[inputs]! };
      });
    };
    if (!this.#shapes['hidden.weight']) return { hidden: [], output: layer('output', this.#frame) };
    return { hidden: layer('hidden', this.#frame), output: layer('output', undefined) };
  }
}

/** The output for one point; its sign is the label. */
export function evaluate({ hidden, output }: Network, point: readonly number[]): number {
  const apply = ({ weights, bias }: { weights: readonly number[]; bias: number }, x: readonly number[]): number =>
    weights.reduce((sum, weight, k) => sum + weight * x[k]!, bias);
  return apply(output[0]!, hidden.length ? hidden.map((unit) => Math.tanh(apply(unit, point))) : point);
}

/** Points classified correctly. */
export function countCorrect(network: Network, { points, labels }: LabeledPoints): number {
  return points.filter((point, i) => evaluate(network, point) * labels[i]! > 0).length;
}

function weightShapes(inputs: number, hidden: number): Record<string, Shape> {
  if (hidden === 0) return { 'output.weight': [inputs, 1], 'output.bias': [1] };
  return {
    'hidden.weight': [inputs, hidden],
    'hidden.bias': [hidden],
    'output.weight': [hidden, 1],
    'output.bias': [1],
  };
}

function lossGraph(count: number, inputs: number, shapes: Readonly<Record<string, Shape>>): BoundGraph {
  const b = new Builder(operators);
  const points = b.input('points', 'float32', [count, inputs]);
  const labels = b.input('labels', 'float32', [count, 1]);
  const weights = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, b.input(name, 'float32', shape)]),
  );
  const dense = (layer: string, x: Sym): Sym =>
    b.add(b.matmul(x, weights[`${layer}.weight`]!), weights[`${layer}.bias`]!);
  const output = dense('output', shapes['hidden.weight'] ? b.op('Tanh', [dense('hidden', points)]) : points);
  const loss = b.mean(b.op('Softplus', [b.neg(b.mul(labels, output))]), [0, 1], false);
  return b.build([b.node({ op: 'Identity', domain: '', name: 'loss', outputs: ['loss'], attributes: {} }, [loss])[0]!]);
}

/** Normal weights of variance 1 / fan-in; biases too, so that the units of a small layer start apart. */
function initialWeights(shapes: Readonly<Record<string, Shape>>, { normal }: Random): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const fanIn = shapes[name.replace('.bias', '.weight')]![0]!;
      return [
        name,
        float32(
          shape,
          Array.from({ length: sizeOf(shape) }, () => normal() / Math.sqrt(Math.max(fanIn, 1))),
        ),
      ];
    }),
  );
}
