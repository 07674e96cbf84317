/** The manifest entries of maps of points. */
import { all, fileLike, ofRows, type Contribution } from '../contribution';
import { arrayExtensions, endingPattern, modelExtensions } from '../fileTypes';
import { modelRow, modelRows, layerRows } from '../models/rows';

export const cloudContribution: Contribution = {
  commands: [
    {
      id: 'embed',
      title: 'Show Embedding…',
      icon: 'graph-scatter',
      menus: {
        'explorer/context': [modelExtensions, arrayExtensions].map((extensions) => ({
          when: fileLike(endingPattern(extensions)),
          group: 'navigation@51',
        })),
      },
    },
    ofRows(
      { id: 'embedModel', title: 'Show Embedding…', icon: 'graph-scatter' },
      { when: modelRow, group: '1_explain' },
    ),
    ofRows(
      { id: 'embedLayer', title: 'Show Embedding of This Layer…', icon: 'graph-scatter' },
      { when: layerRows, group: '1_explain' },
    ),
    { id: 'embedFilm', title: 'Show Embedding Across Checkpoints…', icon: 'graph-scatter' },
    ofRows(
      { id: 'embedModels', title: 'Show Embedding Across Checkpoints…', icon: 'graph-scatter' },
      { when: all(modelRows, 'listMultiSelection'), group: '1_explain' },
    ),
  ],
  activation: ['onWebviewPanel:netloupe.cloud'],
};
