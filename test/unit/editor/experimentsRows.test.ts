/** How runs read in the Experiments view, whatever has become of them. */
import assert from 'node:assert/strict';
import type { Staleness } from '../../../src/experiments/store/staleness';
import { detailsOf, factsOf, nameOf, storedRow, timeText, wordsOf, type RunRow } from '../../../src/editor/runs/rows';
import type { ReadableRun, RunRecord } from '../../../src/experiments/store/record';

const now = new Date(2026, 4, 3, 18, 0);
const run: ReadableRun = {
  id: '20260503T120304.000Z-00ff00',
  label: 'smoothgrad · samples 25',
  method: 'smoothgrad',
  model: 'models/digits.onnx',
  input: 'digits.npz#x_test',
  state: 'done',
  started: new Date(2026, 4, 3, 14, 3, 4).toISOString(),
  seconds: 0.8124,
  device: 'cpu',
  law: { name: 'standard error', holds: true, gap: 0.012345 },
};
const { law: _law, ...failed }: ReadableRun = { ...run, state: 'failed', error: 'digits.onnx: there is no such file' };

describe('row of a run', () => {
  const cases: [row: RunRow, title: string, description: string][] = [
    [storedRow(run), 'digits.npz#x_test', 'SmoothGrad · samples 25 · 14:03 · gap 0.012'],
    [storedRow({ ...run, title: 'the good one' }), 'the good one', 'SmoothGrad · samples 25 · 14:03 · gap 0.012'],
    [
      storedRow({ ...run, law: { name: 'completeness', holds: false, gap: 3 } }),
      'digits.npz#x_test',
      'SmoothGrad · samples 25 · 14:03 · not converged, gap 3',
    ],
    [
      storedRow(run, [changed('model'), { file: 'data', now: 'missing' }]),
      'digits.npz#x_test',
      'SmoothGrad · samples 25 · 14:03 · gap 0.012 · model changed, data missing',
    ],
    [storedRow(failed), 'digits.npz#x_test', 'SmoothGrad · samples 25 · 14:03 · digits.onnx: there is no such file'],
    [
      storedRow(failed, [changed('model')]),
      'digits.npz#x_test',
      'SmoothGrad · samples 25 · 14:03 · digits.onnx: there is no such file',
    ],
    [storedRow({ id: 'x', unreadable: 'run.json: is broken' }), 'x', 'run.json: is broken'],
    [{ state: 'waiting', run, grid: 'g' }, 'digits.npz#x_test', 'SmoothGrad · samples 25 · waiting'],
    [
      { state: 'running', run, grid: 'g', fraction: 0.423, message: 'SmoothGrad', elsewhere: false },
      'digits.npz#x_test',
      'SmoothGrad · samples 25 · 42 % · SmoothGrad',
    ],
    [
      { state: 'running', run, grid: 'g', fraction: 0, message: '', elsewhere: true },
      'digits.npz#x_test',
      'SmoothGrad · samples 25 · 0 % · in another window or process',
    ],
  ];
  for (const [row, title, description] of cases) {
    it(`${row.state}: ${title} ${description}`, () => {
      assert.deepEqual(wordsOf(row, now), { title, description });
    });
  }

  it('leads with the method under a heading whose runs share their data', () => {
    assert.deepEqual(wordsOf(storedRow(run), now, true), {
      title: 'SmoothGrad · samples 25',
      description: '14:03 · gap 0.012',
    });
    const named = storedRow({ ...run, title: 'the good one' });
    assert.equal(wordsOf(named, now, true).title, 'the good one');
  });

  it('names the model of a run without data, and the method of one without either', () => {
    const { input: _input, ...ofModel } = { ...run, label: 'smoothgrad · digits.onnx' };
    assert.deepEqual(wordsOf(storedRow(ofModel), now), {
      title: 'digits.onnx',
      description: 'SmoothGrad · 14:03 · gap 0.012',
    });
    const { model: _model, ...ofNothing } = ofModel;
    assert.equal(wordsOf(storedRow({ ...ofNothing, label: 'smoothgrad' }), now).title, 'SmoothGrad');
  });

  it('is one phrase in messages', () => {
    assert.equal(nameOf(storedRow(run)), 'digits.npz#x_test · SmoothGrad · samples 25');
    assert.equal(nameOf(storedRow({ ...run, title: 'the good one' })), 'the good one');
  });

  it('is stale only where there is a result', () => {
    assert.equal(storedRow(run, [changed('data')]).state, 'stale');
    assert.equal(storedRow(failed, [changed('data')]).state, 'failed');
  });
});

describe('time of a run', () => {
  for (const [date, text] of [
    [new Date(2026, 4, 3, 9, 5), '09:05'],
    [new Date(2026, 4, 2, 23, 59), '2 May 23:59'],
    [new Date(2025, 11, 31, 0, 0), '31 Dec 2025 00:00'],
  ] as const) {
    it(text, () => assert.equal(timeText(date.toISOString(), now), text));
  }
});

describe('tooltip of a run', () => {
  it('says what was asked and what came out', () => {
    const facts = Object.fromEntries(factsOf(storedRow(run, [changed('data')])).filter(([, value]) => value !== ''));
    assert.deepEqual(facts, {
      Method: 'SmoothGrad',
      Model: 'models/digits.onnx',
      Data: 'digits.npz#x_test',
      Law: 'standard error holds, gap 0.012',
      'Since then': 'data changed',
      Device: 'cpu',
      Duration: '812 ms',
      Started: '03/05/2026, 14:03:04',
    });
    assert.deepEqual(factsOf(storedRow({ id: 'x', unreadable: 'broken' })), [['Unreadable', 'broken']]);
  });

  it('has every parameter', () => {
    const record: RunRecord = {
      version: 1,
      id: run.id,
      label: run.label,
      key: '',
      state: 'done',
      started: run.started,
      seconds: 1,
      versions: {},
      request: {
        method: 'smoothgrad',
        parameters: { samples: 25, form: 'squared', steps: [1, 2] },
        seed: 4,
        device: 'auto',
        target: '3',
        preprocessing: { scale: 255 },
      },
    };
    assert.deepEqual(
      detailsOf(record).filter(([, value]) => value !== ''),
      [
        ['Target', '3'],
        ['samples', '25'],
        ['form', 'squared'],
        ['steps', '[1,2]'],
        ['Seed', '4'],
        ['scale', '255'],
      ],
    );
  });
});

function changed(file: string): Staleness {
  return { file, now: 'changed' };
}
