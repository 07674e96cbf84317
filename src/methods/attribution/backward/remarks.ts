/** Sentences that a relevance map needs beside it, told from its ledger. */
import { linearKind } from '../../../differentiate/relevance/linear';
import type { LedgerRow } from '../../../shared/results';
import type { MethodContext } from '../../method';

/** `of` is the value that was explained in place of the target's, if it differs. */
export function remarks({ target }: MethodContext, of: string, ledger: readonly LedgerRow[]): string[] {
  const flat = ledger.find(({ rule, op }) => rule === 'flat' && linearKind({ op, domain: '' }) === 'dense');
  return [
    'BatchNormalization is merged into linear layers where it can be, and handed through elsewhere.',
    'Max-pooling hands relevance to the winner; sums share it out by their terms.',
    ...(of === target.value ? [] : [`Starts at the logits "${of}" that "${target.value}" is made from.`]),
    ...(flat
      ? [
          `The flat rule at the dense layer "${flat.layer}" spreads relevance evenly: the map says nothing of single inputs there.`,
        ]
      : []),
  ];
}
