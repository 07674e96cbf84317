/** From a target as a user writes it to the number explained, for each sample. */
import { openData } from '../formats';
import type { Model } from '../formats/models/model';
import { ArgumentError } from '../shared/errors';
import { nearestNames } from '../shared/nearest';
import type { ResolvedTarget } from '../shared/results';
import { stridesOf, sizeOf, toNumbers, type Tensor } from '../shared/tensor';
import { backgroundOf } from './background';

/** A target as written, before its indices are known. */
export type TargetSpec =
  | { kind: 'argmax' }
  /** The class of each sample according to the data. */
  | { kind: 'label' }
  /** One class for all samples, or one for each. */
  | { kind: 'classes'; classes: number[] }
  | { kind: 'unit'; value: string; position: number[] };

/** Parses a target. Throws ArgumentError that lists the forms. */
export async function parseTarget(text: string, model: Model): Promise<TargetSpec> {
  if (text === 'argmax' || text === 'label') return { kind: text };
  if (/^\d+(,\d+)*$/.test(text)) return { kind: 'classes', classes: text.split(',').map(Number) };
  if (text.includes('#')) {
    const { file, array } = await openData(text);
    const tensor = await file.read(array);
    return { kind: 'classes', classes: Array.from(toNumbers(tensor)) };
  }
  const unit = /^(.+):(\d+(?:,\d+)*)$/.exec(text);
  if (!unit) {
    throw new ArgumentError(
      `"${text}" is not a target; use argmax, label, a class index, a file as FILE#ARRAY, or a unit as LAYER:I or LAYER:I,J,K.`,
    );
  }
  return { kind: 'unit', value: valueNamed(unit[1]!, model), position: unit[2]!.split(',').map(Number) };
}

/** The output of a layer, by its own name or the layer's. */
function valueNamed(name: string, { graph, path }: Model): string {
  const outputs = graph.nodes.flatMap((node) => node.outputs);
  if (outputs.includes(name)) return name;
  const layer = graph.nodes.find((node) => node.name === name);
  if (layer) return layer.outputs[0]!;
  const names = [...outputs, ...graph.nodes.map((node) => node.name)].filter(Boolean);
  throw new ArgumentError(`${path} has no layer "${name}"; ${nearestNames(name, names)}.`);
}

/** Name of the value that a target belongs to. */
export function targetValue(spec: TargetSpec, model: Model): string {
  if (spec.kind === 'unit') return spec.value;
  const [output] = model.graph.outputs;
  if (!output) throw new ArgumentError(`${model.path} has no outputs to explain.`);
  return output.name;
}

/**
 * The indices of a target in the value it is about, which has been computed: [N, …]. Winners are not taken from the background of a
 * detector; `labels` are names of classes, one of which may say which class that is.
 */
export function resolveTarget(
  spec: Exclude<TargetSpec, { kind: 'label' }>,
  name: string,
  value: Tensor,
  samples: number,
  labels?: readonly string[],
): ResolvedTarget {
  const shape = value.shape.slice(1);
  const size = sizeOf(shape);
  if (value.shape[0] !== samples && samples > 1) {
    throw new ArgumentError(
      `"${name}" has shape [${value.shape.join()}] for ${samples} samples, since the model's batch is fixed; it mixes samples. Choose another target.`,
    );
  }
  const all = (index: number): number[] => Array.from({ length: samples }, () => index);
  switch (spec.kind) {
    case 'argmax': {
      const numbers = Array.from(toNumbers(value));
      const rows = all(0).map((_, n) => numbers.slice(n * size, (n + 1) * size));
      const backgrounds = rows.map((row) => backgroundOf(row, shape, labels));
      // One for all: what wins nearly everywhere in one picture need not in another.
      const background = backgrounds.every((one) => one === backgrounds[0]) ? backgrounds[0] : undefined;
      const isOpen = (index: number): boolean => background === undefined || index % shape.at(-1)! !== background;
      return {
        value: name,
        indices: rows.map((row) => winner(row, isOpen)),
        ...(background !== undefined && { background }),
      };
    }
    case 'classes': {
      const { classes } = spec;
      if (classes.length !== 1 && classes.length !== samples) {
        throw new ArgumentError(
          `There are ${classes.length} targets for ${samples} samples; give one for all or one for each.`,
        );
      }
      const wrong = classes.find((index) => !Number.isInteger(index) || index < 0 || index >= size);
      if (wrong !== undefined)
        throw new ArgumentError(`Target ${wrong} is out of range: "${name}" has ${size} values, 0 to ${size - 1}.`);
      return { value: name, indices: classes.length === 1 ? all(classes[0]!) : classes };
    }
    case 'unit': {
      const { position } = spec;
      if (position.length !== shape.length || position.some((at, axis) => at >= shape[axis]!)) {
        throw new ArgumentError(
          `"${name}:${position.join()}" is out of range: samples of "${name}" have shape [${shape.join()}].`,
        );
      }
      const strides = stridesOf(shape);
      return { value: name, indices: all(position.reduce((flat, at, axis) => flat + at * strides[axis]!, 0)) };
    }
  }
}

/** Index of the largest value among those that are open, the first of equals. */
function winner(values: readonly number[], isOpen: (index: number) => boolean): number {
  return values.reduce((best, value, i) => (isOpen(i) && (value > values[best]! || !isOpen(best)) ? i : best), 0);
}
