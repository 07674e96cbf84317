/**
 * The questions before collecting activations, besides model and data: which layers, and how those with positions
 * become rows.
 */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { poolings, type Pooling } from '../../shared/embedding';
import type { Service } from '../../shared/requests';
import { back, type Step } from '../ask/wizard';
import { shapeText } from '../units';
import { layerTitle } from '../unit';

/** What has been chosen so far. */
export interface ActivationsChoice {
  /** Full path. */
  model?: string;
  /** FILE, FILE#ARRAY or FOLDER, full path. */
  input?: string;
  /** Names of the layers' outputs. */
  layers?: readonly string[];
  pooling?: Pooling;
}

type StepService = Pick<Service, 'describeModel'>;

const meanings: Record<Pooling, string> = {
  mean: 'The mean over all positions: one number for each channel',
  max: 'The largest value at any position',
  centre: 'The value in the middle',
  flatten: 'All numbers, one after the other: the longest rows',
};

/** Any number of them, the deepest first. */
export function layersStep(service: StepService): Step<ActivationsChoice> {
  return {
    isNeeded: ({ layers }) => layers === undefined,
    async ask(choice, wizard) {
      const items = service.describeModel(choice.model!).then(({ layers }) =>
        layers.toReversed().map((layer) => ({
          label: layerTitle(layer),
          description: `${layer.op} ${shapeText(layer.shape)}`,
          iconPath: new vscode.ThemeIcon('layers'),
          layer: layer.output,
        })),
      );
      const picked = await wizard.pickMany({
        placeholder: `Layers of ${basename(choice.model!)} to collect, all in one pass`,
        items,
      });
      return picked === undefined || picked === back ? picked : { ...choice, layers: picked.map(({ layer }) => layer) };
    },
  };
}

/** Skipped if each layer is already one row per sample. */
export function poolingStep(service: StepService): Step<ActivationsChoice> {
  return {
    isNeeded: ({ pooling }) => pooling === undefined,
    async ask(choice, wizard) {
      const { layers } = await service.describeModel(choice.model!);
      const chosen = layers.filter(({ output }) => choice.layers!.includes(output));
      if (chosen.every(({ shape }) => shape !== undefined && shape.length <= 2)) return { ...choice, pooling: 'mean' };
      const picked = await wizard.pick({
        placeholder: 'How a layer with positions becomes one row per sample',
        items: poolings.map((pooling) => ({ label: pooling, detail: meanings[pooling], pooling })),
      });
      return picked === undefined || picked === back ? picked : { ...choice, pooling: picked.pooling };
    },
  };
}
