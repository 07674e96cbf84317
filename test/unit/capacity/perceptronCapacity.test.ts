/** The experiment beside Cover's theorem: its intervals against published ones, its rates against the theory. */
import assert from 'node:assert/strict';
import { Engine } from '../../../src/engine/engine';
import { methodById } from '../../../src/methods';
import { trainPerceptron } from '../../../src/methods/capacity/perceptron';
import { perceptronCapacity } from '../../../src/methods/capacity/perceptronCapacity';
import { wilsonInterval } from '../../../src/methods/capacity/wilson';
import { parseParameters } from '../../../src/methods/method';
import { probability } from '../../../src/shared/capacity/cover';
import { ArgumentError, CancelledError } from '../../../src/shared/errors';
import { random } from '../../../src/shared/random';

describe('wilsonInterval', () => {
  // Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3.
  const published: [successes: number, trials: number, low: number, high: number][] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [successes, trials, low, high] of published) {
    it(`of ${successes} in ${trials} is ${low} to ${high}`, () => {
      const interval = wilsonInterval(successes, trials);
      assert.deepEqual([interval.low, interval.high].map((bound) => Number(bound.toFixed(4))), [low, high]); // prettier-ignore
    });
  }

  it('solves |p − rate| = z·√(p(1 − p)/n), and holds 0 and 1 exactly', () => {
    for (const [successes, trials] of [
      [3, 7],
      [50, 100],
      [999, 1000],
    ] as const) {
      // prettier-ignore
      const { low, high } = wilsonInterval(successes, trials);
      for (const p of [low, high]) {
        const distance = Math.abs(p - successes / trials) / Math.sqrt((p * (1 - p)) / trials);
        assert.ok(Math.abs(distance - 1.959963984540054) < 1e-9);
      }
    }
    assert.equal(wilsonInterval(5, 5).high, 1);
    assert.equal(wilsonInterval(0, 5).low, 0);
  });
});

describe('trainPerceptron', () => {
  it('ends with weights that are right, or not at all', () => {
    const { normal } = random(1);
    const points = Array.from({ length: 40 }, () => Array.from({ length: 5 }, normal));
    const rows = points.map((point) => point.map((value) => (point[0]! > point[1]! ? value : -value)));
    const weights = trainPerceptron(rows, 10_000)!;
    assert.ok(rows.every((row) => row.reduce((sum, value, k) => sum + value * weights[k]!, 0) > 0));
    assert.equal(trainPerceptron([[1, 2], [-1, -2]], 10_000), undefined); // prettier-ignore
    assert.equal(trainPerceptron([[1, 1], [-1, 2], [1, -0.9]], 1), undefined); // prettier-ignore
  });
});

describe('perceptron-capacity', () => {
  for (const [inputs, bias] of [
    [5, false],
    [8, true],
  ] as const) {
    // prettier-ignore
    it(`agrees with Cover's theorem for ${inputs} inputs${bias ? ' and a bias' : ''}`, async () => {
      const { curves, law } = await measure({ inputs, bias, trials: 150 });
      const [theory, separable, learnt] = curves as [Curve, Curve, Curve];
      assert.deepEqual(curves.map(({ from }) => from), ['theory', 'measurement', 'measurement']); // prettier-ignore
      theory.x.forEach((ratio, i) => {
        assert.equal(ratio, (i + 1) / (inputs + Number(bias)));
        assert.equal(theory.y[i], probability(i + 1, inputs, bias));
      });
      // The theory within 4 standard errors everywhere, however it is said in the law.
      separable.x.forEach((ratio, i) => {
        const p = probability(Math.round(ratio * (inputs + Number(bias))), inputs, bias);
        assert.ok(Math.abs(separable.y[i]! - p) <= 4 * Math.sqrt((p * (1 - p)) / 150) + 1e-12);
        assert.ok(learnt.y[i]! <= separable.y[i]!);
        assert.ok(separable.low![i]! <= separable.y[i]! && separable.y[i]! <= separable.high![i]!);
      });
      assert.equal(law!.holds, law!.gap[0]! <= law!.tolerance);
      assert.equal(law!.holds, true);
    });
  }

  it('is the same for the same seed', async () => {
    const some = { inputs: 4, trials: 20, ratios: [1.5, 2] };
    const [a, b, other] = await Promise.all([3, 3, 4].map((seed) => measure(some, seed)));
    assert.deepEqual(a, b);
    assert.notDeepEqual(a!.curves[1]!.y, other!.curves[1]!.y);
  });

  it('measures each number of points once, and at least one', async () => {
    const { curves } = await measure({ inputs: 2, trials: 5, ratios: [3, 0.01, 1, 1.1] });
    assert.deepEqual([...curves[1]!.x], [0.5, 1, 3]);
  });

  it('reports progress that rises to 1 and stops when cancelled', async () => {
    const seen: number[] = [];
    await measure({ inputs: 3, trials: 5 }, 0, { progress: (fraction) => seen.push(fraction) });
    assert.deepEqual(
      seen,
      [...seen].sort((a, b) => a - b),
    );
    assert.equal(seen.at(-1), 1);
    await assert.rejects(measure({}, 0, { signal: AbortSignal.abort() }), CancelledError);
  });

  const refused: [parameters: Record<string, unknown>, message: RegExp][] = [
    [{ inputs: 0 }, /parameter inputs/],
    [{ inputs: 2.5 }, /parameter inputs/],
    [{ trials: 1e9 }, /parameter trials/],
    [{ ratios: [] }, /parameter ratios/],
    [{ ratios: [1, -2] }, /parameter ratios\.1/],
    [{ ratios: [NaN] }, /parameter ratios\.0/],
  ];
  for (const [parameters, message] of refused) {
    it(`refuses ${JSON.stringify(parameters)}`, async () => {
      await assert.rejects(
        async () => measure(parameters),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }
});

type Curve = Awaited<ReturnType<typeof measure>>['curves'][number];

interface Watch {
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

function measure(given: Record<string, unknown>, seed = 1, { progress = () => undefined, signal }: Watch = {}) {
  const parameters = parseParameters(methodById('perceptron-capacity'), given);
  const context = { engine: new Engine(), memoryBudget: 2 ** 30, random: random(seed), progress, signal };
  return perceptronCapacity.run(context, parameters);
}
