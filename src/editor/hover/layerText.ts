/** A hover's text for a layer definition: first what the code says, then the layer in a model of the workspace. */
import type { WeightsDescription } from '../../shared/glance';
import { capacityOf } from '../../shared/perceptron';
import { shapeText, si } from '../units';
import { layerTitle } from '../unit';
import type { FoundLayer } from './findLayer';
import { commandLink, integer, picture, plain, statisticsText } from './markdown';
import type { LayerDefinition } from './source/definition';

/** The layer in a model. */
export interface TrainedLayer extends FoundLayer {
  /** Full path. */
  model: string;
  /** Its path as the workspace shows it. */
  modelTitle: string;
  /** Absent if the file could not be read. */
  weights?: WeightsDescription;
}

/**
 * 'searching': there are models, but no answer from them yet. The editor shows 250 pixels of a hover before it scrolls,
 * so the facts take two lines, those of the model two more, and the picture the rest.
 */
export function layerText(definition: LayerDefinition, trained: TrainedLayer | 'searching' | undefined): string {
  const found = trained === 'searching' ? undefined : trained;
  const parts = [`${heading(definition, found)}  \n${unitText(definition, found)}`];
  if (found) parts.push(...trainedText(found));
  if (trained === 'searching') parts.push('Reading models… hover again in a moment.');
  return parts.join('\n\n');
}

/** **Conv2d** 16 → 32, 3 × 3 · 4,640 parameters, 4,608 without the bias */
function heading(definition: LayerDefinition, found: TrainedLayer | undefined): string {
  const { type, kind, inputs, kernel, groups = 1, bias = found?.layer.bias } = definition;
  const units = definition.units ?? found?.layer.units;
  const fanIn = definition.fanIn ?? found?.layer.fanIn;
  // A transposed convolution has weights that do not reach the same output.
  const weights = definition.weights ?? (kind === 'transposed convolution' ? undefined : times(units, fanIn));
  const sizes = [inputs, units].map((size) => (size === undefined ? '?' : integer(size))).join(' → ');
  const layer = [
    `**${type}** ${sizes}`,
    ...(kernel ? [kernel.join(' × ')] : []),
    ...(groups > 1 ? [`${integer(groups)} groups`] : []),
  ].join(', ');
  return units === undefined ? layer : `${layer} · ${parametersText(weights, units, bias)}`;
}

function parametersText(weights: number | undefined, units: number, bias: boolean | undefined): string {
  if (weights === undefined) {
    const perUnit = bias === undefined ? 'K, or K + 1 with a bias,' : bias ? '(K + 1)' : 'K';
    return `${integer(units)} × ${perUnit} parameters`;
  }
  if (bias === undefined) return `${integer(weights)} parameters, ${integer(weights + units)} with a bias`;
  return bias
    ? `${integer(weights + units)} parameters, ${integer(weights)} without the bias`
    : `${integer(weights)} parameters, no bias`;
}

const meaning = 'For this many points in general position, half of all labelings can be produced (Cover 1965)';

/**
 * Each unit: K = 784 inputs and a bias, capacity 1,570 points, 2(K + 1). What the code leaves open comes from the
 * model.
 */
function unitText(definition: LayerDefinition, found: TrainedLayer | undefined): string {
  const { kind, bias = found?.layer.bias } = definition;
  const fanIn = definition.fanIn ?? found?.layer.fanIn;
  const withBias = bias ? ' and a bias' : '';
  if (fanIn === undefined) {
    const capacity = bias === undefined ? '2K points, 2(K + 1) with a bias' : bias ? '2(K + 1) points' : '2K points';
    return `Each unit: K inputs${withBias}, capacity ${capacity}`;
  }
  const most = kind === 'transposed convolution' ? 'at most ' : '';
  const points = integer(capacityOf({ fanIn, bias: bias ?? false }));
  const capacity = commandLink(`capacity ${points} points`, meaning, 'netloupe.capacity');
  const formula = bias ? '2(K + 1)' : '2K';
  const other = bias === undefined ? `, ${integer(capacityOf({ fanIn, bias: true }))} with a bias` : '';
  const source = found && definition.fanIn === undefined ? `, as in ${plain(found.modelTitle)}` : '';
  return `Each unit: ${most}K = ${integer(fanIn)} inputs${withBias}, ${capacity}, ${formula}${other}${source}`;
}

function trainedText({ layer, by, model, modelTitle, weights }: TrainedLayer): string[] {
  const where = `**${plain(layerTitle(layer))}** in ${plain(modelTitle)}${by === 'name' ? '' : ', matched by position and shape'}`;
  const facts = [
    where,
    `output ${plain(shapeText(layer.shape))}`,
    ...(layer.multiplyAdds === undefined ? [] : [`${si(layer.multiplyAdds)} multiply-adds`]),
    commandLink('Explain…', 'Explain a prediction of this model in NetLoupe', 'netloupe.explain', { model }),
  ];
  if (!weights) return [facts.join(' · ')];
  return [`${facts.join(' · ')}  \nWeights ${statisticsText(weights.statistics)}`, picture(weights.picture, 'Weights')];
}

function times(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b;
}
