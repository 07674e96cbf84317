/** Cover's numbers against a recursion that does not know the formula, against exact fractions, and at their edges. */
import assert from 'node:assert/strict';
import { probabilities } from '../../../src/shared/capacity/block';
import { labelings, log2Labelings, probability, probabilityText } from '../../../src/shared/capacity/cover';
import { ArgumentError } from '../../../src/shared/errors';

describe('labelings', () => {
  it('satisfy T(N+1, K) = T(N, K) + T(N, K−1) for all N and K up to 200', () => {
    // T(1, K) = 2, and nothing without inputs.
    let row = [0n, ...Array<bigint>(200).fill(2n)];
    for (let n = 1; n <= 200; n++) {
      row.forEach((expected, k) => {
        assert.equal(labelings(n, k), expected, `T(${n}, ${k})`);
      });
      row = row.map((here, k) => (k === 0 ? 0n : here + row[k - 1]!));
    }
  });

  const known: [points: number, inputs: number, bias: boolean, count: bigint][] = [
    [20, 10, false, 524288n],
    [4, 2, true, 14n],
    [3, 2, true, 8n],
    [4, 3, false, 14n],
    [1, 0, true, 2n],
    [7, 0, true, 2n],
    [1, 0, false, 0n],
    [2000, 2000, false, 2n ** 2000n],
    [2000, 1000, false, 2n ** 1999n],
    [2000, 999, true, 2n ** 1999n],
    [2000, 1, false, 2n],
    [2000, 2, false, 4000n],
    [2000, 1999, false, 2n ** 2000n - 2n],
  ];
  for (const [points, inputs, bias, count] of known) {
    it(`of ${points} points for ${inputs} inputs${bias ? ' and a bias' : ''}: ${String(count).slice(0, 12)}`, () => {
      assert.equal(labelings(points, inputs, bias), count);
    });
  }

  it('count a bias as one input more', () => {
    for (let k = 0; k < 30; k++) assert.equal(labelings(25, k, true), labelings(25, k + 1));
  });

  const refused: [points: number, inputs: number, message: RegExp][] = [
    [0, 3, /^The number of points must be a whole number from 1 to 2,000, not 0\.$/],
    [-4, 3, /points .* not -4\.$/],
    [2.5, 3, /points .* not 2\.5\.$/],
    [2001, 3, /points .* not 2,001\.$/],
    [1e12, 3, /points .* not 1,000,000,000,000\.$/],
    [NaN, 3, /points .* not NaN\.$/],
    [Infinity, 3, /points .* not Infinity\.$/],
    [3, -1, /^The number of inputs must be a whole number from 0 to 2,000, not -1\.$/],
    [3, 0.5, /inputs .* not 0\.5\.$/],
    [3, 1e9, /inputs .* not 1,000,000,000\.$/],
  ];
  it('refuse numbers too long to write out', () => {
    assert.throws(() => labelings(1e300, 3), isArgumentError(/points .* not 1e\+300\.$/));
  });

  for (const [points, inputs, message] of refused) {
    it(`refuse ${points} points and ${inputs} inputs in one sentence, as do their fractions`, () => {
      for (const act of [labelings, probability, log2Labelings, probabilityText])
        assert.throws(() => act(points, inputs), isArgumentError(message));
      assert.throws(() => probabilities(points, points + 1, inputs, inputs + 1), isArgumentError(message));
    });
  }
});

describe('fractions of the labelings', () => {
  it('are the nearest float64 of T / 2^N', () => {
    for (const [points, inputs] of samples()) {
      const value = probability(points, inputs);
      const exact = { numerator: labelings(points, inputs), power: points };
      for (const other of [nextUp(value), -nextUp(-value)]) {
        const [own, its] = [distance(exact, value), distance(exact, other)];
        assert.ok(own <= its, `P(${points}, ${inputs}) = ${value}, but ${other} is nearer`);
      }
    }
  });

  it('neither overflow nor vanish before float64 ends', () => {
    assert.equal(probability(1000, 1), 2 ** -999);
    assert.equal(probability(1075, 1), Number.MIN_VALUE);
    assert.equal(probability(2000, 1), 0);
    assert.equal(probability(2000, 2000), 1);
    assert.equal(probability(2000, 1000), 0.5);
    assert.equal(log2Labelings(2000, 1000), 1999);
    assert.equal(log2Labelings(2000, 1), 1);
    assert.equal(log2Labelings(1, 0), -Infinity);
  });

  const texts: [points: number, inputs: number, digits: number, text: string][] = [
    [20, 10, 4, '0.5'],
    [5, 9, 4, '1'],
    [3, 0, 4, '0'],
    // 2^−1999 and 2^−999 by arithmetic with many digits.
    [2000, 1, 6, '1.74196e-602'],
    [1000, 1, 8, '1.8665272e-301'],
    [1100, 1, 6, '1.47243e-331'],
  ];
  for (const [points, inputs, digits, text] of texts) {
    it(`of ${points} points for ${inputs} inputs read ${text}`, () => {
      assert.equal(probabilityText(points, inputs, false, digits), text);
    });
  }

  it('come in blocks, each within 10^−12 of the single one', () => {
    for (const bias of [false, true]) {
      const [fromN, toN, fromK, toK] = [1, 301, 0, 200];
      const block = probabilities(fromN, toN, fromK, toK, bias);
      for (let n = fromN; n < toN; n += 7) {
        for (let k = fromK; k < toK; k += 3) {
          const expected = probability(n, k, bias);
          const actual = block[(n - fromN) * (toK - fromK) + k - fromK]!;
          assert.ok(Math.abs(actual - expected) <= 1e-12 * expected, `P(${n}, ${k}) = ${actual}, not ${expected}`);
        }
      }
    }
  });

  it('come in blocks at the far corner too', () => {
    const block = probabilities(1990, 2001, 990, 1010);
    assert.equal(block.length, 11 * 20);
    assert.ok(Math.abs(block[10 * 20 + 10]! - 0.5) < 1e-13);
    assert.equal(probabilities(5, 5, 1, 9).length, 0);
    assert.throws(() => probabilities(1990, 2002, 1, 2), isArgumentError(/not 2,001/));
  });
});

/** Pairs over the whole table, the corners among them. */
function samples(): [number, number][] {
  const sizes = [1, 2, 3, 5, 17, 100, 333, 1023, 1024, 1074, 1075, 1100, 1500, 2000];
  return sizes.flatMap((n) =>
    [1, 2, 3, 10, 49, 50, 51, 500, 999, 1000, 1001, 1999].map((k): [number, number] => [n, k]),
  );
}

/** |T / 2^N − value| times 2^2100, without rounding. */
function distance({ numerator, power }: { numerator: bigint; power: number }, value: number): bigint {
  const difference = (numerator << BigInt(2100 - power)) - scaled(value);
  return difference < 0n ? -difference : difference;
}

/** value · 2^2100, from its bits. */
function scaled(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = exponent ? fraction | (1n << 52n) : fraction;
  const size = mantissa << BigInt(2100 + Math.max(exponent, 1) - 1075);
  return value < 0 ? -size : size;
}

function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

function isArgumentError(message: RegExp) {
  return (error: unknown): boolean => error instanceof ArgumentError && message.test(error.message);
}
