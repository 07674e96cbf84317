/**
 * Reads a node's attributes with their ONNX defaults, and writes them from plain values. ONNX distinguishes int from
 * float, JavaScript does not: the float attributes of ONNX's own operators are listed here by name.
 */
import type { Tensor } from '../shared/tensor';
import { GraphError } from '../shared/errors';
import { isInline, type Attribute, type Attributes, type Node } from './graph';

export type PlainAttribute = number | string | readonly number[] | readonly string[] | Tensor | Attribute;

/** Attributes of type FLOAT or FLOATS in the default operator domain; every other number is an INT. */
const floats = new Set([
  'alpha',
  'beta',
  'gamma',
  'epsilon',
  'momentum',
  'bias',
  'lambd',
  'ratio',
  'max',
  'min',
  'low',
  'high',
  'mean',
  'scale',
  'seed',
  'clip',
  'spatial_scale',
  'cubic_coeff_a',
  'extrapolation_value',
  'sample_size',
  'value_float',
  'value_floats',
  'activation_alpha',
  'activation_beta',
  'softcap',
]);

/** Tagged attributes from plain ones; `undefined` values are left out. */
export function attributes(plain: Readonly<Record<string, PlainAttribute | undefined>>): Attributes {
  const entries = Object.entries(plain).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, tag(name, value)] as const],
  );
  return Object.fromEntries(entries);
}

function tag(name: string, value: PlainAttribute): Attribute {
  if (typeof value === 'number') return { type: floats.has(name) ? 'float' : 'int', value };
  if (typeof value === 'string') return { type: 'string', value };
  if (isList(value)) {
    if (value.length && typeof value[0] === 'string') return { type: 'strings', value: value as readonly string[] };
    return { type: floats.has(name) ? 'floats' : 'ints', value: value as readonly number[] };
  }
  return 'type' in value ? value : { type: 'tensor', value };
}

function isList(value: PlainAttribute): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

/**
 * An INT attribute; without a default its absence is an error naming the node. Beyond 2^53 it is the nearest number,
 * which is enough to count and clamp with; as a tensor it saturates at the ends of int64.
 */
export function int(node: Node, name: string, otherwise?: number): number {
  return Number(read(node, name, 'int', otherwise));
}

export function float(node: Node, name: string, otherwise?: number): number {
  return read(node, name, 'float', otherwise);
}

export function string(node: Node, name: string, otherwise?: string): string {
  return read(node, name, 'string', otherwise);
}

/** An INTS attribute, each as {@link int} gives it. */
export function ints(node: Node, name: string, otherwise?: readonly number[]): readonly number[] {
  return read(node, name, 'ints', otherwise).map(Number);
}

export function tensor(node: Node, name: string): Tensor {
  const constant = read(node, name, 'tensor', undefined);
  if (!isInline(constant)) throw new GraphError(`${place(node)}: attribute ${name} must not be external data.`);
  return constant;
}

export function has(node: Node, name: string): boolean {
  return node.attributes[name] !== undefined;
}

/** "Conv (node "features.0")": how errors name a node. */
export function place(node: Node): string {
  return `${node.op} (node "${node.name || (node.outputs[0] ?? '')}")`;
}

type ValueOf<T extends Attribute['type']> = Extract<Attribute, { type: T }>['value'];

function read<T extends Attribute['type']>(
  node: Node,
  name: string,
  type: T,
  otherwise: ValueOf<T> | undefined,
): ValueOf<T> {
  const attribute = node.attributes[name];
  if (!attribute) {
    if (otherwise === undefined) throw new GraphError(`${place(node)} lacks the attribute ${name}.`);
    return otherwise;
  }
  if (attribute.type !== type) {
    throw new GraphError(`${place(node)}: attribute ${name} is ${attribute.type}, but must be ${type}.`);
  }
  return attribute.value as ValueOf<T>;
}
