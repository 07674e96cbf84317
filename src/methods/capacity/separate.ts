/**
 * Whether one perceptron can produce a labeling, proved either way: weights that classify every point correctly, or a
 * combination of the points that rules out any. Linear and quadratic programming in float64 propose; exact arithmetic
 * decides, and finds its own answer if no proposal holds.
 */
import { setImmediate } from 'node:timers/promises';
import type { Inseparable, Label, Separated, Separation, SeparationRequest } from '../../shared/capacity/requests';
import { ArgumentError, throwIfCancelled } from '../../shared/errors';
import type { CallOptions } from '../../shared/requests';
import { alternative } from './exact/alternative';
import { dependence } from './exact/dependence';
import { bitLength, commonIntegers, dot, primitive } from './exact/integers';
import { toRational, nearby, overCommonDenominator, showRational, toNumber, type Rational } from './exact/rational';
import { frameOf, leave, marginOf, signedRows, toUnitRow } from './frame';
import { checkLabels, checkPoints } from './pointSet';
import { maximin, widest } from './programs';

/** A smallest product below this, of rows whose largest coordinate is 1, counts as 0 until proved otherwise. */
const ALMOST_ZERO = 1e-9;

/** The share of the margin given up for simpler weights. */
const SIMPLICITY = 1e-6;

/** The labels times the points, with the bias' 1, as integers: all times 2^−exponent. */
interface Exact {
  vectors: bigint[][];
  exponent: number;
}

/**
 * Throws ArgumentError for points and labels of the wrong shape or kind, and for inseparable ones so large that the
 * proof would take hours; CancelledError.
 */
export async function separate(request: SeparationRequest, { signal }: CallOptions): Promise<Separation> {
  checkPoints(request.points);
  checkLabels(request.labels, request.points.length);
  const exact = toIntegers(request);
  const zero = exact.vectors.findIndex((vector) => vector.every((value) => value === 0n));
  if (zero >= 0) return { separable: false, combination: [{ point: zero, coefficient: '1' }] };
  if (request.bias && request.labels.every((label) => label === request.labels[0])) return withoutPlane(request);

  const proposal = await propose(request, exact, signal);
  if (!Array.isArray(proposal)) return proposal;
  checkWork(exact.vectors);
  const pause = async (): Promise<void> => {
    await setImmediate();
    throwIfCancelled(signal);
  };
  return (await inseparableBy(exact.vectors, proposal, pause)) ?? decide(request, exact, pause);
}

/** A separation found in float64 and proved; else the points that, according to float64, no weights suit. */
async function propose(
  request: SeparationRequest,
  exact: Exact,
  signal: AbortSignal | undefined,
): Promise<Separated | number[]> {
  const frame = frameOf(request, { alike: true });
  const rows = signedRows(request, frame);
  // Coordinates near the limit of float64 overflow when centred.
  if (!rows.every((row) => row.every(Number.isFinite))) return [];
  const { value, weights, prices } = await maximin(rows.map(toUnitRow), signal);
  if (value > ALMOST_ZERO) {
    for (const candidate of [await widest(rows, request.bias), weights]) {
      const separated = candidate && separatedBy(request, exact, leave(frame, candidate, request.bias));
      if (separated) return separated;
    }
  }
  return prices.flatMap((price, i) => (price > ALMOST_ZERO ? [i] : []));
}

/** Long products of an elimination: timed at 8 s for 100 inputs of 53 bits, an hour at this many. */
const MOST_WORK = 5e14;

function checkWork(vectors: readonly bigint[][]): void {
  const size = Math.min(vectors.length, vectors[0]!.length + 1);
  const bits = Math.max(...vectors.map((vector) => Math.max(...vector.map(bitLength))));
  if (size ** 3 * (size * bits) ** 1.6 > MOST_WORK)
    throw new ArgumentError(
      'These labels seem to be inseparable, but the proof would take hours for so many inputs; use fewer inputs or coarser numbers.',
    );
}

