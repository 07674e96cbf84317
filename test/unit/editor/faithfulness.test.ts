/** What is asked about runs beside each other, which are refused, and that an evaluation is shared, given up and asked anew. */
import assert from 'node:assert/strict';
import type { Question } from '../../../src/shared/question/fields';
import { Evaluation, evaluationOf } from '../../../src/editor/compare/faithfulness';
import type { Faithfulness } from '../../../src/shared/compare';
import { requestOf } from '../../../src/editor/runs/question';
import { CancelledError } from '../../../src/shared/errors';
import type { CallOptions } from '../../../src/shared/requests';

const run = (method: string, rest: Partial<Question> = {}) => ({
  request: { method, parameters: {}, seed: 0, device: 'auto', model: 'a.onnx', input: '3.png', target: '3', ...rest },
});

describe('the evaluation of runs', () => {
  it('asks about all their methods, with what was changed of each, on the file they explained', () => {
    const preprocessing = { normalization: 'none' };
    const runs = [run('gradient', { preprocessing }), run('occlusion', { preprocessing, parameters: { window: 3 } })];
    const request = requestOf(evaluationOf(runs, '/w', [1, 1, 28, 28]), '/w');
    assert.deepEqual(request, {
      ...{ model: 'a.onnx', input: '3.png', target: '3', seed: 0, device: 'auto', method: 'faithfulness' },
      preprocessing,
      parameters: {
        methods: ['gradient', { id: 'occlusion', parameters: { window: 3 } }],
        measures: [{ id: 'pixel-flipping', parameters: { patch: 2 } }, 'deletion', 'insertion', 'infidelity'],
        samples: 100,
      },
    });
  });

  for (const [shape, patch] of [
    [[1, 1, 8, 8], 1],
    [[1, 1, 28, 28], 2],
    [[1, 3, 224, 224], 14],
    [[2, 1, 1000], 4],
    [[5, 30], 'auto'],
  ] as const)
    it(`flips regions of side ${patch} of inputs [${shape.join()}], so that the best order can be searched`, () =>
      assert.deepEqual((evaluationOf([run('lrp')], '/w', shape).form.parameters['measures'] as unknown[])[0], {
        id: 'pixel-flipping',
        parameters: { patch },
      }));

  const refused: [what: string, runs: ReturnType<typeof run>[], message: RegExp][] = [
    ['no runs', [], /None of these runs explains a prediction/],
    ['several models', [run('lrp'), run('lrp', { model: 'b.onnx' })], /differ in model;/],
    ['several targets and seeds', [run('lrp'), run('lrp', { target: '4', seed: 1 })], /differ in target and seed;/],
    ['several inputs', [run('lrp'), run('lrp', { input: '4.png' })], /differ in data;/],
    ['another reading', [run('lrp'), run('lrp', { preprocessing: { invert: true } })], /differ in preprocessing;/],
  ];
  for (const [what, runs, message] of refused)
    it(`refuses ${what}`, () =>
      assert.throws(() => evaluationOf(runs, '/w', [1, 1, 28, 28]), { kind: 'argument', message }));
});

describe('an evaluation of a panel', () => {
  const answer = { runs: ['a'] } as unknown as Faithfulness;

  it('is made once, for all who ask, and reports to all of them', async () => {
    const { evaluation, asked, end } = controlled();
    const heard: string[] = [];
    const first = evaluation.run({ onProgress: ({ message }) => heard.push(`first ${message}`) });
    asked[0]!.onProgress!({ fraction: 0, message: 'a' });
    const second = evaluation.run({ onProgress: ({ message }) => heard.push(`second ${message}`) });
    asked[0]!.onProgress!({ fraction: 0.5, message: 'b' });
    end(answer);
    assert.equal(await first, answer);
    assert.equal(await second, answer);
    assert.equal(await evaluation.run(), answer);
    assert.equal(asked.length, 1);
    assert.deepEqual(heard, ['first a', 'second a', 'first b', 'second b']);
  });

  it('is asked anew after it was given up, or failed', async () => {
    const { evaluation, asked, end } = controlled();
    assert.equal(evaluation.asked, false);
    const givenUp = evaluation.run();
    evaluation.cancel();
    assert.ok(asked[0]!.signal!.aborted);
    assert.equal(evaluation.asked, false);
    const next = evaluation.run();
    await assert.rejects(givenUp, { kind: 'cancelled' });
    assert.equal(evaluation.asked, true, 'the end of the first is not that of the second');
    end(new Error('out of memory'));
    await assert.rejects(next, { message: 'out of memory' });
    assert.equal(evaluation.asked, false);
  });

  function controlled() {
    const asked: CallOptions[] = [];
    let end: (outcome: Faithfulness | Error) => void = () => undefined;
    const evaluation = new Evaluation((options) => {
      asked.push(options);
      return new Promise((resolve, reject) => {
        end = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
        options.signal!.addEventListener('abort', () => reject(new CancelledError()));
      });
    });
    return { evaluation, asked, end: (outcome: Faithfulness | Error) => end(outcome) };
  }
});
