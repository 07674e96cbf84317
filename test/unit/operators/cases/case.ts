/**
 * One application of one operator as a row of a table, and the graph and numbers made from it. The tables are in the other
 * files of this folder, named after the ONNX project's per-operator test cases; what is checked of each is in
 * operators.test.ts.
 */
import { attributes, type PlainAttribute } from '../../../../src/graph/attributes';
import { OPSET, type BoundGraph, type Node } from '../../../../src/graph/graph';
import type { Sym } from '../../../../src/graph/operator';
import { operators } from '../../../../src/operators';
import { isFloat, sizeOf, tensorOf, type DType, type Tensor } from '../../../../src/shared/tensor';

export interface Case {
  name: string;
  op: string;
  inputs: readonly Input[];
  attributes?: Readonly<Record<string, PlainAttribute>>;
  /** Number of outputs asked for; 1 if absent. */
  outputs?: number;
  /** Inputs to differentiate with respect to; by default all float32 inputs that are not constants; false for none. */
  gradient?: false | readonly number[];
  /** Of engine against reference, relative to the largest value; 1e-4 forward and 1e-3 backward if absent. */
  tolerance?: number;
}

export type Input =
  | undefined
  | {
      shape: readonly number[];
      /** float32 if absent. */
      dtype?: DType;
      /** Of seeded uniform values, [-2, 2] if absent; whole numbers for integer types, 0 and 1 for bool. */
      range?: readonly [number, number];
      values?: readonly number[];
      /** Becomes an initializer that inference knows: axes, shapes, pads. */
      constant?: true;
    };

/** The graph of one node, and tensors for its inputs (constants included, by name). */
export interface Built {
  node: Node;
  graph: BoundGraph;
  feeds: Record<string, Tensor>;
}

export function build(test: Case): Built {
  const random = seeded(test.name);
  const tensors = test.inputs.map((input) => input && tensorFor(input, random));
  const node: Node = {
    op: test.op,
    domain: '',
    name: test.name,
    inputs: tensors.map((tensor, i) => (tensor ? `x${i}` : '')),
    outputs: Array.from({ length: test.outputs ?? 1 }, (_, i) => `y${i}`),
    attributes: attributes(test.attributes ?? {}),
  };
  const symbols = tensors.map((tensor, i): Sym | undefined => {
    if (!tensor) return undefined;
    const { dtype, shape } = tensor;
    return { name: `x${i}`, dtype, shape, ...(test.inputs[i]!.constant && { known: tensor }) };
  });
  const operator = operators(test.op, '');
  if (!operator) throw new Error(`no operator ${test.op}`);
  const outputs = operator.infer(node, symbols).slice(0, node.outputs.length);
  const inputs = symbols.filter((symbol) => symbol !== undefined);
  const tensor = (name: string): Tensor => tensors[Number(name.slice(1))]!;
  const free = inputs.filter((symbol) => !symbol.known);
  return {
    node,
    graph: {
      name: test.name,
      opset: OPSET,
      domains: {},
      inputs: free.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      outputs: outputs.map((type, i) => ({ name: `y${i}`, ...type })),
      nodes: [node],
      initializers: new Map(inputs.filter(({ known }) => known).map(({ name }) => [name, tensor(name)])),
      values: new Map(),
      types: new Map([
        ...inputs.map(({ name, dtype, shape }) => [name, { dtype, shape }] as const),
        ...outputs.map((type, i) => [`y${i}`, type] as const),
      ]),
    },
    feeds: Object.fromEntries(free.map(({ name }) => [name, tensor(name)])),
  };
}

/** Names of the inputs a case is differentiated with respect to. */
export function differentiable({ inputs, gradient }: Case): string[] {
  if (gradient === false) return [];
  const chosen =
    gradient ??
    inputs.flatMap((input, i) => (input && !input.constant && (input.dtype ?? 'float32') === 'float32' ? [i] : []));
  return chosen.map((i) => `x${i}`);
}

/** Evenly spaced values in seeded random order: no two close, for operators that choose among their inputs. */
export function distinct(shape: readonly number[], from = -2, to = 2): { shape: readonly number[]; values: number[] } {
  const size = sizeOf(shape);
  const values = Array.from({ length: size }, (_, i) => from + ((to - from) * (i + 0.5)) / size);
  const random = seeded(`${shape.join()} ${from} ${to}`);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return { shape, values };
}

/** Uniform numbers in [0, 1) that depend on the text alone (xorshift on its FNV-1a hash). */
export function seeded(text: string): () => number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  state ||= 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

function tensorFor(input: NonNullable<Input>, random: () => number): Tensor {
  const { shape, dtype = 'float32', range: [low, high] = [-2, 2] } = input;
  const draw = (): number => {
    const u = random();
    if (dtype === 'bool') return u < 0.5 ? 0 : 1;
    return isFloat(dtype) ? low + u * (high - low) : Math.floor(low + u * (high - low + 1));
  };
  return tensorOf(dtype, shape, input.values ?? Array.from({ length: sizeOf(shape) }, draw));
}
