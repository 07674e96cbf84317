/** The questions before a cloud: a model or none, the data and its array, the layer, and the method. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CloudQuestion } from '../../shared/cloud/question';
import type { LayerDescription } from '../../shared/description';
import { isMet } from '../../shared/needs';
import type { Service } from '../../shared/requests';
import { defaultMap } from '../ask/defaults';
import { dataItems, fileItem, findPaths, fits, pickFile } from '../ask/fileSteps';
import { nearestFirst } from '../ask/nearest';
import { back, type Step } from '../ask/wizard';
import { dataExtensions, hasExtension, modelExtensions } from '../fileTypes';
import { localPath } from '../localFile';
import { shapeText } from '../units';
import { layerTitle } from '../unit';
import { naturalOrder } from './question';

/** Whose rows are laid out: a layer's activations, or without one the data's own. */
export type CloudSource = Pick<CloudQuestion, 'model' | 'layer'>;

/** The choices so far; `model` is null for the data's own rows. */
export interface CloudChoice {
  model?: string | null;
  /** Several checkpoints, of which `model` is the first. */
  models?: readonly string[];
  input?: string;
  /** One cloud each. */
  sources?: readonly CloudSource[];
  method?: string;
  parameters?: Record<string, unknown>;
}

type StepService = Pick<Service, 'describeModel' | 'describeFile' | 'fitData' | 'methods'>;

/** Skipped if the workspace has no model. */
export const sourceStep: Step<CloudChoice> = {
  isNeeded: ({ model }) => model === undefined,
  async ask(choice, wizard) {
    const found = await findPaths(modelExtensions);
    if (found.length === 0) return { ...choice, model: null };
    const paths = choice.input === undefined ? found : nearestFirst(found, choice.input);
    const own = { label: '$(symbol-array) The data’s own rows', description: 'without a model', own: true };
    const layers = paths.map((path) => ({
      ...fileItem(path),
      detail: 'activations of one of its layers',
      own: false,
    }));
    const items = choice.input === undefined ? [...layers, own] : [own, ...layers];
    const picked = await wizard.pick<vscode.QuickPickItem & { own: boolean; path?: string }>({
      placeholder: 'Choose the points to lay out',
      items,
    });
    return picked === undefined || picked === back ? picked : { ...choice, model: picked.own ? null : picked.path! };
  },
};

export function dataStep(service: StepService): Step<CloudChoice> {
  return {
    isNeeded: ({ input }) => input === undefined,
    async ask(choice, wizard) {
      const items = dataItems(service, choice.model ?? undefined);
      const placeholder = 'The data whose samples become points';
      const input = await pickFile(wizard, placeholder, items, { Data: [...dataExtensions] });
      if (input === undefined || input === back) return input;
      return { ...choice, input };
    },
  };
}

/** Arrays of a shape the model takes, or with more than one axis, come first. */
export function arrayStep(service: StepService): Step<CloudChoice> {
  return {
    isNeeded: ({ input }) => input !== undefined && hasExtension(input, ['npz', 'safetensors']),
    async ask(choice, wizard) {
      const { model, input = '' } = choice;
      const { arrays } = await service.describeFile({ path: input, colours: 'light' });
      const inputs = model ? (await service.describeModel(model)).inputs : undefined;
      const items = arrays
        .map(({ name, dtype, shape }) => ({
          label: name,
          description: `${dtype} ${shapeText(shape)}`,
          fits: inputs ? inputs.some((value) => fits(shape, value.shape)) : shape.length > 1,
        }))
        .sort((a, b) => Number(b.fits) - Number(a.fits));
      if (items.filter((item) => item.fits).length === 1) return { ...choice, input: `${input}#${items[0]!.label}` };
      if (items.length < 2) return choice;
      const picked = await wizard.pick({ placeholder: `An array of ${basename(input)}`, items });
      return picked === undefined || picked === back ? picked : { ...choice, input: `${input}#${picked.label}` };
    },
  };
}

/** The deepest layers first, since they separate classes best. Several are shown side by side. */
export function layerStep(service: StepService): Step<CloudChoice> {
  return {
    isNeeded: ({ model, sources }) => typeof model === 'string' && sources === undefined,
    async ask(choice, wizard) {
      const model = choice.model!;
      const items = service.describeModel(model).then(({ layers }) => [
        ...layers.toReversed().map((layer) => layerItem(layer, { model, layer: layer.output })),
        {
          label: 'The data’s own rows',
          description: 'without the network',
          iconPath: new vscode.ThemeIcon('symbol-array'),
          source: {} satisfies CloudSource,
        },
      ]);
      const picked = await wizard.pickMany<vscode.QuickPickItem & { source: CloudSource }>({
        placeholder: `Choose layers of ${basename(model)} to lay out; several appear side by side`,
        items,
      });
      if (picked === undefined || picked === back) return picked;
      // From the input up, as in the network.
      return { ...choice, sources: picked.map(({ source }) => source).toReversed() };
    },
  };
}

export function layerItem<Source>(layer: LayerDescription, source: Source) {
  return {
    label: layerTitle(layer),
    description: `${layer.op} ${shapeText(layer.shape)}`,
    iconPath: new vscode.ThemeIcon('layers'),
    source,
  };
}

export function methodStep(service: StepService): Step<CloudChoice> {
  return {
    isNeeded: ({ method }) => method === undefined,
    async ask(choice, wizard) {
      const items = service
        .methods()
        .then((methods) =>
          methods
            .filter(({ gives, needs }) => gives === 'cloud' && isMet(needs, ['points']))
            .map(({ id, title, summary, source }) => ({ label: title, description: source, detail: summary, id })),
        );
      const picked = await wizard.pick({
        placeholder: 'Choose a method',
        items,
        active: ({ id }) => id === defaultMap,
      });
      return picked === undefined || picked === back ? picked : { ...choice, method: picked.id };
    },
  };
}

/** What the command received: nothing (palette), a file or folder (explorer), or an object (trees, scripts). */
export function choiceOf(given: unknown): CloudChoice {
  if (given instanceof vscode.Uri) {
    const path = localPath(given);
    return hasExtension(path, modelExtensions) ? { model: path } : { input: path };
  }
  const { model, models, input, layer, method, parameters } = (given ?? {}) as Record<string, unknown>;
  const film = Array.isArray(models) && models.length > 1 ? filmOf(models.map(String)) : undefined;
  const of = film?.models ?? (typeof model === 'string' ? [model] : []);
  return {
    ...((typeof model === 'string' || model === null) && { model }),
    ...film,
    ...(typeof input === 'string' && { input }),
    ...(typeof layer === 'string' && of.length > 0 && { sources: of.map((model) => ({ model, layer })) }),
    ...(typeof method === 'string' && { method }),
    ...(typeof parameters === 'object' && parameters !== null && { parameters: parameters as Record<string, unknown> }),
  };
}

/** Checkpoints, in order. */
export function filmOf(paths: readonly string[]): { model: string; models: readonly string[] } {
  const models = naturalOrder(paths);
  return { model: models[0]!, models };
}
