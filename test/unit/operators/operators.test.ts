/**
 * Every operator against two independent truths. The engine: inferred types and shapes are what it returns, and its values are
 * the float64 reference's. Calculus: the gradient graph, evaluated in float64, equals centred differences of the reference;
 * then the engine runs that same graph.
 */
import assert from 'node:assert/strict';
import { gradient } from '../../../src/differentiate/gradient';
import { Engine } from '../../../src/engine/engine';
import type { BoundGraph } from '../../../src/graph/graph';
import { noFlow } from '../../../src/graph/operator';
import { operatorNames, operators } from '../../../src/operators';
import { isFloat, toNumbers, tensorOf, type Tensor } from '../../../src/shared/tensor';
import { allCases } from './cases';
import { build, differentiable, seeded, type Case } from './cases/case';
import { array64, type Array64 } from './reference/array64';
import { interpret } from './reference/interpreter';

/** Truncation error is about h²·f‴/6, rounding about 1e-16·f/h: both stay below 1e-9 here. */
const STEP = 1e-5;
/** Relative to the largest element; gradient graphs hold constants rounded to float32, each off by up to 6e-8. */
const CALCULUS = 1e-6;
const ENGINE_FORWARD = 1e-4;
const ENGINE_BACKWARD = 1e-3;
/** Inputs larger than this are checked at that many random elements. */
const CHECKED_ELEMENTS = 150;

describe('operators', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  it('have a case each', () => {
    const covered = new Set(allCases.map(({ op }) => op));
    assert.deepEqual(
      operatorNames.filter((op) => !covered.has(op)),
      [],
    );
  });

  it('have a gradient check each, where they have a gradient', () => {
    const covered = new Set(allCases.filter((test) => differentiable(test).length).map(({ op }) => op));
    const able = operatorNames.filter((op) => ![undefined, noFlow].includes(operators(op, '')!.gradient));
    assert.deepEqual(
      able.filter((op) => !covered.has(op)),
      [],
    );
  });

  it('have cases with different names', () => {
    const names = allCases.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  for (const op of operatorNames) {
    describe(op, () => {
      for (const test of allCases) if (test.op === op) checks(test, engine);
    });
  }
});

function checks(test: Case, engine: Engine): void {
  it(`${test.name}: the engine's shapes and values`, async () => {
    const { graph, feeds } = build(test);
    const expected = interpret(graph, wide(feeds));
    const results = await runOn(engine, graph, feeds);
    for (const { name, dtype } of graph.outputs) {
      const result = results[name]!;
      assert.equal(result.dtype, dtype, `type of ${name}`);
      assert.deepEqual([...result.shape], graph.types.get(name)!.shape, `shape of ${name}`);
      assert.deepEqual([...expected.get(name)!.shape], [...result.shape], `reference's shape of ${name}`);
      close(toNumbers(result), expected.get(name)!.data, test.tolerance ?? ENGINE_FORWARD, name);
    }
  });

  const sources = differentiable(test);
  if (sources.length) {
    it(`${test.name}: the gradient`, async () => {
      const { graph, feeds } = build(test);
      const targets = graph.outputs.filter(({ dtype }) => isFloat(dtype));
      for (const { name, dtype } of targets) {
        const backward = gradient(graph, name, sources);
        const shape = graph.types.get(name)!.shape;
        const size = shape.reduce((a, b) => a * b, 1);
        const random = seeded(`${test.name} ${name}`);
        const seed = tensorOf(
          dtype,
          shape,
          Array.from({ length: size }, () => 2 * random() - 1),
        );
        const all = { ...feeds, [backward.seed]: seed };
        const values = interpret(backward.graph, wide(all));
        sources.forEach((source, i) => {
          const ours = values.get(backward.gradients[i]!)!;
          assert.deepEqual([...ours.shape], graph.types.get(source)!.shape, `shape of d${name}/d${source}`);
          const checked = sample(ours.data.length, random);
          const slopes = differences(graph, name, source, wide(feeds), wide({ seed })['seed']!, checked);
          close(
            Float64Array.from(checked, (at) => ours.data[at]!),
            slopes,
            CALCULUS,
            `d${name}/d${source}`,
          );
        });
        const results = await runOn(engine, backward.graph, all);
        for (const [i, output] of backward.gradients.entries()) {
          const result = results[output]!;
          const expected = values.get(output)!;
          assert.deepEqual([...result.shape], [...expected.shape]);
          close(toNumbers(result), expected.data, test.tolerance ?? ENGINE_BACKWARD, `d${name}/d${sources[i]}, engine`);
        }
      }
    });
  }

  const { evaluate } = operators(test.op, '')!;
  if (evaluate) {
    it(`${test.name}: contents told while building`, () => {
      const { node, graph, feeds } = build(test);
      const inputs = node.inputs.map((name) => feeds[name] ?? (graph.initializers.get(name) as Tensor | undefined));
      const types = node.outputs.map((name) => graph.types.get(name)!);
      const results = evaluate(node, inputs, types);
      if (!results) return;
      const expected = interpret(graph, wide(feeds));
      results.forEach((result, i) => {
        assert.deepEqual(
          { dtype: result.dtype, shape: [...result.shape] },
          { ...types[i], shape: [...types[i]!.shape] },
        );
        close(toNumbers(result), expected.get(node.outputs[i]!)!.data, 1e-6, node.outputs[i]!);
      });
    });
  }
}

async function runOn(
  engine: Engine,
  graph: BoundGraph,
  feeds: Record<string, Tensor>,
): Promise<Record<string, Tensor>> {
  const program = await engine.compile(graph, { device: 'cpu' });
  return program.run(feeds);
}

/** Centred differences of Σ seed·output at some elements of one input. */
function differences(
  graph: BoundGraph,
  output: string,
  source: string,
  feeds: Record<string, Array64>,
  seed: Array64,
  elements: readonly number[],
): Float64Array {
  const { shape, data } = feeds[source]!;
  const moved = data.slice();
  const weighted = (): number => {
    const y = interpret(graph, { ...feeds, [source]: { shape, data: moved } }).get(output)!;
    return y.data.reduce((sum, value, i) => sum + value * seed.data[i]!, 0);
  };
  return Float64Array.from(elements, (at) => {
    moved[at] = data[at]! + STEP;
    const above = weighted();
    moved[at] = data[at]! - STEP;
    const below = weighted();
    moved[at] = data[at]!;
    return (above - below) / (2 * STEP);
  });
}

/** All positions, or a random choice of {@link CHECKED_ELEMENTS} of them. */
function sample(size: number, random: () => number): number[] {
  if (size <= CHECKED_ELEMENTS) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: CHECKED_ELEMENTS }, () => Math.floor(random() * size));
}

function wide(feeds: Record<string, Tensor>): Record<string, Array64> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => [name, array64(tensor.shape, toNumbers(tensor))]),
  );
}

/** Equal to within a tolerance relative to the largest finite expected value; NaN and infinities in the same places. */
function close(actual: ArrayLike<number>, expected: Float64Array, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: number of elements`);
  let largest = 1e-6;
  for (const value of expected) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  expected.forEach((value, i) => {
    const same = Object.is(value, actual[i]) || Math.abs(value - actual[i]!) <= tolerance * largest;
    assert.ok(same, `${what}: element ${i} is ${actual[i]}, expected ${value} (largest ${largest})`);
  });
}
