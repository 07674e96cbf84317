/** The questions before a film: the checkpoints, and a layer that all of them have. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import { fileItem, findPaths } from '../ask/fileSteps';
import { back, type Step } from '../ask/wizard';
import { modelExtensions } from '../fileTypes';
import { filmOf, layerItem, type CloudChoice } from './steps';

/** Throws ArgumentError where there are not two. */
export const checkpointsStep: Step<CloudChoice> = {
  isNeeded: ({ models }) => models === undefined,
  async ask(choice, wizard) {
    const found = await findPaths(modelExtensions);
    if (found.length < 2)
      throw new ArgumentError('A film takes two models or more; save checkpoints of a network into the workspace.');
    const items = filmOf(found).models.map((path) => fileItem(path));
    for (;;) {
      const picked = await wizard.pickMany({ placeholder: 'The checkpoints to go through, two or more', items });
      if (picked === undefined || picked === back) return picked;
      if (picked.length > 1) return { ...choice, ...filmOf(picked.flatMap(({ path }) => path ?? [])) };
      void vscode.window.showInformationMessage('A film takes two checkpoints or more; tick them.');
    }
  },
};

/** By its name. Throws ArgumentError where the checkpoints have none in common. */
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
            `${models.map((model) => basename(model)).join(', ')} have no layer of the same name.`,
          );
        return common.toReversed().map((layer) => layerItem(layer, layer.output));
      });
      const picked = await wizard.pick<vscode.QuickPickItem & { source: string }>({
        placeholder: `The layer whose answers to lay out, in each of the ${models.length} checkpoints`,
        items,
      });
      if (picked === undefined || picked === back) return picked;
      return { ...choice, sources: models.map((model) => ({ model, layer: picked.source })) };
    },
  };
}
