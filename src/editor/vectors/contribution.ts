/** What vector arithmetic adds to the manifest. */
import { fileLike, type Contribution } from '../contribution';
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
    {
      id: 'vectorsOfLayer',
      title: 'Vector Arithmetic with This Embedding…',
      icon: 'symbol-operator',
      hidden: true,
      menus: { 'view/item/context': [{ when: embeddingRow, group: '1_explain' }] },
    },
  ],
  activation: ['onWebviewPanel:netloupe.vectors'],
};
