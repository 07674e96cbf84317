/** What a curve reads from the network: the target's value as the network outputs it, or its probability. */
import * as z from 'zod';
import { producers } from '../../graph/graph';
import type { MethodContext } from '../method';

export const readingParameter = z
  .enum(['probability', 'target'])
  .describe(
    'What to follow: the "target" as the network outputs it, or its "probability" by softmax over the outputs (unchanged if the network ends in Softmax or Sigmoid, or the target is not an output).',
  );

export interface Reading {
  label: string;
  /** From the whole value of one sample and the target's index in it. */
  of(all: Float32Array, index: number): number;
}

export function readingOf({ model, target }: MethodContext, choice: z.infer<typeof readingParameter>): Reading {
  const plain: Reading = { label: `"${target.value}"`, of: (all, index) => all[index]! };
  const op = producers(model.graph).get(target.value)?.op;
  const isOutput = model.graph.outputs.some(({ name }) => name === target.value);
  if (choice === 'target' || !isOutput) return plain;
  if (op === 'Softmax' || op === 'Sigmoid') return { ...plain, label: 'probability' };
  return {
    label: 'probability',
    of: (all, index) => (all.length < 2 ? all[index]! : softmaxAt(all, index)),
  };
}

function softmaxAt(logits: Float32Array, index: number): number {
  // The sum over classes of exp(z_c − z_index) overflows to infinity where the probability is 0.
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - logits[index]!);
  return 1 / sum;
}
