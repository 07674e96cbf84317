/** What a model, a data file, a method or a device looks like from outside, as plain data for trees, forms and tables. */
import type { EarlierUse } from './embedding';
import type { Needs } from './needs';
import type { Result } from './results';
import type { DType } from './tensor';

export interface ValueDescription {
  name: string;
  dtype: DType;
  /** Symbolic sizes by name; absent where the file says nothing. */
  shape?: (number | string)[];
}

/** One operator application of a model. */
export interface LayerDescription {
  name: string;
  op: string;
  /** Name of the value it makes: what `--target NAME:INDEX` and `--outputs` take. */
  output: string;
  /** With the names of symbolic sizes; absent where it cannot be told. */
  shape?: (number | string)[];
  /** Trained numbers it reads. */
  parameters: number;
  /** Multiply-adds for one sample; absent where it cannot be told. */
  multiplyAdds?: number;
  /** The trained matrix or kernel it multiplies with; this and the following for layers of linear units alone. */
  weight?: string;
  /** Linear units with weights of their own: of a convolution, its output channels. */
  units?: number;
  /** K, the inputs of one unit without its bias: C / groups × kernel for a convolution; for a transposed one, at most. */
  fanIn?: number;
  /** Whether each unit has a bias: its weight of one more input that is always 1. */
  bias?: boolean;
  /** Points in general position of whose labelings one unit can produce half: 2K, with a bias 2(K + 1) (Cover 1965). */
  capacity?: number;
  /** Of a layer that looks rows up: the name of its embedding matrix, [V, D]. */
  embedding?: string;
}

export interface ModelDescription {
  path: string;
  format: string;
  producer: string;
  /** Operator set of the graph. */
  opset?: number;
  /** Why there is no graph, in a sentence; the layers are then the weights by name. */
  noGraph?: string;
  bytes: number;
  inputs: ValueDescription[];
  outputs: ValueDescription[];
  layers: LayerDescription[];
  parameters: number;
  multiplyAdds?: number;
  /** Class names of the first output, if a labels file beside the model or its metadata has them. */
  labels?: string[];
  metadata: Record<string, string>;
}

/** "ONNX, operator set 17". */
export function formatText({ format, opset }: Pick<ModelDescription, 'format' | 'opset'>): string {
  return `${format.toUpperCase()}${opset === undefined ? '' : `, operator set ${opset}`}`;
}

/** The part of JSON Schema that method parameters use; forms and completions are made from it. */
export interface ParameterSchema {
  /** What a person calls it; without one, its name in words ({@link labelOf}). */
  title?: string;
  type?: 'integer' | 'number' | 'string' | 'boolean' | 'array' | 'object';
  description?: string;
  default?: unknown;
  enum?: (string | number)[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: ParameterSchema;
  anyOf?: ParameterSchema[];
  /** What forms make of it beside what it accepts. */
  form?: FormHints;
}

/** How a parameter stands in a form. */
export interface FormHints {
  /** Folded away: few need it. */
  advanced?: boolean;
  /** What values are called: all of a closed set, or those that most want of an open one. By the value as text. */
  options?: Record<string, string>;
  /** Values other than `options` can be typed; says which. */
  other?: string;
  /** The outputs of the model's layers are values too. */
  layers?: boolean;
}

/** Values of a method's parameters that suit a purpose. */
export interface Preset {
  title: string;
  /** Where they differ from the defaults. */
  parameters: Record<string, unknown>;
}

/** What a person calls a parameter or a value: its title, else its name in words: untilConverged → "Until converged". */
export function labelOf(name: string, title?: string): string {
  if (title !== undefined) return title;
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])|[-_]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Methods that work alike; galleries show them in this order. */
export const families = [
  'gradients',
  'backward passes',
  'class activation maps',
  'perturbation',
  'Shapley values',
  'maps of points',
  'data sets',
  'evaluation',
  'capacity',
] as const;

export type Family = (typeof families)[number];

/** What a method can do with an earlier map. */
export interface MapUse {
  uses: readonly EarlierUse[];
  /** Ids of the methods whose maps it takes; of any method's, if absent. */
  madeBy?: readonly string[];
  /** Its parameters that begin as they were for the map. */
  inherits?: readonly string[];
}

export interface MethodDescription {
  id: string;
  title: string;
  family: Family;
  needs: Needs;
  /** The kind of its results. */
  gives: Result['kind'];
  /** Where it needs or can use an earlier map: for what. */
  map?: MapUse;
  /** The commands that it hears while it runs, each with the values that it takes. */
  steering?: Record<string, Record<string, ParameterSchema>>;
  /** What it is good for, and what it misses. */
  summary: string;
  source: string;
  parameters: Record<string, ParameterSchema>;
  presets?: readonly Preset[];
}

/** What a method is good for, and what it misses: the sentences of its summary. */
export function twoSentences(summary: string): [good: string, misses: string] {
  const end = summary.indexOf('. ') + 1;
  return end > 0 ? [summary.slice(0, end), summary.slice(end + 1)] : [summary, ''];
}

/** A way to tell how good an explanation is. */
export interface MeasureDescription extends Pick<
  MethodDescription,
  'id' | 'title' | 'summary' | 'source' | 'parameters'
> {
  better: 'higher' | 'lower';
}

export interface DeviceDescription {
  id: string;
  title: string;
  available: boolean;
  /** Why it is not available, or what is known of it. */
  note: string;
}
