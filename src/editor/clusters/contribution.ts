/** The manifest entries of the Clever Hans search. */
import type { Contribution } from '../contribution';

export const clustersContribution: Contribution = {
  commands: [{ id: 'findCleverHans', title: 'Find Clever Hans…', icon: 'eye' }],
  activation: ['onWebviewPanel:netloupe.clusters'],
};
