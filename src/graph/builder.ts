/**
 * Builds graphs from symbolic tensors: each call adds a node and returns its output with inferred type and shape. What
 * small constants determine is computed at once, so shapes and axes fold away while a graph is built.
 */
import { GraphError } from '../shared/errors';
import { float32, int64, sizeOf, tensorOf, type DType, type Shape, type Tensor } from '../shared/tensor';
import { attributes, place, type PlainAttribute } from './attributes';
import { isInline, OPSET, type Attributes, type BoundGraph, type Constant, type Node, type ValueInfo } from './graph';
import { dtypeCode } from './onnx/types';
import { KNOWN_ELEMENTS, type Operator, type OperatorSet, type Sym, type ValueType } from './operator';

export class Builder {
  readonly #operators: OperatorSet;
  readonly #nodes: Node[] = [];
  readonly #inputs: ValueInfo[] = [];
  readonly #initializers = new Map<string, Constant>();
  readonly #symbols = new Map<string, Sym>();
  readonly #interned = new Map<string, Sym>();
  readonly #reserved = new Set<string>();
  readonly #domains: Record<string, number> = {};
  #fresh = 0;

  constructor(operators: OperatorSet) {
    this.#operators = operators;
  }

  /**
   * Reserves names for values and nodes still to come, so that no generated one takes them: the engine refuses two
   * nodes of one name, as it does two values.
   */
  reserve(names: Iterable<string>): void {
    for (const name of names) this.#reserved.add(name);
  }

  /** Declares a graph input. */
  input(name: string, dtype: DType, shape: Shape): Sym {
    this.#inputs.push({ name, dtype, shape });
    return this.#define({ name, dtype, shape });
  }

  /** Adds numbers under a name; inference can read small ones. */
  constant(constant: Constant, name = this.#name('constant')): Sym {
    this.#initializers.set(name, constant);
    const { dtype, shape } = constant;
    const small = isInline(constant) && sizeOf(shape) <= KNOWN_ELEMENTS;
    return this.#define({ name, dtype, shape, ...(small && { known: constant }) });
  }

  /** A scalar of a type. Equal scalars share one initializer. */
  scalar(value: number, dtype: DType = 'float32'): Sym {
    return this.#intern(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, () => tensorOf(dtype, [], [value]));
  }

  /** A 1-D int64 constant: axes, shapes, pads. */
  int64(values: readonly number[]): Sym {
    return this.#intern(`int64[] ${values.join()}`, () => int64([values.length], values));
  }

  /** A 1-D float32 constant. */
  floats(values: readonly number[]): Sym {
    return this.constant(float32([values.length], values));
  }

  /** The symbol of an existing value. */
  get(name: string): Sym {
    const symbol = this.#symbols.get(name);
    if (!symbol) throw new GraphError(`This graph has no value "${name}".`);
    return symbol;
  }

  has(name: string): boolean {
    return this.#symbols.has(name);
  }

  /** Adds a node with one output of interest. */
  op(
    op: string,
    inputs: readonly (Sym | undefined)[],
    plain: Readonly<Record<string, PlainAttribute | undefined>> = {},
  ): Sym {
    return this.ops(op, inputs, plain, 1)[0]!;
  }

