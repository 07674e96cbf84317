/**
 * The number of cells into which central hyperplanes cut space, by deletion and restriction: a hyperplane adds as many
 * cells as those before it leave on it (Zaslavsky 1975, Facing up to Arrangements, theorem A). Hyperplanes are given by
 * their normals over a field.
 *
 * Only the normals outside a basis are stored (see `standardForm.ts`). Independent hyperplanes make 2^rank cells; each
 * other hyperplane is visited in turn, its restriction an arrangement of one dimension less in which some coincide.
 * Work grows as C(N − 2, rank − 2) rather than as the number of cells: the 94,572 cells of the 5-cube's 32 corners take
 * thousands of restrictions.
 */
import { setImmediate } from 'node:timers/promises';
import type { Field } from './field';

export interface Watch {
  /** Throws to abandon the work. */
  check: () => void;
  progress: (fraction: number) => void;
}

/** Upper bound on the projections of a normal, for `normals` beside a basis of a space of `dimension`. */
export function workOf(dimension: number, normals: number): number {
  let [binomial, sum] = [normals, 0];
  for (let j = 2; j < dimension; j++) {
    binomial *= (normals + j - 1) / j;
    sum += binomial;
  }
  return sum;
}

/** Up to this many projections run in one go: 2 ms in words, 100 ms in integers of 500 bits. */
const PORTION = 2e3;

/** Milliseconds after which other work of the process gets a turn. */
const TURN = 20;

export class Cells<T> {
  readonly #field: Field<T>;
  readonly #watch: Watch;
  #turn = performance.now();

  constructor(field: Field<T>, watch: Watch) {
    this.#field = field;
    this.#watch = watch;
  }

  /**
   * The cells of a basis of `rank` normals and the `others`, in the basis' coordinates. Lets other work of the process
   * run in between.
   */
  async count(rank: number, others: readonly (readonly T[])[]): Promise<bigint> {
    const cells = await this.#count(rank, this.#distinct(others), 0, 1);
    this.#watch.check();
    this.#watch.progress(1);
    return cells;
  }

  /** `from` and `to` are the progress before and after. */
  async #count(rank: number, others: readonly T[][], from: number, to: number): Promise<bigint> {
    const work = workOf(rank, others.length);
    if (work < PORTION) {
      const cells = this.#countAtOnce(rank, others);
      if (performance.now() - this.#turn > TURN) await this.#pause(to);
      return cells;
    }
    let cells = 1n << BigInt(rank);
    let at = from;
    for (let i = 0; i < others.length; i++) {
      // The restriction to the i-th has i − 1 others, besides the one whose place it takes in the basis.
      const next = at + ((to - from) * (i + 1 + workOf(rank - 1, i + 1))) / work;
      cells += await this.#count(rank - 1, this.#restrict(others, i), at, next);
      at = next;
    }
    return cells;
  }

  async #pause(fraction: number): Promise<void> {
    await setImmediate();
    this.#watch.check();
    this.#watch.progress(fraction);
    this.#turn = performance.now();
  }

  #countAtOnce(rank: number, others: readonly T[][]): bigint {
    if (others.length === 0 || rank < 2) return 1n << BigInt(rank);
    if (rank === 2) return BigInt(2 * (2 + others.length));
    let cells = 1n << BigInt(rank);
    for (let i = 0; i < others.length; i++) cells += this.#countAtOnce(rank - 1, this.#restrict(others, i));
    return cells;
  }

  /**
   * The restriction of the basis and the first i − 1 others to the i-th, which has a leading 1 and replaces the basis
   * vector there.
   */
  #restrict(others: readonly T[][], i: number): T[][] {
    const { zero, one, subtractProduct } = this.#field;
    const normal = others[i]!;
    const place = normal.findIndex((coordinate) => coordinate !== zero);
    const projected = others.slice(0, i).map((other) => {
      const factor = other[place]!;
      const result: T[] = [];
      for (let k = 0; k < other.length; k++)
        if (k !== place) result.push(factor === zero ? other[k]! : subtractProduct(other[k]!, factor, normal[k]!));
      return result;
    });
    // The negated basis vector.
    projected.push(normal.toSpliced(place, 1));
    return this.#distinct(projected, one);
  }

  /** Scaled to a leading 1; without zeros, multiples of basis vectors, and multiples of one another. */
  #distinct(normals: readonly (readonly T[])[], one = this.#field.one): T[][] {
    const { zero, multiply } = this.#field;
    const leads: T[] = [];
    const kept = normals.filter((normal) => {
      const lead = normal.findIndex((coordinate) => coordinate !== zero);
      if (lead < 0 || !normal.some((coordinate, k) => k > lead && coordinate !== zero)) return false;
      leads.push(normal[lead]!);
      return true;
    });
    const inverses = this.#inverses(leads);
    const seen = new Set<unknown>();
    return kept.flatMap((normal, j) => {
      const scaled = leads[j] === one ? [...normal] : normal.map((coordinate) => multiply(coordinate, inverses[j]!));
      // With two coordinates, the first of which is 1, the second identifies a normal.
      const key = scaled.length === 2 ? scaled[1] : scaled.join();
      if (seen.has(key)) return [];
      seen.add(key);
      return [scaled];
    });
  }

  /** All inverses for the price of one plus three products each (Montgomery 1987, p. 260). */
  #inverses(values: readonly T[]): T[] {
    const { one, multiply, inverse } = this.#field;
    const before: T[] = [];
    let product = one;
    for (const value of values) {
      before.push(product);
      product = multiply(product, value);
    }
    let rest = inverse(product);
    const inverses = new Array<T>(values.length);
    for (let i = values.length - 1; i >= 0; i--) {
      inverses[i] = multiply(rest, before[i]!);
      rest = multiply(rest, values[i]!);
    }
    return inverses;
  }
}
