/** Point sets and labels from outside, checked, and the vectors they are to a perceptron. */
import { LARGEST } from '../../shared/capacity/cover';
import type { Label, PointSet } from '../../shared/capacity/requests';
import { ArgumentError } from '../../shared/errors';
import { primitive, dyadic } from './exact/integers';

/** Throws ArgumentError unless there are 1 to 2,000 points of 0 to 2,000 finite numbers each. */
export function checkPoints(points: readonly (readonly number[])[]): void {
  if (points.length === 0) throw new ArgumentError('There are no points; give at least one.');
  const inputs = points[0]!.length;
  points.forEach((point, i) => {
    if (point.length !== inputs)
      throw new ArgumentError(
        `Point ${i + 1} has ${point.length} coordinates but point 1 has ${inputs}; give all points the same number.`,
      );
    const wrong = point.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new ArgumentError(
        `Coordinate ${wrong + 1} of point ${i + 1} is ${String(point[wrong])}; use finite numbers only.`,
      );
  });
  const [n, k, most] = [points.length, inputs, LARGEST].map((size) => size.toLocaleString('en-US'));
  if (points.length > LARGEST || inputs > LARGEST)
    throw new ArgumentError(
      `At most ${most} points with ${most} coordinates are supported; these have ${n} × ${k}. Take fewer of them.`,
    );
}

/** Throws ArgumentError unless there is a label, 1 or −1, for each point. */
export function checkLabels(labels: readonly Label[], points: number): void {
  if (labels.length !== points)
    throw new ArgumentError(`There are ${labels.length} labels for ${points} points; give one for each.`);
  const wrong = labels.findIndex((label) => Math.abs(label) !== 1);
  if (wrong >= 0) throw new ArgumentError(`Label ${wrong + 1} is ${String(labels[wrong])}; use 1 and -1.`);
}

/**
 * The points as the weights see them, with the bias' 1 if there is one: integer vectors equal to the points up to a
 * positive factor each and a power of two per coordinate. Neither changes which labelings exist.
 */
export function weightVectors({ points, bias }: PointSet): bigint[][] {
  const lifted = bias ? points.map((point) => [...point, 1]) : points;
  const split = lifted.map((point) => point.map(dyadic));
  const lowest = lifted[0]!.map((_, k) =>
    split.reduce((least, row) => (row[k]!.mantissa === 0n ? least : Math.min(least, row[k]!.exponent)), Infinity),
  );
  return split.map((row) =>
    primitive(
      row.map(({ mantissa, exponent }, k) => (mantissa === 0n ? 0n : mantissa << BigInt(exponent - lowest[k]!))),
    ),
  );
}
