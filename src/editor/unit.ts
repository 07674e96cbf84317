/** A unit of a layer as an explanation's target: "NAME:I,J,K", checked against the layer's shape. */
import type { LayerDescription } from '../shared/description';

/** The name of a layer: files may omit a node's name, but never its output. */
export function layerTitle({ name, output }: Pick<LayerDescription, 'name' | 'output'>): string {
  return name || output;
}

/** Shape of one sample of the layer's output; undefined if the file does not say. */
export function unitShape({ shape }: Pick<LayerDescription, 'shape'>): (number | string)[] | undefined {
  return shape?.slice(1);
}

/** What is wrong with an index written as "2" (flat) or "3,0,5" (by axis); undefined if nothing is. */
export function checkIndex(text: string, shape: readonly (number | string)[] | undefined): string | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => /^\d+$/.test(part))) return 'Enter whole numbers from 0, separated by commas.';
  if (shape === undefined) return undefined;
  if (parts.length === 1 && shape.length !== 1) {
    const size = shape.reduce<number>((product, n) => product * (typeof n === 'number' ? n : NaN), 1);
    return Number(parts[0]) >= size
      ? `A single number counts through all ${size} units, from 0 to ${size - 1}.`
      : undefined;
  }
  if (parts.length !== shape.length) return `Enter one number, or ${shape.length} for the axes [${shape.join(', ')}].`;
  const axis = parts.findIndex((part, i) => typeof shape[i] === 'number' && Number(part) >= shape[i]);
  return axis < 0 ? undefined : `Axis ${axis + 1} has ${shape[axis]!} units, from 0 to ${Number(shape[axis]) - 1}.`;
}

/** An index in the middle of the first channel's map: a sensible first guess. */
export function middleIndex(shape: readonly (number | string)[] | undefined): string {
  return (shape ?? [1])
    .map((size, axis) => (axis > 0 && typeof size === 'number' ? Math.floor(size / 2) : 0))
    .join(',');
}

/** The target's text. */
export function unitTarget(layer: Pick<LayerDescription, 'output'>, index: string): string {
  return `${layer.output}:${index.replaceAll(/\s/g, '')}`;
}
