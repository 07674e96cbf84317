/** Sums of products over named indices. */
import { place, string } from '../graph/attributes';
import type { Builder } from '../graph/builder';
import type { Node } from '../graph/graph';
import type { GradientContext, Operator, Sym } from '../graph/operator';
import { GraphError, NoGradientError } from '../shared/errors';
import { sizeOf, type Shape } from '../shared/tensor';
import { required } from './infer';

/** An equation with every index named: unused letters replace the ellipsis. */
interface Equation {
  /** One letter per axis of each operand. */
  terms: string[];
  output: string;
  /** Size of each letter; 1 only if every operand has 1. */
  sizes: ReadonlyMap<string, number>;
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parse(node: Node, shapes: readonly Shape[]): Equation {
  const text = string(node, 'equation').replaceAll(' ', '');
  const wrong = (why: string): GraphError => new GraphError(`${place(node)}: equation "${text}" ${why}.`);
  const [left = '', right] = text.split('->');
  const written = left.split(',');
  if (written.length !== shapes.length) throw wrong(`has ${written.length} terms for ${shapes.length} operands`);
  const free = [...letters].filter((letter) => !text.includes(letter));
  const ranks = written.map((term, i) => (term.includes('...') ? shapes[i]!.length - (term.length - 3) : 0));
  const ellipsis = free.slice(0, Math.max(0, ...ranks)).join('');
  const terms = written.map((term, i) => term.replace('...', ellipsis.slice(ellipsis.length - Math.max(0, ranks[i]!))));
  const sizes = new Map<string, number>();
  terms.forEach((term, i) => {
    const shape = shapes[i]!;
    if (term.length !== shape.length)
      throw wrong(`gives operand ${i} of shape [${shape.join()}] ${term.length} indices`);
    [...term].forEach((letter, axis) => {
      const [size, known] = [shape[axis]!, sizes.get(letter) ?? 1];
      if (size !== known && size !== 1 && known !== 1)
        throw wrong(`has index ${letter} with sizes ${known} and ${size}`);
      if (known === 1) sizes.set(letter, size);
    });
  });
  const once = [...sizes.keys()].filter((letter) => !ellipsis.includes(letter) && left.split(letter).length === 2);
  const output = right === undefined ? ellipsis + once.sort().join('') : right.replace('...', ellipsis);
  for (const letter of output) if (!sizes.has(letter)) throw wrong(`has index ${letter} only in its result`);
  return { terms, output, sizes };
}

/** A factor of the gradient's product. */
interface Factor {
  symbol: Sym;
  term: string;
}

/** Without its axes of size 1, which would have to broadcast. */
function squeezed(b: Builder, symbol: Sym, term: string): Factor {
  const kept = [...term].filter((_, axis) => symbol.shape[axis] !== 1);
  return {
    symbol: b.reshape(
      symbol,
      symbol.shape.filter((size) => size !== 1),
    ),
    term: kept.join(''),
  };
}

/**
 * The gradient of operand i: the product of dy and the other operands, summed to the operand's own indices. An index of
 * this operand alone was summed out, so the gradient repeats along it.
 */
function toOperand({ b, x, dy }: GradientContext, { terms, output }: Equation, i: number): Sym {
  const { shape } = x[i]!;
  const factors = [
    squeezed(b, dy[0]!, output),
    ...terms.flatMap((term, j) => (j === i ? [] : [squeezed(b, x[j]!, term)])),
  ];
  const available = new Set(factors.flatMap(({ term }) => [...term]));
  const target = [...terms[i]!].filter((letter, axis) => shape[axis] !== 1 && available.has(letter)).join('');
  const partial = terms[i]!.split('').map((letter, axis) => (target.includes(letter) ? shape[axis]! : 1));
  return b.expand(b.reshape(product(b, factors, target), partial), shape);
}

/** Einsum of the factors with indices, times those that are single numbers (which Einsum does not accept). */
function product(b: Builder, factors: readonly Factor[], target: string): Sym {
  const scalars = factors.filter(({ term }) => !term).map(({ symbol }) => symbol);
  const indexed = factors.filter(({ term }) => term);
  const equation = `${indexed.map(({ term }) => term).join()}->${target}`;
  const main =
    equation === `${target}->${target}`
      ? indexed[0]?.symbol
      : b.op(
          'Einsum',
          indexed.map(({ symbol }) => symbol),
          { equation },
        );
  return [main, ...scalars].filter((part) => part !== undefined).reduce((x, y) => b.mul(x, y));
}

export const einsum = {
  Einsum: {
    role: 'linear',
    trained: [0, 1],

    infer: (node, inputs) => {
      const operands = inputs.map((_, i) => required(node, inputs, i));
      const { output, sizes } = parse(
        node,
        operands.map(({ shape }) => shape),
      );
      return [{ dtype: operands[0]!.dtype, shape: [...output].map((letter) => sizes.get(letter)!) }];
    },
    gradient: (c) => {
      const equation = parse(
        c.node,
        c.x.map((operand) => operand!.shape),
      );
      if ([...equation.terms, equation.output].some((term) => new Set(term).size < term.length)) {
        throw new NoGradientError('Einsum', c.node.name, 'has no gradient if a term repeats an index');
      }
      return c.x.map((_, i) => (c.wants(i) ? toOperand(c, equation, i) : undefined));
    },
    /** One multiplication fewer than operands, for each combination of all indices. */
    cost: (node, inputs) => {
      const { sizes } = parse(
        node,
        inputs.map((operand) => operand!.shape),
      );
      return sizeOf([...sizes.values()]) * Math.max(1, inputs.length - 1);
    },
  },
} satisfies Record<string, Operator>;
