/**
 * The proof that no perceptron produces a labeling, made readable: Σ cᵢ · labelᵢ · pointᵢ = 0 with cᵢ ≥ 0, sorted by
 * class. With a bias the coefficients of both classes have the same sum and are scaled to 1: a point in the hulls of
 * both.
 */
import type { Inseparable, Label } from '../../../src/shared/capacity/requests';
import { pointName, signOf } from './sets';
import { formatNumber, superscript } from '../../ui/format';

/** p/q in lowest terms, q > 0. */
interface Fraction {
  p: bigint;
  q: bigint;
}

export interface Share {
  point: number;
  coefficient: Fraction;
}

export interface Certificate {
  plus: Share[];
  minus: Share[];
  /** Σ coefficient · point over one class, which equals that over the other. */
  meeting: number[];
  /** "0.5·(+A) + 0.5·(+B) = 0.5·(−C) + 0.5·(−D)" */
  equation: string;
  /** What it means, in words. */
  meaning: string;
}

export function certificateOf(
  { combination }: Inseparable,
  { points, labels, bias }: { points: readonly (readonly number[])[]; labels: readonly Label[]; bias: boolean },
): Certificate {
  const of = (label: Label) => combination.filter(({ point }) => labels[point] === label);
  const sum = of(1).reduce((total, { coefficient }) => total + BigInt(coefficient), 0n);
  // Without a bias the sums differ; the integers stay as they are.
  const whole = bias && sum > 0n ? sum : 1n;
  const shares = (label: Label): Share[] =>
    of(label).map(({ point, coefficient }) => ({ point, coefficient: reduced(BigInt(coefficient), whole) }));
  const [plus, minus] = [shares(1), shares(-1)];
  const one = plus.length > 0 ? plus : minus;
  const inputs = points[0]?.length ?? 0;
  const meeting = Array.from({ length: inputs }, (_, axis) =>
    one.reduce((total, { point, coefficient }) => total + toNumber(coefficient) * points[point]![axis]!, 0),
  );
  const side = (part: readonly Share[], label: Label) =>
    part.length === 0
      ? '0'
      : part
          .map(({ point, coefficient }) => `${textOf(coefficient)}·(${signOf(label)}${pointName(point)})`)
          .join(' + ');
  return {
    plus,
    minus,
    meeting,
    equation: plus.length > 0 ? `${side(plus, 1)} = ${side(minus, -1)}` : `${side(minus, -1)} = 0`,
    meaning: meaningOf(plus, minus, bias),
  };
}

function meaningOf(plus: readonly Share[], minus: readonly Share[], bias: boolean): string {
  if (bias)
    return plus.length === 1 && minus.length === 1
      ? 'the same place has both labels, so no line has them on different sides.'
      : 'the hulls of the two classes meet here, so no line has them on different sides.';
  if (plus.length > 0 && minus.length > 0)
    return 'what the two classes span from 0 meets here, so no line through 0 has them on different sides.';
  const only = [...plus, ...minus];
  return only.length === 1
    ? 'this point is 0, through which every line passes.'
    : 'these points of one class surround 0, so no line through 0 has all of them on one side.';
}

/** 0.5, 1, 1/3; rounded if there would be many digits. */
export function textOf({ p, q }: Fraction): string {
  if (q === 1n) return short(p);
  const decimal = decimalOf({ p, q });
  if (decimal !== undefined) return decimal;
  return p < 1000n && q < 1000n ? `${p}/${q}` : `≈${formatNumber(toNumber({ p, q }), 3)}`;
}

function short(p: bigint): string {
  const text = String(p);
  return text.length <= 6 ? text : `≈${text[0]}.${text.slice(1, 3)}×10${superscript(text.length - 1)}`;
}

/** If three decimals are exact. */
function decimalOf({ p, q }: Fraction): string | undefined {
  return (1000n * p) % q === 0n ? String(Number((1000n * p) / q) / 1000) : undefined;
}

function reduced(p: bigint, q: bigint): Fraction {
  let [a, b] = [p, q];
  while (b > 0n) [a, b] = [b, a % b];
  return { p: p / a, q: q / a };
}

/** Avoids overflow, however long both are. */
function toNumber({ p, q }: Fraction): number {
  return q < 2n ** 60n ? Number(p) / Number(q) : Number((p << 60n) / q) / 2 ** 60;
}
