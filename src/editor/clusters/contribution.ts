/** What the hunt for Clever Hans adds to the manifest. */
import type { Contribution } from '../contribution';

export const clustersContribution: Contribution = {
  commands: [{ id: 'findCleverHans', title: 'Find Clever Hans…', icon: 'eye' }],
  activation: ['onWebviewPanel:netloupe.clusters'],
};
