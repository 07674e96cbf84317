/**
 * Backward passes that rectify what they carry at every activation: guided backpropagation (Springenberg et al. 2015, arXiv:1412.6806)
 * after the gradient's own mask, the deconvolutional network (Zeiler, Fergus 2014, arXiv:1311.2901) in place of it. Max-pooling
 * goes back by its switches and filters by their transpose, as in the gradient.
 */
import type { Gradient } from '../graph/operator';
import { operators } from '../operators';
import type { Rules } from './backward';

/** Activations that cut off or damp what is negative. */
const rectifiers = [
  ...['Relu', 'LeakyRelu', 'PRelu', 'ThresholdedRelu', 'Elu', 'Celu', 'Selu', 'Gelu', 'Mish', 'HardSwish', 'Softplus'],
  'Clip',
];

const rectify: Gradient = ({ b, x, dy }) => [b.op('Relu', [dy[0]!]), ...x.slice(1).map(() => undefined)];

const rectifyAndMask: Gradient = (context) =>
  operators(context.node.op, '')!.gradient!({ ...context, dy: [context.b.op('Relu', [context.dy[0]!])] });

export const guided: Rules = ({ op }) => (rectifiers.includes(op) ? rectifyAndMask : undefined);

export const deconvolution: Rules = ({ op }) => (rectifiers.includes(op) ? rectify : undefined);
