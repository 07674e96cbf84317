/** Quadrature rules against integrals that are known. */
import assert from 'node:assert/strict';
import { quadrature, quadratures } from '../../../src/methods/quadrature';

describe('quadrature', () => {
  for (const kind of quadratures) {
    it(`${kind} weights sum to 1`, () => {
      for (const n of [2, 3, 50, 1000]) near(sum(quadrature(kind, n).weights), 1, 1e-12);
    });
  }
  for (const kind of ['riemann-middle', 'riemann-trapezoid'] as const) {
    it(`${kind} is exact for straight lines, ∫ 3x + 1 = 2.5`, () => {
      near(
        integral(kind, 7, (x) => 3 * x + 1),
        2.5,
        1e-12,
      );
    });
  }
  it('trapezoid weights are 1/(n-1), halved at the ends', () => {
    assert.deepEqual(quadrature('riemann-trapezoid', 3), { nodes: [0, 0.5, 1], weights: [0.25, 0.5, 0.25] });
  });
  it('left and right sums of x at n = 4 are 0.375 and 0.625', () => {
    near(
      integral('riemann-left', 4, (x) => x),
      0.375,
      1e-12,
    );
    near(
      integral('riemann-right', 4, (x) => x),
      0.625,
      1e-12,
    );
  });
  it('Gauss–Legendre with n nodes is exact up to degree 2n − 1', () => {
    for (const n of [2, 5, 10])
      near(
        integral('gauss-legendre', n, (x) => x ** (2 * n - 1)),
        1 / (2 * n),
        1e-13,
      );
  });
  it('Gauss–Legendre with 2 nodes has them at (1 ± 1/√3)/2', () => {
    const { nodes } = quadrature('gauss-legendre', 2);
    near(nodes[0]!, (1 - 1 / Math.sqrt(3)) / 2, 1e-14);
    near(nodes[1]!, (1 + 1 / Math.sqrt(3)) / 2, 1e-14);
  });
  it('Gauss–Legendre integrates eˣ to e − 1 with 50 nodes', () => {
    near(integral('gauss-legendre', 50, Math.exp), Math.E - 1, 1e-13);
  });
});

function integral(kind: Parameters<typeof quadrature>[0], n: number, f: (x: number) => number): number {
  const { nodes, weights } = quadrature(kind, n);
  return sum(nodes.map((x, k) => weights[k]! * f(x)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}
