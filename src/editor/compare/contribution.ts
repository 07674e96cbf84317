/** The manifest entries of comparing runs and methods. */
import type { Contribution } from '../contribution';

export const compareContribution: Contribution = {
  commands: [
    { id: 'compareRuns', title: 'Compare Runs…', icon: 'diff-multiple' },
    { id: 'compareMethods', title: 'Compare Methods…', icon: 'diff-multiple' },
  ],
  activation: ['onWebviewPanel:netloupe.compare'],
};
