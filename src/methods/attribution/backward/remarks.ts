/** Remarks about a relevance map, derived from its ledger. */
import { linearKind } from '../../../differentiate/relevance/linear';
import type { LedgerRow } from '../../../shared/results';
import type { MethodContext } from '../../method';

/** `of` is the value explained in place of the target's, if it differs. */
export function remarks({ target }: MethodContext, of: string, ledger: readonly LedgerRow[]): string[] {
  const flat = ledger.find(({ rule, op }) => rule === 'flat' && linearKind({ op, domain: '' }) === 'dense');
  return [
    'BatchNormalization is merged into linear layers where possible, and passes relevance through elsewhere.',
    'Max-pooling passes relevance to the winner; sums distribute it in proportion to their terms.',
    ...(of === target.value ? [] : [`Starts at the logits "${of}", from which "${target.value}" is computed.`]),
    ...(flat
      ? [
          `The flat rule at the dense layer "${flat.layer}" spreads relevance evenly, so the map says nothing about single inputs there.`,
        ]
      : []),
  ];
}
