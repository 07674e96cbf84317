/**
 * The families of networks that people have: what every method says of them against a second derivation in float64. The network is written
 * out as scalar edges (see `families/edges.ts`), which centred differences of the whole network confirm; each method is then stated again as sums
 * over edges. Tolerances are shares of the largest value of a map.
 */
import assert from 'node:assert/strict';
import { bind } from '../../../src/graph/passes/bind';
import type { Graph } from '../../../src/graph/graph';
import { LocalService } from '../../../src/kernel/service';
import { operators } from '../../../src/operators';
import { random } from '../../../src/shared/random';
import type { AttributionResult } from '../../../src/shared/results';
import { sizeOf } from '../../../src/shared/tensor';
import { network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';
import { deconvnet, gradient, guidedBackprop, rescale } from './families/backward';
import { camOf, cams } from './families/cam';
import { Unrolled, type Point } from './families/edges';
import { families, Net } from './families/networks';
import { relevance, type Layer, type Rule } from './families/relevance';
import { meanOverOrders } from './families/shapley';

/** float32 sums of a few hundred terms, layer after layer. */
const FLOAT32 = 1e-5;

/** Quotients by small sums, as LRP and DeepLIFT take them, magnify what float32 rounds. */
const QUOTIENTS = 1e-3;

/** Gauss–Legendre with 1000 points leaves this of the change where gradients jump at rectifiers. */
const QUADRATURE = 5e-3;

/** Centred differences in float64: rounding of 1e-16 over the step, of slopes between 0.01 and 10. */
const STEP = 1e-6;
const DIFFERENCES = 1e-6;

const samples = 2;

const composites: [method: string, parameters: object, choose: (layer: Layer) => Rule][] = [
  ['lrp', { composite: 'epsilon-plus' }, ({ kind }) => (kind === 'dense' ? 'epsilon' : 'z-plus')],
  [
    'lrp',
    { composite: 'epsilon-gamma-box' },
    ({ kind, first }) => (kind === 'dense' ? 'epsilon' : first ? 'z-box' : 'gamma'),
  ],
  ['deep-taylor', {}, ({ first }) => (first ? 'z-box' : 'z-plus without bias')],
];

describe('families of networks', () => {
  const files = temporaryFolder();
  const service = new LocalService();

  for (const family of families) {
    describe(family.name, () => {
      const target = family.target ?? 0;
      const size = sizeOf(family.shape);
      let model = '';
      let input = '';
      let unrolled: Unrolled;
      let inputs: Float32Array[];
      let points: Point[];
      let zero: Point;
      before(() => {
        const draw = random(3);
        const graph: Graph = network(family.shape, (b, x) => family.make(new Net(b), x));
        const all = Float32Array.from({ length: samples * size }, () => draw.normal());
        model = writeModel(files.path(`${family.name}.onnx`), graph);
        input = writeArray(files.path(`${family.name}.npy`), [samples, ...family.shape.slice(1)], all);
        unrolled = new Unrolled(bind(graph, { x: family.shape }, operators));
        inputs = Array.from({ length: samples }, (_, n) => all.subarray(n * size, (n + 1) * size));
        points = inputs.map((x) => unrolled.point(x));
        zero = unrolled.point(new Float64Array(size));
      });

      const explain = (method: string, parameters: object = {}): Promise<AttributionResult> =>
        service.attribute({
          model,
          input,
          method,
          parameters: { ...parameters },
          target: String(target),
          device: 'cpu',
          seed: 0,
          memoryBudget: 2 ** 30,
        });

      /** The map of each sample against `truth`. */
      async function agrees(
        method: string,
        parameters: object,
        truth: (point: Point, n: number) => Float64Array,
        tolerance: number,
      ): Promise<AttributionResult> {
        const result = await explain(method, parameters);
        const { data } = result.attribution;
        points.forEach((point, n) => {
          const map = data.subarray((n * data.length) / samples, ((n + 1) * data.length) / samples);
          same(map, truth(point, n), tolerance, `${method}, sample ${n}`);
        });
        return result;
      }

      /** The change of the target from the input 0. */
      const change = (n: number): number => {
        const [there, here] = unrolled.forward([new Float64Array(size), inputs[n]!], target);
        return here! - there!;
      };
      const sumsToChange = ({ attribution: { data } }: AttributionResult, tolerance: number): void =>
        inputs.forEach((_, n) => {
          const sum = data.subarray(n * size, (n + 1) * size).reduce((total, value) => total + value, 0);
          const gap = Math.abs(sum - change(n)) / Math.abs(change(n));
          assert.ok(gap <= tolerance, `the sum ${sum} misses the change ${change(n)} by ${gap} of it`);
        });
      const sweepOf = (pass: typeof gradient) => (point: Point) => pass(point, unrolled.output, target).at('x');

      it('the edges make the slopes of the whole network', () => {
        const draw = random(11);
        points.forEach((point, n) => {
          const edges = sweepOf(gradient)(point);
          for (let turn = 0; turn < 3; turn++) {
            const direction = Float64Array.from(inputs[n]!, () => draw.normal());
            const moved = (step: number): Float64Array => direction.map((d, i) => inputs[n]![i]! + step * d);
            const [above, below] = unrolled.forward([moved(STEP), moved(-STEP)], target);
            const along = edges.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
            same(
              [(above! - below!) / (2 * STEP)],
              Float64Array.of(along),
              DIFFERENCES,
              `direction ${turn} of sample ${n}`,
            );
          }
        });
      });

      it('gradient', () => agrees('gradient', {}, sweepOf(gradient), FLOAT32));
      it('input-x-gradient', () =>
        agrees('input-x-gradient', {}, (point) => times(sweepOf(gradient)(point), point.at('x')), FLOAT32));
      it('guided-backprop', () => agrees('guided-backprop', {}, sweepOf(guidedBackprop), FLOAT32));
      it('deconvnet', () => agrees('deconvnet', {}, sweepOf(deconvnet), FLOAT32));

      it('integrated-gradients sums to the change', async () => {
        sumsToChange(await explain('integrated-gradients', { steps: 1000 }), QUADRATURE);
      });
      it('integrated-gradients is the mean gradient of its steps', async () => {
        const steps = 2;
        const mean = (n: number): Float64Array =>
          Array.from({ length: steps }, (_, k) => inputs[n]!.map((value) => (value * (k + 0.5)) / steps))
            .map((x) => sweepOf(gradient)(unrolled.point(x)))
            .reduce((sum, slopes) => sum.map((value, i) => value + slopes[i]! / steps), new Float64Array(size));
        await agrees(
          'integrated-gradients',
          { steps, quadrature: 'riemann-middle' },
          (point, n) => times(mean(n), point.at('x')),
          FLOAT32,
        );
      });

      for (const rule of ['rescale', 'reveal-cancel']) {
        it(`deep-lift by ${rule} sums to the change`, async () => {
          const result = await explain('deep-lift', { rule });
          sumsToChange(result, QUOTIENTS);
          assert.ok(result.law!.holds);
        });
      }
      if (!family.smooth)
        it('deep-lift by rescale', () =>
          agrees('deep-lift', {}, (point) => rescale(point, zero, unrolled.output, target), QUOTIENTS));

      for (const [method, parameters, choose] of composites) {
        it(`${method} ${JSON.stringify(parameters)}`, async () => {
          const all = inputs.flatMap((x) => Array.from(x));
          const box = [Math.min(...all), Math.max(...all)] as const;
          const start = (point: Point): number => (method === 'lrp' ? 1 : point.at(unrolled.output)[target]!);
          const truths = inputs.map((x) =>
            relevance(unrolled.point(x, unrolled.merged), unrolled.output, target, choose, box),
          );
          const { ledger } = await agrees(
            method,
            parameters,
            (point, n) => truths[n]!.relevance.map((r) => r * start(point)),
            QUOTIENTS,
          );
          // Every line of the ledger, by which relevance that a layer loses or makes is seen where it happens.
          points.forEach((point, n) => {
            for (const line of ledger!) {
              const { entered, left } = truths[n]!.ledger.get(line.layer)!;
              const most = Math.max(1, Math.abs(entered), Math.abs(left)) * Math.abs(start(point));
              const name = `${line.rule} at ${line.layer}`;
              within(line.entered[n]!, entered * start(point), QUOTIENTS * most, `entered ${name}`);
              within(line.left[n]!, left * start(point), QUOTIENTS * most, `left ${name}`);
              // Only softmax makes and loses relevance: its Taylor expansion has a term of order 0.
              if (line.rule !== 'softmax') within(line.remainder[n]!, 0, QUOTIENTS * most, `remainder of ${name}`);
            }
          });
        });
      }

      for (const method of family.maps ? Object.keys(cams) : []) {
        it(method, async () => {
          const { attribution, signed, layer } = await explain(method);
          points.forEach((point, n) => {
            const places = signed!.data.length / samples;
            const map = signed!.data.subarray(n * places, (n + 1) * places);
            same(map, camOf(method, point, unrolled.output, target, layer!), FLOAT32, `${method}, sample ${n}`);
          });
          assert.deepEqual(
            attribution.data,
            signed!.data.map((value) => Math.max(0, value)),
          );
        });
      }

      it('feature-ablation is the fall of the target without a number', async () => {
        const { attribution } = await explain('feature-ablation', { players: 'columns' });
        const asked = Array.from({ length: 16 }, (_, i) => Math.floor((i * size) / 16));
        inputs.forEach((x, n) => {
          const [whole, ...without] = unrolled.forward([x, ...asked.map((i) => x.with(i, 0))], target);
          const falls = Float64Array.from(without, (value) => whole! - value);
          same(
            asked.map((i) => attribution.data[n * size + i]!),
            falls,
            FLOAT32,
            `sample ${n}`,
          );
        });
      });

      it('shapley-exact is the mean over all orders of four players', async () => {
        const players = 4;
        const playerOf = Array.from({ length: size }, (_, i) => i % players);
        const mask = writeArray(files.path(`${family.name} players.npy`), family.shape, playerOf);
        const result = await agrees(
          'shapley-exact',
          { players: mask },
          (_, n) => {
            const coalitions = Array.from({ length: 2 ** players }, (__, bits) =>
              Float64Array.from(inputs[n]!, (value, i) => ((bits >> playerOf[i]!) & 1 ? value : 0)),
            );
            const shares = meanOverOrders(unrolled.forward(coalitions, target), players);
            return Float64Array.from(playerOf, (player) => shares[player]!);
          },
          FLOAT32,
        );
        const { data } = result.attribution;
        inputs.forEach((_, n) => {
          const sum = data.subarray(n * size, n * size + players).reduce((total, value) => total + value, 0);
          within(sum, change(n), FLOAT32 * Math.max(1, Math.abs(change(n))), 'efficiency');
        });
      });

      if (!family.smooth && !family.passes) {
        it('LRP-ε without a bias to keep anything is gradient × input', async () => {
          const lrp = await explain('lrp', { composite: 'epsilon', start: 'output', epsilon: 1e-9 });
          const product = await explain('input-x-gradient');
          same(lrp.attribution.data, Float64Array.from(product.attribution.data), QUOTIENTS, 'LRP-ε');
        });
      }
    });
  }
});

/** `tolerance` is a share of the largest expected value. */
function same(actual: ArrayLike<number>, expected: Float64Array, tolerance: number, name: string): void {
  assert.equal(actual.length, expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(largest > 0, `${name} has something to compare`);
  const off = expected.map((value, i) => Math.abs(value - actual[i]!));
  const worst = off.reduce((most, value) => Math.max(most, value), 0);
  assert.ok(off.every((value) => value <= tolerance * largest), `${name} is off by ${worst} of ${largest}`); // prettier-ignore
}

function within(actual: number, expected: number, tolerance: number, name: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${name}: ${actual}, not ${expected} ± ${tolerance}`);
}

function times(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value * b[i]!);
}
