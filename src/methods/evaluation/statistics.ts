/** Means over samples with their standard errors, as scores and as curves. */
import type { Score } from '../../shared/results';
import type { Curve } from '../../shared/results';

/** Half the width of a 95 % interval, in standard errors. */
const WIDTH = 1.96;

export const INTERVAL = 'Intervals are ±1.96 standard errors over the samples.';

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Mean and its standard error √(variance / n), absent for a single value. */
export function estimate(values: readonly number[]): Score {
  const score = mean(values);
  const n = values.length;
  if (n < 2) return { score };
  const squares = values.reduce((sum, value) => sum + (value - score) ** 2, 0);
  return { score, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/** The mean of several lines, with its interval. */
export function curveOf(name: string, x: readonly number[], lines: readonly Float64Array[]): Curve {
  const points = x.map((_, k) => estimate(lines.map((line) => line[k]!)));
  const bound = (sign: number): Float64Array =>
    Float64Array.from(points, ({ score, standardError = 0 }) => score + sign * WIDTH * standardError);
  return {
    name,
    x: Float64Array.from(x),
    y: Float64Array.from(points, ({ score }) => score),
    ...(lines.length > 1 && { low: bound(-1), high: bound(1) }),
    from: 'measurement',
  };
}

/** Area under a line through points, by the trapezoidal rule. */
export function areaUnder(x: readonly number[], y: ArrayLike<number>): number {
  let area = 0;
  for (let k = 1; k < x.length; k++) area += ((x[k]! - x[k - 1]!) * (y[k]! + y[k - 1]!)) / 2;
  return area;
}
