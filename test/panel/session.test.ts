/** The conversation with the editor: debounce, cancellation, stale answers, failures; and what outlives a reload. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { ExplainEditor, ExplainForm } from '../../src/shared/api/explain';
import { ArgumentError, CancelledError } from '../../src/shared/errors';
import type { CallOptions } from '../../src/shared/requests';
import type { AttributionResult } from '../../src/shared/results';
import { debounceMilliseconds, ExplainSession } from '../../webview/explain/session';
import { defaultView, readSaved } from '../../webview/explain/state';
import { panBy, wholePicture, zoomAt } from '../../webview/picture/viewport';
import {
  formatCount,
  formatFixed,
  formatNumber,
  formatPercent,
  formatProbability,
  formatSeconds,
  plural,
} from '../../webview/ui/format';
import { defaultForm, resultOf, setupOf } from './scenario';

describe('session', () => {
  it('runs the form of the editor when it opens', async () => {
    const { session, runs } = await opened();
    deepEqual(
      runs.map(({ form }) => form),
      [defaultForm],
    );
    equal(session.status, 'running');
    await runs[0]!.answer();
    equal(session.status, 'idle');
    equal(session.result?.target.indices[0], 7);
  });

  it('runs the form that the person left instead of the editor’s', async () => {
    const { runs } = await opened({ ...defaultForm, seed: 4 });
    deepEqual(
      runs.map(({ form }) => form.seed),
      [4],
    );
  });

  it('does not run what the editor brought along', async () => {
    const result = resultOf('digit', defaultForm);
    const { session, runs } = await opened(undefined, { ...setupOf('digit'), result });
    equal(runs.length, 0);
    equal(session.result, result);
  });

  it('makes one run of changes that follow each other quickly', async () => {
    const { session, runs } = await opened();
    for (const seed of [1, 2, 3]) session.edit({ ...defaultForm, seed });
    await waitFor(() => runs.length > 1);
    deepEqual(
      runs.map(({ form }) => form.seed),
      [0, 3],
    );
    ok(debounceMilliseconds >= 100);
  });

  it('cancels what runs and drops its late answer', async () => {
    const { session, runs } = await opened();
    void session.run();
    ok(runs[0]!.options.signal?.aborted);
    await runs[1]!.answer(resultOf('digit', { ...defaultForm, target: '1' }));
    await runs[0]!.answer();
    equal(session.result?.target.indices[0], 1);
    equal(session.status, 'idle');
  });

  it('keeps the previous result when a run fails, is cancelled, or breaks', async () => {
    const { session, runs } = await opened();
    await runs[0]!.answer();
    const { result } = session;
    void session.run();
    await runs[1]!.fail(new ArgumentError('No class 12.'));
    deepEqual([session.status, session.failure, session.result === result], ['failed', 'No class 12.', true]);
    void session.run();
    await runs[2]!.fail(new CancelledError());
    deepEqual([session.status, session.failure, session.result === result], ['cancelled', '', true]);
    void session.run();
    await runs[3]!.fail(new Error('The wall fell.'));
    deepEqual([session.status, session.failure, session.result === result], ['failed', 'The wall fell.', true]);
  });

  it('cancels when asked to', async () => {
    const { session, runs } = await opened();
    session.cancel();
    ok(runs[0]!.options.signal?.aborted);
    equal(session.status, 'cancelled');
    await runs[0]!.answer();
    equal(session.result, undefined);
  });

  it('listens to progress only while something runs', async () => {
    const { session, runs } = await opened();
    const { onProgress } = runs[0]!.options;
    onProgress?.({ fraction: 0.5, message: 'half' });
    equal(session.progress?.fraction, 0.5);
    await runs[0]!.answer();
    onProgress?.({ fraction: 0.9, message: 'late' });
    equal(session.progress, undefined);
  });

  it('asks again with the same form when the editor says that files changed', async () => {
    const { session, runs } = await opened();
    await runs[0]!.answer();
    session.form = { ...defaultForm, seed: 9 };
    void session.refresh();
    await settle();
    equal(runs.length, 2);
    equal(runs[1]!.form.seed, 9);
  });

  it('takes the form that the editor was asked for meanwhile', async () => {
    const { session, runs } = await opened();
    await runs[0]!.answer();
    void session.refresh({ ...defaultForm, target: '4' });
    await settle();
    equal(runs.length, 2);
    equal(runs[1]!.form.target, '4');
  });
});

describe('what outlives a reload', () => {
  const about = { model: 'digits.onnx', input: 'seven.png' };
  const saved = { ...about, form: defaultForm, view: { ...defaultView, view: 'overlay', sample: 3, slice: 2 } };

  it('comes back for the same model and data alone', () => {
    deepEqual(readSaved(JSON.parse(JSON.stringify(saved)), about), { form: defaultForm, view: saved.view });
    equal(readSaved(saved, { ...about, input: 'six.png' }), undefined);
    equal(readSaved(saved, { ...about, model: 'letters.onnx' }), undefined);
  });

  const broken: unknown[] = [null, undefined, 3, [], {}, about, { ...about, form: { method: 1 } }];
  for (const value of broken) it(`ignores ${JSON.stringify(value)}`, () => equal(readSaved(value, about), undefined));

  it('replaces what it does not understand by defaults', () => {
    const view = { view: 'cube', opacity: 7, sample: -1, channel: 'x', axis: 0, viewport: { zoom: 0 }, sorted: 'yes' };
    deepEqual(readSaved({ ...about, form: defaultForm, view }, about)?.view, defaultView);
  });
});

describe('viewport', () => {
  it('keeps the place under the pointer where it is', () => {
    const zoomed = zoomAt(wholePicture, 2, 0.3, 0.6);
    equal(zoomed.zoom, 2);
    // The place (0.3, 0.6) stood at (0.3 − 0.5) × 1 of the view's width from its middle, and still does.
    ok(Math.abs((0.3 - zoomed.x) * 2 - (0.3 - 0.5)) < 1e-12);
    ok(Math.abs((0.6 - zoomed.y) * 2 - (0.6 - 0.5)) < 1e-12);
  });

  it('never shows more than the picture', () => {
    deepEqual(zoomAt({ zoom: 4, x: 0.125, y: 0.875 }, 1e-9), wholePicture);
    deepEqual(panBy({ zoom: 2, x: 0.5, y: 0.5 }, -9, 9), { zoom: 2, x: 0.25, y: 0.75 });
    equal(zoomAt(wholePicture, 1e9).zoom, 64);
  });
});

describe('numbers as read', () => {
  const numbers: [number, string][] = [
    [0, '0'],
    [-0.0123456, '−0.01235'],
    [12.3, '12.3'],
    [1234567, '1.235×10⁶'],
    [-2.5e-7, '−2.5×10⁻⁷'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ];
  for (const [value, text] of numbers) it(text, () => equal(formatNumber(value), text));

  it('with decimals, and thousands', () => {
    deepEqual(
      [-0.5, -0.0001, 2, NaN].map((value) => formatFixed(value, 2)),
      ['−0.50', '0.00', '2.00', 'NaN'],
    );
    deepEqual([12345, 7].map(formatCount), ['12,345', '7']);
    deepEqual(
      [1, 1797].map((count) => plural(count, 'point')),
      ['1 point', '1,797 points'],
    );
  });

  it('fractions and times', () => {
    deepEqual([0.003, 0.01, 1, 0].map(formatPercent), ['0.3\u00a0%', '1\u00a0%', '100\u00a0%', '0\u00a0%']);
    deepEqual([3.9e-8, 9e-5, 1e-4].map(formatPercent), ['< 0.01\u00a0%', '< 0.01\u00a0%', '0.01\u00a0%']);
    deepEqual([0.9871, 0.0004, 0, 1].map(formatProbability), [
      '98.7\u00a0%',
      '< 0.1\u00a0%',
      '0.0\u00a0%',
      '100.0\u00a0%',
    ]);
    deepEqual([0.124, 2.5, 75].map(formatSeconds), ['124 ms', '2.5 s', '1 min 15 s']);
  });
});

interface Run {
  form: ExplainForm;
  options: CallOptions;
  answer: (result?: AttributionResult) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

/** A session with an editor whose runs end when the test says so. */
async function opened(left?: ExplainForm, setup = setupOf('digit')) {
  const runs: Run[] = [];
  const unused = () => Promise.reject(new Error('not asked for'));
  const editor: ExplainEditor = {
    ready: () => Promise.resolve(setup),
    run: (form, options = {}) =>
      new Promise((resolve, reject) => {
        runs.push({
          form,
          options,
          answer: (result = resultOf('digit', form)) => {
            resolve(result);
            return settle();
          },
          fail: (error) => {
            reject(error);
            return settle();
          },
        });
      }),
    chooseData: unused,
    stepFile: unused,
    takeFile: unused,
    unsuitable: unused,
    checkSanity: unused,
    compare: unused,
    export: unused,
  };
  const session = new ExplainSession(editor, () => {});
  void session.start(() => left);
  await settle();
  return { session, runs };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
