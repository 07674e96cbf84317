/**
 * Which layer of a model a definition in code became: the one of its name, else the one at its position with its shape.
 */
import type { LayerDescription } from '../../shared/description';
import type { LayerDefinition } from './source/definition';

export interface FoundLayer {
  layer: LayerDescription;
  by: 'name' | 'place';
}

const operators: Readonly<Record<LayerDefinition['kind'], readonly string[]>> = {
  dense: ['Gemm', 'MatMul'],
  convolution: ['Conv'],
  'depthwise convolution': ['Conv'],
  'transposed convolution': ['ConvTranspose'],
};

/** `all`: the definitions of the whole file, which determine positions; empty if unknown. */
export function findLayer(
  definition: LayerDefinition,
  all: readonly LayerDefinition[],
  layers: readonly LayerDescription[],
): FoundLayer | undefined {
  const fitting = layers.filter((layer) => fits(definition, layer));
  const { name } = definition;
  const named = name === undefined ? undefined : fitting.find((layer) => isNamed(layer, name));
  if (named) return { layer: named, by: 'name' };
  // A layer with another definition's name belongs to that one.
  const others = all.flatMap((other) => (other === definition || other.name === undefined ? [] : [other.name]));
  const free = fitting.filter((layer) => !others.some((other) => isNamed(layer, other)));
  const placed = atItsPlace(definition, all, layers);
  if (placed && free.includes(placed)) return { layer: placed, by: 'place' };
  const [only, ...more] = free;
  // If its size is fully written out and only one layer has it, the position does not matter.
  return only && more.length === 0 && definition.weights !== undefined ? { layer: only, by: 'place' } : undefined;
}

/** Whether a layer matches a definition, as far as that is known. */
function fits({ kind, units, fanIn, kernel }: LayerDefinition, layer: LayerDescription): boolean {
  if (layer.units === undefined || layer.fanIn === undefined || !operators[kind].includes(layer.op)) return false;
  const places = kind === 'convolution' ? (kernel ?? [1]).reduce((product, size) => product * size, 1) : 1;
  return (
    (units === undefined || units === layer.units) &&
    (fanIn === undefined || fanIn === layer.fanIn) &&
    layer.fanIn % places === 0
  );
}

/**
 * Exporters write "/encoder/fc1/Gemm", "model/fc1/MatMul", "fc1.weight" or "model/fc1/kernel:0": the name is a part of
 * the path.
 */
function isNamed({ name, output, weight = '' }: LayerDescription, wanted: string): boolean {
  return [name, output, weight].some((path) =>
    [path.split('/'), path.split(/[/.]/)].some((steps) => holds(steps, [wanted]) || holds(steps, wanted.split('.'))),
  );
}

function holds(steps: readonly string[], wanted: readonly string[]): boolean {
  return steps.some((_, from) => wanted.every((step, i) => steps[from + i] === step));
}

/** If the file defines as many layers as the model has, in sequence, and each fits: the layer at the same position. */
function atItsPlace(
  definition: LayerDefinition,
  all: readonly LayerDefinition[],
  layers: readonly LayerDescription[],
): LayerDescription | undefined {
  const trained = layers.filter(({ units }) => units !== undefined);
  if (all.length !== trained.length || !all.every((other, i) => fits(other, trained[i]!))) return undefined;
  return trained[all.indexOf(definition)];
}
