/** Statistics of numbers that arrive in portions, so that a tensor need not fit in memory. */
import type { Statistics } from '../../shared/glance';

export class RunningStatistics {
  #finite = 0;
  #nonFinite = 0;
  #zeros = 0;
  #mean = 0;
  /** Σ (value − mean)². */
  #squares = 0;
  #min = Infinity;
  #max = -Infinity;

  /**
   * Merges the portion's own mean and squares with those so far (Chan, Golub, LeVeque 1983), which stays accurate over
   * many portions.
   */
  add(values: ArrayLike<number>): void {
    let [count, sum] = [0, 0];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      count++;
      sum += value;
      if (value === 0) this.#zeros++;
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    }
    this.#nonFinite += values.length - count;
    if (count === 0) return;
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (Number.isFinite(value)) squares += (value - mean) ** 2;
    }
    const all = this.#finite + count;
    const difference = mean - this.#mean;
    this.#squares += squares + (difference ** 2 * this.#finite * count) / all;
    this.#mean += (difference * count) / all;
    this.#finite = all;
  }

  /** If no number is finite, mean, deviation and range are NaN. */
  get result(): Statistics {
    const some = this.#finite > 0;
    return {
      count: this.#finite + this.#nonFinite,
      nonFinite: this.#nonFinite,
      mean: some ? this.#mean : NaN,
      deviation: Math.sqrt(this.#squares / this.#finite),
      min: some ? this.#min : NaN,
      max: some ? this.#max : NaN,
      zeros: this.#zeros / (this.#finite + this.#nonFinite),
    };
  }
}
