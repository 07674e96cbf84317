/** Which layer of a model a definition in the code has become: the one of its name, else the one at its place and of its shape. */
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

/** `all`: the definitions of the whole file, which tell the place; empty where they are not known. */
export function findLayer(
  definition: LayerDefinition,
  all: readonly LayerDefinition[],
  layers: readonly LayerDescription[],
): FoundLayer | undefined {
  const fitting = layers.filter((layer) => fits(definition, layer));
  const { name } = definition;
  const named = name === undefined ? undefined : fitting.find((layer) => isNamed(layer, name));
  if (named) return { layer: named, by: 'name' };
  // A layer that has another definition's name is that one's.
  const others = all.flatMap((other) => (other === definition || other.name === undefined ? [] : [other.name]));
  const free = fitting.filter((layer) => !others.some((other) => isNamed(layer, other)));
  const placed = atItsPlace(definition, all, layers);
  if (placed && free.includes(placed)) return { layer: placed, by: 'place' };
  const [only, ...more] = free;
  // Of a size that is written out in full and that one layer alone has, it needs no place.
  return only && more.length === 0 && definition.weights !== undefined ? { layer: only, by: 'place' } : undefined;
}

/** Whether a layer can be what a definition says, as far as that goes. */
function fits({ kind, units, fanIn, kernel }: LayerDefinition, layer: LayerDescription): boolean {
  if (layer.units === undefined || layer.fanIn === undefined || !operators[kind].includes(layer.op)) return false;
  const places = kind === 'convolution' ? (kernel ?? [1]).reduce((product, size) => product * size, 1) : 1;
  return (
    (units === undefined || units === layer.units) &&
    (fanIn === undefined || fanIn === layer.fanIn) &&
    layer.fanIn % places === 0
  );
}

/** Exporters write "/encoder/fc1/Gemm", "model/fc1/MatMul", "fc1.weight" or "model/fc1/kernel:0": the name is some steps of the way. */
function isNamed({ name, output, weight = '' }: LayerDescription, wanted: string): boolean {
  return [name, output, weight].some((path) =>
    [path.split('/'), path.split(/[/.]/)].some((steps) => holds(steps, [wanted]) || holds(steps, wanted.split('.'))),
  );
}

function holds(steps: readonly string[], wanted: readonly string[]): boolean {
  return steps.some((_, from) => wanted.every((step, i) => steps[from + i] === step));
}

/** Where the file defines as many layers as the model has, one after the other, and each fits: the layer of the same place. */
function atItsPlace(
  definition: LayerDefinition,
  all: readonly LayerDefinition[],
  layers: readonly LayerDescription[],
): LayerDescription | undefined {
  const trained = layers.filter(({ units }) => units !== undefined);
  if (all.length !== trained.length || !all.every((other, i) => fits(other, trained[i]!))) return undefined;
  return trained[all.indexOf(definition)];
}
