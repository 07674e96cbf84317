/** Infidelity, sensitivity-max and completeness where they are known, the ranking of methods, and what is refused. */
import assert from 'node:assert/strict';
import { measures } from '../../../../src/methods/evaluation';
import { CancelledError } from '../../../../src/shared/errors';
import { assertClose, network, oneConvolution, writeArray } from '../../../helpers/models';
import { linear, linearPicture, workshop } from './helper';

const w = [2, -1, 3, 1];
const x = [2, 1, -1, 3];
const shares = w.map((weight, i) => weight * x[i]!);

describe('measures of explanations', () => {
  const { evaluate, measure, written, service, files } = workshop();

  it('infidelity of w·(x − b) under removal to b is 0, and needs no scaling', async () => {
    const baseline = writeArray(files.path('b.npy'), [1, 4], [1, -1, 0.5, 2]);
    const { measures: results } = await evaluate(
      linear(w, [x, [1, 0, 4, -2]]),
      [
        ['integrated-gradients', { baseline }],
        ['input-x-gradient', {}],
      ],
      [['infidelity', { fill: baseline, scaling: false }]],
    );
    assertClose(results[0]!.methods[0]!.perSample, [0, 0], 1e-9);
    assert.ok(results[0]!.methods[1]!.score > 0.1, 'w·x is not w·(x − b)');
  });

  it('infidelity of w under noise is 0', async () => {
    const { scores } = await measure(linear(w, [x]), [w, shares], 'infidelity', {
      perturbation: 'noise',
      scaling: false,
    });
    assertClose(scores[0]!, [0], 1e-9);
    assert.ok(scores[1]![0]! > 0.01);
  });

  it('optimal scaling makes up for a factor, and without it the factor counts', async () => {
    const tripled = shares.map((share) => 3 * share);
    const scaled = await measure(linear(w, [x]), [shares, tripled], 'infidelity', {});
    assertClose(scaled.scores.flat(), [0, 0], 1e-9);
    const plain = await measure(linear(w, [x]), [shares, tripled], 'infidelity', { scaling: false });
    assert.ok(plain.scores[1]![0]! > 1);
  });

  it('infidelity by hand: one column that is there or not', async () => {
    // Said 5, true 3, in half of the draws: ½ (5 − 3)² = 2, with a standard error of 2 / √10,000.
    const { scores } = await measure(linear([3], [[1]]), [[5]], 'infidelity', { samples: 10_000, scaling: false });
    assert.ok(Math.abs(scores[0]![0]! - 2) < 0.08, `${scores[0]![0]}`);
  });

  it('infidelity over boxes of a picture of several channels', async () => {
    const weights = Array.from({ length: 24 }, (_, i) => (i % 5) - 2);
    const picture = weights.map((_, i) => Math.sin(i));
    const map = weights.map((weight, i) => weight * picture[i]!);
    const { scores } = await measure(linearPicture([2, 3, 4], weights, [picture]), [map], 'infidelity', {
      scaling: false,
    });
    assertClose(scores[0]!, [0], 1e-9);
  });

  it('sensitivity-max of the gradient of a linear model is 0; of input × gradient within its bound', async () => {
    const { measures: results } = await evaluate(linear(w, [x]), ['gradient', 'input-x-gradient'], [['sensitivity-max', { radius: 0.1 }]]); // prettier-ignore
    const [still, moving] = results[0]!.methods;
    assert.equal(still!.score, 0);
    // ‖w∘δ‖ / ‖w∘x‖ with |δ| up to 0.1 × (3 − (−1)).
    const bound = (0.4 * Math.hypot(...w)) / Math.hypot(...shares);
    assert.ok(moving!.score > bound / 4 && moving!.score <= bound, `${moving!.score} of ${bound}`);
  });

  it('sampled methods draw the same numbers again', async () => {
    const { measures: results } = await evaluate(linear(w, [x]), [['smoothgrad', { samples: 3 }]], ['sensitivity-max']);
    assertClose(results[0]!.methods[0]!.perSample, [0], 1e-6);
  });

  it('completeness is 0 for a complete method and by hand for others, with a tolerance', async () => {
    const { measures: results } = await evaluate(
      linear(w, [x]),
      ['integrated-gradients', 'gradient'],
      ['completeness'],
    );
    const [complete, slope] = results[0]!.methods;
    assert.ok(complete!.score < 1e-6);
    assert.equal(complete!.mark, undefined);
    // Σw = 5, f(x) − f(0) = 3.
    assertClose([slope!.score], [2 / 8], 1e-6);
    assert.equal(slope!.mark, 'not complete for 1 of 1 samples');
  });

  it('ranks by each measure and by all, with paired differences', async () => {
    const problem = linear(w, [x, [1, 2, 3, 4], [-1, 2, 5, 2]]);
    const result = await evaluate(
      problem,
      ['gradient', 'input-x-gradient'],
      [['pixel-flipping', { fill: 0 }], 'infidelity'],
    );
    assert.deepEqual(
      result.methods.map(({ name, meanRank }) => [name, meanRank]),
      [
        ['gradient', 2],
        ['input-x-gradient', 1],
      ],
    );
    const [behind, first] = result.measures[0]!.methods;
    assert.equal(first!.fromFirst, undefined);
    assertClose([behind!.fromFirst!.score], [behind!.score - first!.score], 1e-9);
    // Paired: the mean of differences is the difference of means, and what samples share has left the error.
    const { random } = result.measures[0]!;
    assertClose([first!.fromRandom!.score], [first!.score - random!.score], 1e-9);
    assert.equal(result.samples, 3);
    assert.equal(result.provenance.method, 'faithfulness');
  });

  it('a measure beside others, or another method, changes no number', async () => {
    const problem = linear(w, [x, [1, 2, 3, 4]]);
    const alone = await evaluate(problem, ['gradient'], ['infidelity']);
    const among = await evaluate(problem, ['gradient', 'smoothgrad'], ['deletion', 'infidelity', 'sensitivity-max']);
    assert.deepEqual(among.measures[1]!.methods[0]!.perSample, alone.measures[0]!.methods[0]!.perSample);
  });

  it('equal scores share a rank, and a method that is there twice is numbered', async () => {
    const result = await evaluate(linear(w, [x]), ['gradient', 'gradient'], ['completeness']);
    assert.deepEqual(result.measures[0]!.methods.map(({ rank }) => rank), [1, 1]);
    assert.deepEqual(result.methods.map(({ name }) => name), ['gradient (1)', 'gradient (2)']);
  }); // prettier-ignore

  it('takes the first samples with the targets that are theirs', async () => {
    const two = network([1, 2], (b, input) => b.op('Identity', [input]));
    const problem = { graph: two, shape: [3, 2], x: [1, 2, 3, 4, 5, 6] };
    const result = await evaluate(problem, ['gradient'], ['completeness'], { samples: 2, target: '1,0,1' });
    assert.deepEqual(result.target.indices, [1, 0]);
    assert.equal(result.samples, 2);
  });

  it('a map of places is spread over the channels, its sum kept', async () => {
    const problem = linearPicture([2, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1], [[1, 2, 3, 4, 5, 6, 7, 9]]);
    const parameters = { cells: 2, designs: 4 };
    const { attribution } = await service.attribute({ ...written(problem), method: 'sobol', parameters }, {});
    assert.deepEqual(attribution.shape, [1, 1, 2, 2]);
    const sum = attribution.data.reduce((total, value) => total + value, 0);
    const { measures: results } = await evaluate(problem, [['sobol', parameters]], ['completeness']);
    assertClose(results[0]!.methods[0]!.perSample, [Math.abs(sum - 37) / (sum + 37)], 1e-6);
  });

  it('every measure tells of itself', async () => {
    const described = await service.measures();
    assert.equal(new Set(described.map(({ id }) => id)).size, measures.length);
    for (const { id, source, summary, parameters } of described) {
      assert.ok(source && summary, id);
      for (const [name, schema] of Object.entries(parameters))
        assert.ok(schema.description !== undefined && schema.default !== undefined, `${id}.${name}`);
    }
  });

  const wrong: [string, () => Promise<unknown>, RegExp][] = [
    ['an unknown method', () => evaluate(linear(w, [x]), ['gradeint'], ['infidelity']), /no attribution method "gradeint"; did you mean "gradient"/],
    ['a method that explains no prediction', () => evaluate(linear(w, [x]), ['perceptron-capacity'], ['infidelity']), /no attribution method "perceptron-capacity"/],
    ['an unknown measure', () => evaluate(linear(w, [x]), ['gradient'], ['infidelty']), /no measure "infidelty"; did you mean "infidelity"/],
    ['an unknown parameter', () => evaluate(linear(w, [x]), ['gradient'], [['road', { blur: 1 }]]), /road has no parameter "blur"/],
    ['a parameter out of range', () => evaluate(linear(w, [x]), ['gradient'], [['infidelity', { samples: 1 }]]), /samples/],
    ['no methods', () => evaluate(linear(w, [x]), [], ['infidelity']), /parameter methods: name at least one/],
    ['no measures', () => evaluate(linear(w, [x]), ['gradient'], []), /parameter measures: name at least one/],
    ['no samples asked for', () => evaluate(linear(w, [x]), ['gradient'], ['infidelity'], { samples: 0 }), /samples: must be "all" or a whole number above 0/],
    ['no samples there', () => evaluate({ ...linear(w, []), x: [] }, ['gradient'], ['infidelity']), /no samples/],
    ['more targets than samples', () => evaluate(linear(w, [x]), ['gradient'], ['infidelity'], { target: '0,0,0' }), /3 targets for 1 samples/],
    ['a map that is not finite', () => evaluate({ graph: network([1, 2], (b, input) => b.op('Sqrt', [input])), shape: [2, 2], x: [1, 1, 0, 1] }, ['gradient'], ['infidelity']), /gradient is not finite at sample 2/],
    ['a map of a layer', () => evaluate({ graph: oneConvolution(), shape: [1, 1, 4, 4], x: Array.from({ length: 16 }, (_, i) => i) }, [['gradient', { layer: 'relu1' }]], ['infidelity']), /gradient has shape \[1,2,2,2\], which does not fit the input \[1,1,4,4\]/],
  ]; // prettier-ignore
  for (const [name, run, sentence] of wrong) {
    it(`refuses ${name} in one sentence`, async () => {
      await assert.rejects(run, (error: Error) => {
        assert.match(error.message, sentence);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    });
  }

  it('stops when told to, and tells how far it is', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const request = {
      ...written(linear(w, [x])),
      method: 'faithfulness',
      parameters: {
        methods: ['gradient'],
        measures: ['pixel-flipping', { id: 'infidelity', parameters: { samples: 10_000 } }],
      },
    };
    const run = service.run(request, {
      signal: controller.signal,
      onProgress: ({ fraction, message }) => {
        seen.push(fraction);
        if (message === 'Infidelity') controller.abort();
      },
    });
    await assert.rejects(run, CancelledError);
    assert.ok(seen.every((fraction, i) => fraction >= (seen[i - 1] ?? 0) && fraction <= 1));
  });
});