  /** Adds a node with several outputs. */
  ops(
    op: string,
    inputs: readonly (Sym | undefined)[],
    plain: Readonly<Record<string, PlainAttribute | undefined>>,
    outputs: number,
  ): Sym[] {
    const names = Array.from({ length: outputs }, () => this.#name(op.toLowerCase()));
    return this.node({ op, domain: '', name: names[0]!, outputs: names, attributes: attributes(plain) }, inputs);
  }

  /** Adds a node with given output names; folds it if its contents are already known. */
  node(
    spec: { op: string; domain: string; name: string; outputs: readonly string[]; attributes: Attributes },
    inputs: readonly (Sym | undefined)[],
  ): Sym[] {
    const node: Node = { ...spec, inputs: inputs.map((input) => input?.name ?? '') };
    const operator = this.#operators(node.op, node.domain);
    if (!operator) {
      const name = node.domain ? `${node.domain}.${node.op}` : node.op;
      throw new GraphError(
        `Operator ${name} (node "${node.name}") is unknown, so shapes after it cannot be inferred. Running the model unchanged still works.`,
      );
    }
    const types = operator.infer(node, inputs);
    const known = this.#evaluate(operator, node, inputs, types);
    if (known) return known.map((tensor, i) => this.constant(tensor, node.outputs[i] || this.#name('folded')));
    this.#nodes.push(node);
    if (node.domain) this.#domains[node.domain] = 1;
    return node.outputs.map((name, i) => {
      const type = types[i];
      if (!type)
        throw new GraphError(`${place(node)} has ${node.outputs.length} outputs, but must have ${types.length}.`);
      return name ? this.#define({ name, ...type }) : { name, ...type };
    });
  }

  /** The finished graph with these outputs. */
  build(outputs: readonly Sym[], name = 'netloupe'): BoundGraph {
    return {
      name,
      opset: OPSET,
      domains: this.#domains,
      inputs: this.#inputs,
      outputs: outputs.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      nodes: this.#nodes,
      initializers: this.#initializers,
      values: new Map(),
      types: new Map([...this.#symbols].map(([key, { dtype, shape }]) => [key, { dtype, shape }])),
    };
  }

  // Arithmetic with ONNX's broadcasting; a number becomes a scalar of the other operand's type.

  add = (x: Sym, y: Sym | number): Sym => this.#binary('Add', x, y);
  sub = (x: Sym, y: Sym | number): Sym => this.#binary('Sub', x, y);
  mul = (x: Sym, y: Sym | number): Sym => this.#binary('Mul', x, y);
  div = (x: Sym, y: Sym | number): Sym => this.#binary('Div', x, y);
  pow = (x: Sym, y: Sym | number): Sym => this.#binary('Pow', x, y);
  equal = (x: Sym, y: Sym | number): Sym => this.#binary('Equal', x, y);
  greater = (x: Sym, y: Sym | number): Sym => this.#binary('Greater', x, y);
  less = (x: Sym, y: Sym | number): Sym => this.#binary('Less', x, y);
  neg = (x: Sym): Sym => this.op('Neg', [x]);
  exp = (x: Sym): Sym => this.op('Exp', [x]);
  log = (x: Sym): Sym => this.op('Log', [x]);
  sqrt = (x: Sym): Sym => this.op('Sqrt', [x]);
  where = (condition: Sym, x: Sym, y: Sym): Sym => this.op('Where', [condition, x, y]);
  matmul = (x: Sym, y: Sym): Sym => this.op('MatMul', [x, y]);

  cast(x: Sym, dtype: DType): Sym {
    return x.dtype === dtype ? x : this.op('Cast', [x], { to: dtypeCode[dtype] });
  }

  reshape(x: Sym, shape: Shape): Sym {
    if (sameShape(x.shape, shape)) return x;
    // allowzero: a size of 0 in `shape` means 0, not "unchanged".
    return this.op('Reshape', [x, this.int64(shape)], { allowzero: shape.includes(0) ? 1 : undefined });
  }

  transpose(x: Sym, perm: readonly number[]): Sym {
    return perm.every((axis, i) => axis === i) ? x : this.op('Transpose', [x], { perm });
  }

  expand(x: Sym, shape: Shape): Sym {
    return sameShape(x.shape, shape) ? x : this.op('Expand', [x, this.int64(shape)]);
  }

  unsqueeze(x: Sym, axes: readonly number[]): Sym {
    return axes.length ? this.op('Unsqueeze', [x, this.int64(axes)]) : x;
  }

  sum(x: Sym, axes: readonly number[], keepdims = true): Sym {
    return axes.length ? this.op('ReduceSum', [x, this.int64(axes)], { keepdims: keepdims ? 1 : 0 }) : x;
  }

  mean(x: Sym, axes: readonly number[], keepdims = true): Sym {
    return axes.length ? this.op('ReduceMean', [x, this.int64(axes)], { keepdims: keepdims ? 1 : 0 }) : x;
  }

  /** ONNX Slice; `ends` may be ±2^31 for "to the end". */
  slice(
    x: Sym,
    starts: readonly number[],
    ends: readonly number[],
    axes: readonly number[],
    steps = axes.map(() => 1),
  ): Sym {
    return this.op('Slice', [x, this.int64(starts), this.int64(ends), this.int64(axes), this.int64(steps)]);
  }

  concat(parts: readonly Sym[], axis: number): Sym {
    return parts.length === 1 ? parts[0]! : this.op('Concat', parts, { axis });
  }

  /** Zero padding (cropping if negative) before and after each axis. */
  pad(x: Sym, before: readonly number[], after: readonly number[]): Sym {
    return [...before, ...after].every((n) => n === 0) ? x : this.op('Pad', [x, this.int64([...before, ...after])]);
  }

  /** Zeros in the shape and type of x. */
  zerosLike(x: Sym): Sym {
    return this.expand(this.scalar(0, x.dtype), x.shape);
  }

  /** Sums a gradient over the axes along which an operand of this shape was broadcast. */
  unbroadcast(dy: Sym, shape: Shape): Sym {
    const lead = dy.shape.length - shape.length;
    const axes = dy.shape.flatMap((size, axis) =>
      axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : [],
    );
    return this.reshape(this.sum(dy, axes), shape);
  }

  #binary(op: string, x: Sym, y: Sym | number): Sym {
    return this.op(op, [x, typeof y === 'number' ? this.scalar(y, x.dtype) : y]);
  }

  #evaluate(operator: Operator, node: Node, inputs: readonly (Sym | undefined)[], types: readonly ValueType[]) {
    const told = types.flatMap(({ known }) => known ?? []);
    if (types.length && told.length === types.length) return told;
    if (!operator.evaluate || !inputs.every((input) => !input || input.known)) return undefined;
    if (types.some(({ shape }) => sizeOf(shape) > KNOWN_ELEMENTS)) return undefined;
    return operator.evaluate(
      node,
      inputs.map((input) => input?.known),
      types,
    );
  }

  #intern(key: string, make: () => Tensor): Sym {
    let symbol = this.#interned.get(key);
    if (!symbol) this.#interned.set(key, (symbol = this.constant(make())));
    return symbol;
  }

  #define(symbol: Sym): Sym {
    if (this.#symbols.has(symbol.name)) throw new GraphError(`Two nodes make the value "${symbol.name}"; rename one.`);
    this.#symbols.set(symbol.name, symbol);
    return symbol;
  }

  #name(stem: string): string {
    let name: string;
    do name = `~${stem}${this.#fresh++}`;
    while (this.#symbols.has(name) || this.#reserved.has(name));
    return name;
  }
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
