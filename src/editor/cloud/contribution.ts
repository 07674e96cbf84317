/** What maps of points add to the manifest. */
import { all, fileLike, type Contribution } from '../contribution';
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
    {
      id: 'embedModel',
      title: 'Show Embedding…',
      icon: 'graph-scatter',
      hidden: true,
      menus: { 'view/item/context': [{ when: modelRow, group: '1_explain' }] },
    },
    {
      id: 'embedLayer',
      title: 'Show Embedding of This Layer…',
      icon: 'graph-scatter',
      hidden: true,
      menus: { 'view/item/context': [{ when: layerRows, group: '1_explain' }] },
    },
    { id: 'embedFilm', title: 'Show Embedding Across Checkpoints…', icon: 'graph-scatter' },
    {
      id: 'embedModels',
      title: 'Show Embedding Across Checkpoints…',
      icon: 'graph-scatter',
      hidden: true,
      menus: { 'view/item/context': [{ when: all(modelRows, 'listMultiSelection'), group: '1_explain' }] },
    },
  ],
  activation: ['onWebviewPanel:netloupe.cloud'],
};
