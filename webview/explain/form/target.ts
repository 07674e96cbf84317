/**
 * What can be explained, in words for people and in the text of requests: the winning class, a class, one class per
 * sample, or a unit of a layer. Only the kernel knows whether a unit exists; obvious mistakes are caught here.
 */
import type { ModelDescription } from '../../../src/shared/description';
import type { AttributionResult } from '../../../src/shared/results';
import { sizeOf } from '../../../src/shared/tensor';
import type { Choice } from '../../ui/select';

/** Stands in the list for everything that must be typed. */
export const otherTarget = 'other';

/** "7 · seven", or "class 7" without labels. */
export function className(model: ModelDescription, index: number): string {
  const label = model.labels?.[index];
  return label === undefined || label === String(index) ? `class ${index}` : `${index} · ${label}`;
}

/** A number of the model's first output, whose samples have this shape: "7 · seven"; of a detector "1 · cat at 4380"; else "[3, 4]". */
export function outputName(model: ModelDescription, index: number, shape: readonly number[]): string {
  if (shape.length <= 1) return className(model, index);
  const position = positionOf(index, shape);
  if (shape.length !== 2 || model.labels?.length !== shape[1]) return `[${position.join(', ')}]`;
  return `${className(model, position[1]!)} at ${position[0]}`;
}

/** How many classes the model's first output has; 0 where that is not known or it is no row of classes. */
export function classCount(model: ModelDescription, result: AttributionResult | undefined): number {
  const shape = result?.output.shape ?? model.outputs[0]?.shape;
  const last = shape?.[1];
  if (shape?.length === 2 && typeof last === 'number') return last;
  return model.labels?.length ?? 0;
}

/** `label`: the data's column of classes, if it has one. */
export function targetChoices(model: ModelDescription, classes: number, label?: string): Choice[] {
  return [
    { value: 'argmax', label: 'The winning class (argmax)' },
    ...(label === undefined ? [] : [{ value: 'label', label: `The label of each sample (${label})` }]),
    { value: otherTarget, label: 'A unit of a layer, or one class per sample…' },
    ...Array.from({ length: classes }, (_, index) => ({ value: String(index), label: className(model, index) })),
  ];
}

/** What is wrong with a target; undefined if nothing obvious is. */
export function targetProblem(
  text: string,
  model: ModelDescription,
  classes: number,
  samples: number,
): string | undefined {
  const target = text.trim();
  if (target === '' || target === 'argmax' || target === 'label')
    return target === '' ? 'Enter a class index or LAYER:UNIT.' : undefined;
  if (/^\d+(\s*,\s*\d+)*$/.test(target)) {
    const indices = target.split(',').map(Number);
    if (indices.length > 1 && indices.length !== samples)
      return `Enter one class, or one for each of the ${samples} samples.`;
    const beyond = indices.find((index) => classes > 0 && index >= classes);
    return beyond === undefined ? undefined : `There is no class ${beyond}: classes go from 0 to ${classes - 1}.`;
  }
  // Names of values may contain colons, positions have none.
  const unit = /^(.+):(\d+(?:\s*,\s*\d+)*)$/.exec(target);
  if (unit === null) return 'Enter a class index, or a layer and the position of a unit as LAYER:I or LAYER:I,J,K.';
  const name = unit[1]!;
  const known = [...model.outputs.map((output) => output.name), ...model.layers.map((layer) => layer.output)];
  return known.includes(name) ? undefined : `There is no layer output “${name}” in this model.`;
}

/** What a result explains for one sample: "7 · seven", or "conv2 [3, 4, 5]". */
export function explainedName(model: ModelDescription, result: AttributionResult, sample: number): string {
  const index = result.target.indices[sample] ?? 0;
  const { value } = result.target;
  if (value !== model.outputs[0]?.name) return `${value} · unit ${index}`;
  const name = outputName(model, index, result.output.shape.slice(1));
  return name.startsWith('[') ? `${value} ${name}` : name;
}

/** The position in a shape of a flat, row-major index. */
export function positionOf(index: number, shape: readonly number[]): number[] {
  return shape.map((size, axis) => Math.floor(index / sizeOf(shape.slice(axis + 1))) % size);
}
