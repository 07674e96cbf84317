/** Running central moments of many quantities at once, and their standard errors. */

/** One-pass updates of Welford 1962, extended to fourth moments by Terriberry 2007. */
export class Moments {
  /** Values added to each quantity. */
  count = 0;
  readonly mean: Float64Array;
  readonly #m2: Float64Array;
  readonly #m3: Float64Array;
  readonly #m4: Float64Array;

  constructor(size: number) {
    [this.mean, this.#m2, this.#m3, this.#m4] = Array.from({ length: 4 }, () => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }

  /** Adds the n-th value (counted from 1) of the quantities from `offset` on. */
  add(values: ArrayLike<number>, offset: number, n: number): void {
    const { mean } = this;
    for (let j = 0; j < values.length; j++) {
      const i = offset + j;
      const delta = values[j]! - mean[i]!;
      const step = delta / n;
      const term = delta * step * (n - 1);
      mean[i]! += step;
      this.#m4[i]! +=
        term * step * step * (n * n - 3 * n + 3) + 6 * step * step * this.#m2[i]! - 4 * step * this.#m3[i]!;
      this.#m3[i]! += term * step * (n - 2) - 3 * step * this.#m2[i]!;
      this.#m2[i]! += term;
    }
  }

  /** Unbiased variance. */
  variance(): Float64Array {
    return this.#m2.map((m2) => m2 / (this.count - 1));
  }

  /** Standard error of the mean: √(variance / n). */
  errorOfMean(): Float64Array {
    return this.#m2.map((m2) => Math.sqrt(m2 / (this.count - 1) / this.count));
  }

  /** Standard error of the variance: √((μ₄ − σ⁴(n−3)/(n−1)) / n) (Cho & Cho 2008). */
  errorOfVariance(): Float64Array {
    const n = this.count;
    return this.#m2.map((m2, i) => {
      const variance = m2 / (n - 1);
      return Math.sqrt(Math.max(0, this.#m4[i]! / n - (variance * variance * (n - 3)) / (n - 1)) / n);
    });
  }
}
