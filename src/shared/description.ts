/** Descriptions of models, data files, methods and devices, as plain data for trees, forms and tables. */
import type { EarlierUse } from './embedding';
import type { Needs } from './needs';
import type { Result } from './results';
import type { DType } from './tensor';

export interface ValueDescription {
  name: string;
  dtype: DType;
  /** Symbolic sizes by name; absent if the file gives none. */
  shape?: (number | string)[];
}

/** One application of an operator in a model. */
export interface LayerDescription {
  name: string;
  op: string;
  /** Name of its output: what `--target NAME:INDEX` and `--outputs` take. */
  output: string;
  /** With the names of symbolic sizes; absent if unknown. */
  shape?: (number | string)[];
  /** Number of trained parameters it reads. */
  parameters: number;
  /** Multiply-adds for one sample; absent if unknown. */
  multiplyAdds?: number;
  /** The trained matrix or kernel it multiplies with; this and the following exist only for layers of linear units. */
  weight?: string;
  /** Linear units with their own weights: for a convolution, its output channels. */
  units?: number;
  /**
   * K, the inputs of one unit, not counting the bias: C / groups × kernel for a convolution; an upper bound for a
   * transposed one.
   */
  fanIn?: number;
  /** Whether each unit has a bias: a weight for an extra input that is always 1. */
  bias?: boolean;
  /**
   * Number of points in general position for which one unit can produce half of all labelings: 2K, or 2(K + 1) with a
   * bias (Cover 1965).
   */
  capacity?: number;
  /** For an embedding layer: the name of its matrix, [V, D]. */
  embedding?: string;
}

export interface ModelDescription {
  path: string;
  format: string;
  producer: string;
  /** Operator set of the graph. */
  opset?: number;
  /** Why there is no graph, in one sentence; `layers` then lists the weights by name. */
  noGraph?: string;
  bytes: number;
  inputs: ValueDescription[];
  outputs: ValueDescription[];
  layers: LayerDescription[];
  parameters: number;
  multiplyAdds?: number;
  /** Class names of the first output, from a labels file beside the model or its metadata. */
  labels?: string[];
  metadata: Record<string, string>;
}

/** "ONNX, operator set 17". */
export function formatText({ format, opset }: Pick<ModelDescription, 'format' | 'opset'>): string {
  return `${format.toUpperCase()}${opset === undefined ? '' : `, operator set ${opset}`}`;
}

/** The part of JSON Schema that method parameters use; forms and completions are derived from it. */
export interface ParameterSchema {
  /** Human-readable label; without one, the name in words ({@link labelOf}). */
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
  /** How forms show it, beyond what it accepts. */
  form?: FormHints;
}

/** How a form shows a parameter. */
export interface FormHints {
  /** Folded away, since few need it. */
  advanced?: boolean;
  /**
   * Labels of values: of every value in a closed set, or of the common ones in an open one. Keyed by the value as text.
   */
  options?: Record<string, string>;
  /** Label of the option to type another value. */
  other?: string;
  /** The outputs of the model's layers are values too. */
  layers?: boolean;
}

/** Parameter values that suit a purpose. */
export interface Preset {
  title: string;
  /** Only values that differ from the defaults. */
  parameters: Record<string, unknown>;
}

/** The label of a parameter or value: its title, else its name in words: untilConverged → "Until converged". */
export function labelOf(name: string, title?: string): string {
  if (title !== undefined) return title;
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])|[-_]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Families of methods, in the order in which galleries show them. */
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

/** How a method can use an earlier map. */
export interface MapUse {
  uses: readonly EarlierUse[];
  /** Ids of the methods whose maps it accepts; any method's by default. */
  madeBy?: readonly string[];
  /** Its parameters that start with the map's values. */
  inherits?: readonly string[];
}

export interface MethodDescription {
  id: string;
  title: string;
  family: Family;
  needs: Needs;
  /** The kind of its results. */
  gives: Result['kind'];
  /** If it needs or can use an earlier map: for what. */
  map?: MapUse;
  /** The commands that it takes while it runs, each with its values. */
  steering?: Record<string, Record<string, ParameterSchema>>;
  /** What it is good for, and what it misses. */
  summary: string;
  source: string;
  parameters: Record<string, ParameterSchema>;
  presets?: readonly Preset[];
}

/** What a method is good for and what it misses: the two sentences of its summary. */
export function twoSentences(summary: string): [good: string, misses: string] {
  const end = summary.indexOf('. ') + 1;
  return end > 0 ? [summary.slice(0, end), summary.slice(end + 1)] : [summary, ''];
}

/** A measure of how good an explanation is. */
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
  /** Why it is not available, or a remark. */
  note: string;
}
