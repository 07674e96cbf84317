/** What training minimises: each loss is one number, averaged over the batch. */
import type { Builder } from '../graph/builder';
import type { Sym } from '../graph/operator';

/** Cross-entropy in nats under softmax; logits and probabilities are [N, K]. */
export function crossEntropy(b: Builder, logits: Sym, probabilities: Sym): Sym {
  const perClass = b.mul(probabilities, b.op('LogSoftmax', [logits], { axis: 1 }));
  return b.neg(b.div(b.sum(perClass, [0, 1], false), logits.shape[0]!));
}
