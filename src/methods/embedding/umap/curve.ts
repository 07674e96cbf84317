/**
 * The two numbers of UMAP's kernel 1 / (1 + a d^2b): the least-squares fit to a kernel that is 1 up to minDist and
 * falls with exp(−(d − minDist) / spread) beyond.
 */

/** Distances at which the kernels are compared: up to three times the spread, as in the authors' implementation. */
const SAMPLES = 300;
const STEPS = 200;

/** Gauss–Newton with damping (Levenberg 1944). */
export function fitCurve(minDist: number, spread: number): { a: number; b: number } {
  const xs = Array.from({ length: SAMPLES }, (_, i) => (3 * spread * i) / (SAMPLES - 1));
  const ys = xs.map((x) => (x < minDist ? 1 : Math.exp(-(x - minDist) / spread)));
  const loss = (a: number, b: number): number => xs.reduce((sum, x, i) => sum + (kernel(x, a, b) - ys[i]!) ** 2, 0);
  let [a, b, damping] = [1, 1, 1e-3];
  for (let step = 0; step < STEPS; step++) {
    let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
    for (const [i, x] of xs.entries()) {
      if (x === 0) continue;
      const value = kernel(x, a, b);
      const da = -(x ** (2 * b)) * value ** 2;
      const db = 2 * a * Math.log(x) * da;
      const rest = ys[i]! - value;
      aa += da * da;
      ab += da * db;
      bb += db * db;
      ra += da * rest;
      rb += db * rest;
    }
    const [p, q] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = p * q - ab * ab;
    const next = { a: a + (q * ra - ab * rb) / determinant, b: b + (p * rb - ab * ra) / determinant };
    if (next.a > 0 && next.b > 0 && loss(next.a, next.b) <= loss(a, b)) {
      ({ a, b } = next);
      damping /= 3;
    } else damping *= 5;
  }
  return { a, b };
}

function kernel(x: number, a: number, b: number): number {
  return 1 / (1 + a * x ** (2 * b));
}