function toIntegers({ points, labels, bias }: SeparationRequest): Exact {
  const { integers, exponent } = commonIntegers(points);
  const one = 1n << BigInt(-exponent);
  const vectors = integers.map((point, i) =>
    (bias ? [...point, one] : point).map((value) => value * BigInt(labels[i]!)),
  );
  return { vectors, exponent };
}

/** A bias has the same sign everywhere. */
function withoutPlane({ points, labels }: SeparationRequest): Separated {
  const inputs = points[0]!.length;
  const [label] = labels as [Label];
  return {
    separable: true,
    weights: new Array<string>(inputs).fill('0'),
    bias: String(label),
    approximate: [...new Array<number>(inputs).fill(0), label],
  };
}

/** The simplest weights near these that separate about as widely, proved; undefined if not even these do. */
function separatedBy(request: SeparationRequest, exact: Exact, weights: readonly number[]): Separated | undefined {
  if (!weights.every(Number.isFinite)) return undefined;
  const least = marginOf(request, weights) * (1 - SIMPLICITY);
  for (let largest = 1n; largest < 2n ** 60n; largest *= 8n) {
    const simple = weights.map((weight) => nearby(weight, largest));
    const separated = marginOf(request, simple.map(toNumber)) >= least && proved(request, exact, simple);
    if (separated) return separated;
  }
  return proved(request, exact, weights.map(toRational));
}

/** The proof: every product is positive. The smallest gives the margin. */
function proved(request: SeparationRequest, exact: Exact, weights: readonly Rational[]): Separated | undefined {
  const numerators = overCommonDenominator(weights);
  const products = exact.vectors.map((vector) => dot(vector, numerators));
  const least = products.reduce((smallest, product) => (product < smallest ? product : smallest));
  if (least <= 0n) return undefined;
  const inputs = request.points[0]!.length;
  const shown = weights.map(showRational);
  // In units of the largest weight, so that length and margin do not overflow.
  const bits = BigInt(Math.max(...numerators.slice(0, inputs).map(bitLength)));
  const numbers = numerators.map((numerator) => toNumber({ numerator, denominator: 1n << bits }));
  const length = Math.hypot(...numbers.slice(0, inputs));
  return {
    separable: true,
    weights: shown.slice(0, inputs),
    ...(request.bias && { bias: shown[inputs]! }),
    approximate: numbers.map((weight) => weight / length),
    margin: toNumber({ numerator: least, denominator: 1n << (bits - BigInt(exact.exponent)) }) / length,
  };
}

/**
 * The combination of just these points that is zero; undefined if it has both signs, does not exist or is not unique.
 */
async function inseparableBy(
  exact: readonly bigint[][],
  support: readonly number[],
  pause: () => Promise<void>,
): Promise<Inseparable | undefined> {
  if (!support.length) return undefined;
  const found = await dependence(
    support.map((i) => exact[i]!),
    pause,
  );
  if (!found) return undefined;
  const positive = found[0]! < 0n ? found.map((coefficient) => -coefficient) : found;
  return positive.every((coefficient) => coefficient >= 0n) ? inseparable(positive, support) : undefined;
}

/** The exact method on all points. */
async function decide(request: SeparationRequest, exact: Exact, pause: () => Promise<void>): Promise<Separation> {
  const found = await alternative(exact.vectors, pause);
  if ('combination' in found) return inseparable(found.combination, [...exact.vectors.keys()]);
  const weights = primitive(found.weights).map((numerator) => ({ numerator, denominator: 1n }));
  return proved(request, exact, weights)!;
}

function inseparable(combination: readonly bigint[], points: readonly number[]): Inseparable {
  const coefficients = primitive(combination);
  return {
    separable: false,
    combination: coefficients.flatMap((coefficient, k) =>
      coefficient === 0n ? [] : [{ point: points[k]!, coefficient: String(coefficient) }],
    ),
  };
}
