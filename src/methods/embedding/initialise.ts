/** Where points start: their principal components or an earlier map, scaled to a size, or noise. */
import type { Random } from '../../shared/random';
import { principalComponents } from './principalComponents';
import { firstDeviation } from './positions';
import { prepareRows, type Metric } from './rows';
import type { PointsContext } from '../method';

/** Share of the deviation: without noise, equal points would stay together forever, and a line would stay a line. */
const JITTER = 0.01;

/** [N, dimensions], with the given standard deviation along the first axis, plus a hundredth of it as noise. */
export async function principalPositions(
  { points, random, signal }: Pick<PointsContext, 'points' | 'random' | 'signal'>,
  dimensions: number,
  metric: Metric,
  deviation: number,
): Promise<Float32Array> {
  const { scores } = await principalComponents(prepareRows(points, metric), dimensions, random, signal);
  return scaled(scores, dimensions, deviation, random);
}

/**
 * Positions [N, dimensions], scaled to the given standard deviation along the first axis, plus a hundredth of it as
 * noise.
 */
export function scaled(positions: Float32Array, dimensions: number, deviation: number, random: Random): Float32Array {
  const found = firstDeviation(positions, dimensions);
  const jitter = noise(positions.length, deviation * JITTER, random);
  return positions.map((position, i) => (found > 0 ? (position / found) * deviation : 0) + jitter[i]!);
}

/** Normal, with the given standard deviation. */
export function noise(length: number, deviation: number, { normal }: Random): Float32Array {
  return Float32Array.from({ length }, () => deviation * normal());
}
