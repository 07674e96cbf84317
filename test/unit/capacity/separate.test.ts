/** Separations: each certificate is checked here by other means than where it was made. */
import assert from 'node:assert/strict';
import { alternative } from '../../../src/methods/capacity/exact/alternative';
import { separate } from '../../../src/methods/capacity/separate';
import type { Label, Separation, SeparationRequest } from '../../../src/shared/capacity/requests';
import { ArgumentError, CancelledError } from '../../../src/shared/errors';
import { random, type Random } from '../../../src/shared/random';
import { isFeasible, randomLabels, randomPoints } from './feasible';

const square = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore

describe('separate', () => {
  it('proves XOR impossible: each corner once', async () => {
    for (const labels of [
      [-1, 1, 1, -1],
      [1, -1, -1, 1],
    ] as Label[][])
      // prettier-ignore
      assert.deepEqual(await separate({ points: square, labels, bias: true }, {}), {
        separable: false,
        combination: [0, 1, 2, 3].map((point) => ({ point, coefficient: '1' })),
      });
  });

  it('finds the other 14 labelings of the square, in small whole numbers, with the margins of geometry', async () => {
    const margins = [];
    for (let labeling = 0; labeling < 16; labeling++) {
      const labels = square.map((_, i): Label => ((labeling >> i) & 1 ? 1 : -1));
      const found = await separate({ points: square, labels, bias: true }, {});
      check({ points: square, labels, bias: true }, found);
      if (!found.separable) continue;
      assert.ok([...found.weights, found.bias!].every((weight) => /^-?\d$/.test(weight)));
      margins.push(found.margin);
    }
    // One corner against three: half the way from it to the diagonal. Two against two: half a side. All alike: no plane.
    const [corner, side] = [Math.SQRT2 / 4, 0.5];
    assert.equal(margins.filter((margin) => margin === undefined).length, 2);
    assert.equal(margins.filter((margin) => Math.abs(margin! - corner) < 1e-9).length, 8);
    assert.equal(margins.filter((margin) => Math.abs(margin! - side) < 1e-9).length, 4);
  });

  const kinds: [what: string, points: (numbers: Random, count: number, inputs: number) => number[][]][] = [
    ['small whole numbers', (numbers, count, inputs) => randomPoints(numbers, count, inputs, 2)],
    ['normal numbers', ({ normal }, count, inputs) => table(count, inputs, normal)],
    ['numbers of all sizes', ({ normal }, count, inputs) => table(count, inputs, () => normal() * 10 ** (20 * normal()))],
    ['points almost on a plane', ({ normal }, count, inputs) =>
      table(count, inputs, normal).map((point) => [point.slice(1).reduce((sum, value) => sum + value, 1e-14 * normal()), ...point.slice(1)])],
  ]; // prettier-ignore
  for (const [what, make] of kinds) {
    it(`proves its answer for random sets of ${what}`, async () => {
      const numbers = random(11);
      const answers = [0, 0];
      for (let trial = 0; trial < 150; trial++) {
        const [count, inputs] = [1 + Math.floor(numbers.uniform() * 12), 1 + Math.floor(numbers.uniform() * 4)];
        const request = {
          points: make(numbers, count, inputs),
          labels: randomLabels(numbers, count),
          bias: trial % 2 === 0,
        };
        const found = await separate(request, {});
        check(request, found);
        answers[Number(found.separable)]!++;
      }
      assert.ok(Math.min(...answers) > 20, `${answers.join(' inseparable, ')} separable`);
    });
  }

  it('agrees with elimination of one coordinate after the other', async () => {
    const numbers = random(12);
    for (let trial = 0; trial < 200; trial++) {
      const [count, inputs] = [2 + Math.floor(numbers.uniform() * 5), 1 + Math.floor(numbers.uniform() * 3)];
      const points = randomPoints(numbers, count, inputs, 2);
      const labels = randomLabels(numbers, count);
      const vectors = points.map((point, i) => [...point, 1].map((value) => BigInt(value * labels[i]!)));
      const { separable } = await separate({ points, labels, bias: true }, {});
      assert.equal(separable, isFeasible(vectors), JSON.stringify({ points, labels }));
      assert.equal('weights' in (await alternative(vectors, () => Promise.resolve())), separable);
    }
  });

  it('has the margin of half the distance between the two classes', async () => {
    const { normal } = random(13);
    for (let trial = 0; trial < 100; trial++) {
      const points = table(8, 2, normal).map(([x, y], i) => [x! * 10 + (i < 4 ? 30 : -30), 7 + y! * 10]);
      const labels = points.map((_, i): Label => (i < 4 ? 1 : -1));
      const found = await separate({ points, labels, bias: true }, {});
      check({ points, labels, bias: true }, found);
      if (!found.separable) continue;
      const expected = distanceOfHulls(points.slice(0, 4), points.slice(4)) / 2;
      assert.ok(Math.abs(found.margin! / expected - 1) < 1e-5, `${found.margin}, not ${expected}`);
    }
  });

  it('takes many points and many inputs', async () => {
    const numbers = random(14);
    for (const [count, inputs] of [
      [300, 10],
      [60, 40],
      [90, 40],
    ] as const) {
      // prettier-ignore
      const points = table(count, inputs, numbers.normal);
      const learnable = points.map(([x, y]): Label => (x! + y! > 0.1 ? 1 : -1));
      for (const labels of [learnable, randomLabels(numbers, count)]) {
        const request = { points, labels, bias: true };
        check(request, await separate(request, {}));
      }
    }
  });

  const special: [what: string, request: SeparationRequest, separable: boolean][] = [
    ['a zero point without a bias', { points: [[1], [0]], labels: [1, 1], bias: false }, false],
    ['equal points with different labels', { points: [[1, 2], [1, 2]], labels: [1, -1], bias: true }, false],
    ['one point', { points: [[3]], labels: [-1], bias: false }, true],
    ['the largest numbers there are', { points: [[1.7e308], [1.6e308], [-1.7e308]], labels: [1, -1, -1], bias: true }, true],
    ['the smallest', { points: [[1e-323], [0]], labels: [1, -1], bias: true }, true],
    ['neighbours', { points: [[1], [1 + Number.EPSILON], [2]], labels: [1, -1, -1], bias: true }, true],
    ['neighbours far from 0', { points: [[2 ** 53 - 1, 1], [2 ** 53, 1]], labels: [1, -1], bias: true }, true],
    ['points without coordinates', { points: [[], []], labels: [1, -1], bias: true }, false],
    ['a label apart in the middle', { points: [[-1e-300], [0], [1e-300]], labels: [1, -1, 1], bias: true }, false],
  ]; // prettier-ignore
  for (const [what, request, separable] of special) {
    it(`is right about ${what}`, async () => {
      const found = await separate(request, {});
      assert.equal(found.separable, separable);
      check(request, found);
    });
  }

  const refused: [what: string, request: SeparationRequest, message: RegExp][] = [
    ['no points', { points: [], labels: [], bias: true }, /^There are no points/],
    ['too few labels', { points: square, labels: [1, -1], bias: true }, /^There are 2 labels for 4 points; give one for each\.$/],
    ['a label that is none', { points: [[1], [2]], labels: [1, 0 as Label], bias: true }, /^Label 2 is 0; use 1 and -1\.$/],
    ['NaN', { points: [[1], [NaN]], labels: [1, 1], bias: true }, /^Coordinate 1 of point 2 is NaN/],
  ]; // prettier-ignore
  for (const [what, request, message] of refused) {
    it(`refuses ${what} in one sentence`, async () => {
      await assert.rejects(
        separate(request, {}),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }

  it('stops when cancelled', async () => {
    const numbers = random(15);
    const [points, labels] = [table(400, 150, numbers.normal), randomLabels(numbers, 400)];
    const controller = new AbortController();
    // At its first pause, however fast the machine.
    setImmediate(() => {
      controller.abort();
    });
    await assert.rejects(separate({ points, labels, bias: true }, { signal: controller.signal }), CancelledError);
  });
});

/** Both kinds of proof, in fractions made from the bits of the coordinates. */
function check({ points, labels, bias }: SeparationRequest, found: Separation): void {
  const vectors = points.map((point, i) => (bias ? [...point, 1] : point).map((value) => fraction(value * labels[i]!)));
  if (found.separable) {
    const weights = [...found.weights, ...(bias ? [found.bias!] : [])].map(parse);
    for (const vector of vectors) assert.ok(sum(vector.map((value, k) => times(value, weights[k]!))).p > 0n);
    assert.ok(found.margin === undefined || found.margin >= 0);
    return;
  }
  const coefficients = found.combination.map(({ coefficient }) => parse(coefficient));
  assert.ok(coefficients.length > 0 && coefficients.every(({ p }) => p > 0n));
  vectors[0]!.forEach((_, k) => {
    const terms = found.combination.map(({ point }, j) => times(coefficients[j]!, vectors[point]![k]!));
    assert.equal(sum(terms).p, 0n);
  });
}

/** p · 2^e / q. */
interface Fraction {
  p: bigint;
  q: bigint;
  e: number;
}

function parse(text: string): Fraction {
  assert.match(text, /^-?\d+(\/[1-9]\d*)?$/);
  const [p, q = '1'] = text.split('/') as [string, string?];
  return { p: BigInt(p), q: BigInt(q), e: 0 };
}

function fraction(value: number): Fraction {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const low = bits & 0xfffffffffffffn;
  const mantissa = exponent ? low | (1n << 52n) : low;
  return { p: value < 0 ? -mantissa : mantissa, q: 1n, e: Math.max(exponent, 1) - 1075 };
}

function times(a: Fraction, b: Fraction): Fraction {
  return { p: a.p * b.p, q: a.q * b.q, e: a.e + b.e };
}

function sum(terms: readonly Fraction[]): Fraction {
  return terms.reduce((a, b) => {
    const e = Math.min(a.e, b.e);
    return { p: (a.p << BigInt(a.e - e)) * b.q + (b.p << BigInt(b.e - e)) * a.q, q: a.q * b.q, e };
  });
}

function table(count: number, inputs: number, next: () => number): number[][] {
  return Array.from({ length: count }, () => Array.from({ length: inputs }, next));
}

/** In the plane, for hulls apart: the nearest of a corner of one and a side of the other. */
function distanceOfHulls(a: readonly number[][], b: readonly number[][]): number {
  const toSide = ([x, y]: number[], [ax, ay]: number[], [bx, by]: number[]): number => {
    const [dx, dy] = [bx! - ax!, by! - ay!];
    const along = Math.max(0, Math.min(1, ((x! - ax!) * dx + (y! - ay!) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x! - ax! - along * dx, y! - ay! - along * dy);
  };
  const oneWay = (from: readonly number[][], to: readonly number[][]): number =>
    Math.min(...from.flatMap((point) => to.flatMap((start) => to.map((end) => toSide(point, start, end)))));
  return Math.min(oneWay(a, b), oneWay(b, a));
}
