/** What collecting activations adds to the manifest. */
import { ofRows, type Contribution } from '../contribution';
import { layerRows, modelRow } from '../models/rows';

export const activationsContribution: Contribution = {
  commands: [
    { id: 'collectActivations', title: 'Collect Activations…', icon: 'save-all' },
    ofRows(
      { id: 'collectModelActivations', title: 'Collect Activations…', icon: 'save-all' },
      { when: modelRow, group: '2_collect' },
    ),
    ofRows(
      { id: 'collectLayerActivations', title: 'Collect Activations of These Layers…', icon: 'save-all' },
      { when: layerRows, group: '2_collect' },
    ),
  ],
};
