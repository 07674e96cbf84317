/** The manifest entries of perceptron capacity. */
import type { Contribution } from '../contribution';

export const capacityContribution: Contribution = {
  commands: [{ id: 'capacity', title: 'Perceptron Capacity', icon: 'symbol-ruler' }],
  activation: ['onWebviewPanel:netloupe.capacity'],
};
