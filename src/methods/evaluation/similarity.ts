/** How similar two maps are: by ranks, and as pictures. */
import { pearson, ranksOf } from '../../shared/correlation';
import type { Places } from './places';

/**
 * Spearman's rank correlation, −1 to 1. A constant map has no ranks: it equals other constant maps (1) and differs from
 * all others (0).
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const flat = [a, b].filter(isFlat).length;
  return flat ? flat - 1 : pearson(ranksOf(a), ranksOf(b));
}

/** Gaussian window of Wang et al. 2004: 11 × 11, σ = 1.5; K₁ = 0.01, K₂ = 0.03. */
const [REACH, SIGMA, K1, K2] = [5, 1.5, 0.01, 0.03];

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004, doi:10.1109/TIP.2003.819861) of two signed maps, each
 * drawn as a picture in which 0 is grey: since its factors multiply, it would otherwise find two maps of opposite sign
 * similar. Windows are cut off at the border, with weights that sum to 1.
 */
export function ssim({ sides }: Places, a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [, height, width] = sides;
  const [x, y] = [drawn(a), drawn(b)];
  const blur = (values: Float64Array): Float64Array => gaussian(values, height, width);
  const product = (p: Float64Array, q: Float64Array): Float64Array => p.map((value, i) => value * q[i]!);
  const [mx, my] = [blur(x), blur(y)];
  const [xx, yy, xy] = [blur(product(x, x)), blur(product(y, y)), blur(product(x, y))];
  const [c1, c2] = [K1 ** 2, K2 ** 2];
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const [u, v] = [mx[i]!, my[i]!];
    const [varX, varY, covariance] = [xx[i]! - u * u, yy[i]! - v * v, xy[i]! - u * v];
    sum += ((2 * u * v + c1) * (2 * covariance + c2)) / ((u * u + v * v + c1) * (varX + varY + c2));
  }
  return sum / x.length;
}

function isFlat(values: ArrayLike<number>): boolean {
  return Array.prototype.every.call(values, (value) => value === values[0]);
}

/** Maps −max|map| to 0, 0 to ½ and max|map| to 1. */
function drawn(values: ArrayLike<number>): Float64Array {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return Float64Array.from(values, (value) => (1 + value / (largest || 1)) / 2);
}

/** Along both axes, one after the other. */
function gaussian(values: Float64Array, height: number, width: number): Float64Array {
  const along = (from: Float64Array, length: number, stride: number): Float64Array =>
    from.map((_, i) => {
      const at = Math.floor(i / stride) % length;
      let [sum, total] = [0, 0];
      for (let k = Math.max(-REACH, -at); k <= REACH && at + k < length; k++) {
        const weight = Math.exp(-((k / SIGMA) ** 2) / 2);
        sum += weight * from[i + k * stride]!;
        total += weight;
      }
      return sum / total;
    });
  return along(along(values, width, 1), height, width);
}
