/** The questions before a film: the checkpoints, and a layer that all of them have. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import { fileItem, findPaths } from '../ask/fileSteps';
import { back, type Step } from '../ask/wizard';
import { modelExtensions } from '../fileTypes';
import { filmOf, layerItem, type CloudChoice } from './steps';

/** Throws ArgumentError if there are fewer than two. */
export const checkpointsStep: Step<CloudChoice> = {
  isNeeded: ({ models }) => models === undefined,
  async ask(choice, wizard) {
    const found = await findPaths(modelExtensions);
    if (found.length < 2)
      throw new ArgumentError('A film needs at least two models; save checkpoints of a network into the workspace.');
    const items = filmOf(found).models.map((path) => fileItem(path));
    for (;;) {
      const picked = await wizard.pickMany({ placeholder: 'Choose two or more checkpoints', items });
      if (picked === undefined || picked === back) return picked;
      if (picked.length > 1) return { ...choice, ...filmOf(picked.flatMap(({ path }) => path ?? [])) };
      void vscode.window.showInformationMessage('A film needs at least two checkpoints; tick them.');
    }
  },
};

/** By its name. Throws ArgumentError if the checkpoints share none. */
export function commonLayerStep(service: Pick<Service, 'describeModel'>): Step<CloudChoice> {
  return {
    isNeeded: ({ sources }) => sources === undefined,
    async ask(choice, wizard) {
      const models = choice.models!;
      const layersOf = models.map(async (model) => (await service.describeModel(model)).layers);
      const items = Promise.all(layersOf).then(([first = [], ...others]) => {
        const common = first.filter(({ output }) =>
          others.every((layers) => layers.some((layer) => layer.output === output)),
        );
        if (common.length === 0)
          throw new ArgumentError(
            `${models.map((model) => basename(model)).join(', ')} have no layer of the same name; choose checkpoints of one network.`,
          );
        return common.toReversed().map((layer) => layerItem(layer, layer.output));
      });
      const picked = await wizard.pick<vscode.QuickPickItem & { source: string }>({
        placeholder: `Choose the layer to lay out in each of the ${models.length} checkpoints`,
        items,
      });
      if (picked === undefined || picked === back) return picked;
      return { ...choice, sources: models.map((model) => ({ model, layer: picked.source })) };
    },
  };
}
