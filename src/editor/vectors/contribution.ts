/** The manifest entries of vector arithmetic. */
import { fileLike, ofRows, type Contribution } from '../contribution';
import { vectorFile } from '../fileTypes';
import { embeddingRow } from '../models/rows';

export const vectorsContribution: Contribution = {
  commands: [
    {
      id: 'vectors',
      title: 'Vector Arithmetic…',
      icon: 'symbol-operator',
      menus: { 'explorer/context': [{ when: fileLike(vectorFile), group: 'navigation@52' }] },
    },
    ofRows(
      { id: 'vectorsOfLayer', title: 'Vector Arithmetic with This Embedding…', icon: 'symbol-operator' },
      { when: embeddingRow, group: '1_explain' },
    ),
  ],
  activation: ['onWebviewPanel:netloupe.vectors'],
};
