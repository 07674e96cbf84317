/** What the capacity of perceptrons adds to the manifest. */
import type { Contribution } from '../contribution';

export const capacityContribution: Contribution = {
  commands: [{ id: 'capacity', title: 'Perceptron Capacity', icon: 'symbol-ruler' }],
  activation: ['onWebviewPanel:netloupe.capacity'],
};
