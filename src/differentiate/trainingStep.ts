/**
 * One training step as one graph: forward, loss, backward and the optimizer's update, with the weights and the
 * optimizer's state as inputs and outputs. `optimizers.ts` has the updates; the caller decides about batches, epochs
 * and when to stop.
 */
import { Builder } from '../graph/builder';
import type { BoundGraph } from '../graph/graph';
import { cut } from '../graph/passes/cut';
import { replayNode, replaySources } from '../graph/passes/bind';
import type { Sym } from '../graph/operator';
import { operators } from '../operators';
import { ArgumentError } from '../shared/errors';
import { float32, sizeOf, type Tensor } from '../shared/tensor';
import { backward } from './backward';
import type { Optimizer } from './optimizers';

/** By input name: the weights, and the optimizer's state. */
export type TrainingState = Readonly<Record<string, Tensor>>;

export interface TrainingStep {
  /**
   * Inputs: those of the network, weights included, and the optimizer's state. Outputs: the loss, then everything
   * carried to the next step.
   */
  graph: BoundGraph;
  /** Output with the loss before the update. */
  loss: string;
  /** Inputs of the first step besides the data: the given weights and an empty state. */
  start(weights: Readonly<Record<string, Tensor>>): TrainingState;
  /** Inputs of the next step, from all outputs of this one. */
  next(outputs: Readonly<Record<string, Tensor>>): TrainingState;
}

export interface TrainingOptions {
  /** The value to minimise: one number. */
  loss: string;
  /** The inputs that are trained; the others are data. */
  weights: readonly string[];
  optimizer: Optimizer;
}

const STEPS = 'steps done';

/**
 * The training step of `graph`, whose weights are inputs. Throws ArgumentError for a loss of more than one number or a
 * weight that is not an input, NoGradientError if an operator on the path has no gradient.
 */
export function trainingStep(graph: BoundGraph, { loss, weights, optimizer }: TrainingOptions): TrainingStep {
  const forward = cut(graph, [loss], true);
  const inputs = new Set(forward.inputs.map(({ name }) => name));
  const fixed = weights.find((name) => !inputs.has(name));
  if (fixed !== undefined)
    throw new ArgumentError(`"${fixed}" is not an input of the network, so it cannot be trained; make it an input.`);
  const b = new Builder(operators);
  replaySources(forward, b);
  for (const node of forward.nodes) replayNode(node, forward.opset, b);
  const value = b.get(loss);
  if (sizeOf(value.shape) !== 1)
    throw new ArgumentError(`The loss "${loss}" has shape [${value.shape.join()}]; reduce it to one number.`);

  /** Output by input, for everything carried. */
  const carried = new Map<string, Sym>();
  const carry = (name: string, after: Sym): void => {
    const output = { op: 'Identity', domain: '', name: `next ${name}`, outputs: [`next ${name}`], attributes: {} };
    carried.set(name, b.node(output, [after])[0]!);
  };
  const seed = b.expand(b.scalar(1, value.dtype), value.shape);
  const gradients = backward(b, forward.nodes, new Map([[loss, seed]]), weights);
  const step = b.add(b.input(STEPS, 'float32', []), 1);
  const update = optimizer.rule(b, step);
  weights.forEach((name, i) => {
    const weight = b.get(name);
    const names = optimizer.moments.map((moment) => `${moment} of ${name}`);
    const before = names.map((moment) => b.input(moment, weight.dtype, weight.shape));
    const after = update(weight, gradients[i]!, before);
    carry(name, after.weight);
    names.forEach((moment, k) => {
      carry(moment, after.moments[k]!);
    });
  });
  carry(STEPS, step);

  const built = b.build([value, ...carried.values()], `training step of ${graph.name}`);
  return {
    graph: { ...built, domains: graph.domains },
    loss,
    start: (given) =>
      Object.fromEntries(
        [...carried].map(([name, { shape }]) => {
          if (!weights.includes(name)) return [name, float32(shape, new Float32Array(sizeOf(shape)))];
          if (!given[name]) throw new ArgumentError(`The weight "${name}" has no initial values; give some.`);
          return [name, given[name]];
        }),
      ),
    next: (outputs) => Object.fromEntries([...carried].map(([name, after]) => [name, outputs[after.name]!])),
  };
}
