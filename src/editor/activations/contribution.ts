/** What collecting activations adds to the manifest. */
import type { Contribution } from '../contribution';
import { layerRows, modelRow } from '../models/rows';

export const activationsContribution: Contribution = {
  commands: [
    { id: 'collectActivations', title: 'Collect Activations…', icon: 'save-all' },
    {
      id: 'collectModelActivations',
      title: 'Collect Activations…',
      icon: 'save-all',
      hidden: true,
      menus: { 'view/item/context': [{ when: modelRow, group: '2_collect' }] },
    },
    {
      id: 'collectLayerActivations',
      title: 'Collect Activations of These Layers…',
      icon: 'save-all',
      hidden: true,
      menus: { 'view/item/context': [{ when: layerRows, group: '2_collect' }] },
    },
  ],
};
