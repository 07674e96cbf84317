/**
 * Backward passes that rectify their signal at every activation: guided backpropagation (Springenberg et al. 2015,
 * arXiv:1412.6806) after the gradient's own mask, the deconvolutional network (Zeiler, Fergus 2014, arXiv:1311.2901)
 * instead of it. Max-pooling uses its switches and filters their transpose, as in the gradient.
 */
import type { Node } from '../graph/graph';
import type { Gradient } from '../graph/operator';
import { operators } from '../operators';
import type { Rules } from './backward';

const rectify: Gradient = ({ b, x, dy }) => [b.op('Relu', [dy[0]!]), ...x.slice(1).map(() => undefined)];

const rectifyAndMask: Gradient = (context) =>
  operators(context.node.op, '')!.gradient!({ ...context, dy: [context.b.op('Relu', [context.dy[0]!])] });

const rectifies = ({ op, domain }: Node): boolean => operators(op, domain)?.rectifies ?? false;

export const guided: Rules = (node) => (rectifies(node) ? rectifyAndMask : undefined);

export const deconvolution: Rules = (node) => (rectifies(node) ? rectify : undefined);
