/** Rules for the integral of a function over [0, 1]. */

export const quadratures = [
  'gauss-legendre',
  'riemann-left',
  'riemann-right',
  'riemann-middle',
  'riemann-trapezoid',
] as const;
export type Quadrature = (typeof quadratures)[number];

export interface Rule {
  nodes: number[];
  /** Sum to 1. */
  weights: number[];
}

/** The rule with n nodes (at least 2 for the trapezoid, whose inner weights are 1/(n-1) and outer ones half that). */
export function quadrature(kind: Quadrature, n: number): Rule {
  const even = (shift: number): Rule => ({
    nodes: Array.from({ length: n }, (_, k) => (k + shift) / n),
    weights: Array.from({ length: n }, () => 1 / n),
  });
  switch (kind) {
    case 'gauss-legendre':
      return gaussLegendre(n);
    case 'riemann-left':
      return even(0);
    case 'riemann-right':
      return even(1);
    case 'riemann-middle':
      return even(0.5);
    case 'riemann-trapezoid':
      return {
        nodes: Array.from({ length: n }, (_, k) => k / (n - 1)),
        weights: Array.from({ length: n }, (_, k) => (k === 0 || k === n - 1 ? 0.5 : 1) / (n - 1)),
      };
  }
}

/**
 * Roots of the Legendre polynomial P_n by Newton's method from Tricomi's estimate, weights 2/((1-x²)P'_n(x)²), mapped
 * from [-1, 1] to [0, 1]. Exact for polynomials up to degree 2n-1.
 */
function gaussLegendre(n: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let k = n; k >= 1; k--) {
    let x = Math.cos((Math.PI * (k - 0.25)) / (n + 0.5));
    let slope = 0;
    for (let iteration = 0; iteration < 100; iteration++) {
      let [previous, current] = [1, x];
      for (let j = 2; j <= n; j++)
        [previous, current] = [current, ((2 * j - 1) * x * current - (j - 1) * previous) / j];
      slope = (n * (x * current - previous)) / (x * x - 1);
      const step = current / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    nodes.push((1 + x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}
