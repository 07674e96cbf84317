/** The manifest entries of explaining predictions. */
import { all, fileLike, type Contribution } from '../contribution';
import { dataExtensions, endingPattern, modelExtensions } from '../fileTypes';

export const explainContribution: Contribution = {
  commands: [
    {
      id: 'explain',
      title: 'Explain Prediction…',
      icon: 'search',
      menus: {
        'explorer/context': [
          { when: fileLike(endingPattern(modelExtensions)), group: 'navigation@50' },
          {
            when: all(fileLike(endingPattern(dataExtensions)), 'netloupe.hasModels != false'),
            group: 'navigation@50',
          },
        ],
      },
    },
  ],
  activation: ['onWebviewPanel:netloupe.explain'],
};
