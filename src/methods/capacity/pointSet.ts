/** Point sets and labels as they come from outside, checked; and the vectors they are to a perceptron. */
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
        `Point ${i + 1} has ${point.length} coordinates where point 1 has ${inputs}; all must have as many.`,
      );
    const wrong = point.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new ArgumentError(
        `Coordinate ${wrong + 1} of point ${i + 1} is ${String(point[wrong])}; all must be finite numbers.`,
      );
  });
  const [n, k] = [points.length, inputs].map((size) => size.toLocaleString('en-US'));
  if (points.length > LARGEST || inputs > LARGEST)
    throw new ArgumentError(
      `${n} points of ${k} coordinates are too many; at most ${LARGEST.toLocaleString('en-US')} of each are taken.`,
    );
}

/** Throws ArgumentError unless there is a label, 1 or −1, for each point. */
export function checkLabels(labels: readonly Label[], points: number): void {
  if (labels.length !== points)
    throw new ArgumentError(`There are ${labels.length} labels for ${points} points; give one for each.`);
  const wrong = labels.findIndex((label) => Math.abs(label) !== 1);
  if (wrong >= 0) throw new ArgumentError(`Label ${wrong + 1} is ${String(labels[wrong])}; labels are 1 and -1.`);
}

/**
 * The points as the weights meet them, with the bias' 1 where there is one: integer vectors that are the points exactly but for a
 * positive factor of each and a power of two of each coordinate. Neither changes which labelings there are.
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
