/** The text of run.json: what was written comes back, and whatever else is there is refused in one sentence. */
import assert from 'node:assert/strict';
import { summaryOf, type RunRecord } from '../../../../src/experiments/store/record';
import { formatRecord, parseRecord } from '../../../../src/experiments/store/recordText';
import { FormatError } from '../../../../src/shared/errors';
import { random } from '../../../../src/shared/random';
import { law, newRun } from './samples';

const ID = '20261121T042016.123Z-1f3a9c';
const done: RunRecord = {
  ...newRun(ID, {
    title: 'Ünïcode "quoted" \ud83d\ude00',
    request: {
      method: 'x',
      parameters: { noise: Infinity, limit: NaN, $top: -0, none: undefined },
      seed: -1,
      device: 'cpu',
    },
    model: { sha256: 'a'.repeat(64), bytes: 3, modified: 1_760_000_000_123.456 },
  }),
  version: 1,
  state: 'done',
  kind: 'attribution',
  law: { ...law, gap: [NaN, Infinity] },
  result: { kind: 'attribution', a: { $array: { name: 'a', as: 'array', dtype: 'float32' } } },
  arrays: { bytes: 10, sha256: 'b'.repeat(64) },
};
const failed: RunRecord = {
  ...newRun(ID),
  version: 1,
  state: 'failed',
  error: { kind: 'graph', message: 'No such unit.' },
};

const bad: [what: string, text: string, reason: RegExp][] = [
  ['an empty file', '', /is not complete JSON; restore it/],
  ['a merge that was not finished', '<<<<<<< HEAD\n{}\n', /is not complete JSON/],
  ['a list', '[]', /has no known version/],
  ['null', 'null', /has no known version/],
  [
    'a newer version',
    changed({ version: 2, more: 1 }),
    /^was written by a newer NetLoupe \(version 2\); update the extension to read it\.$/,
  ],
  ['an older version', changed({ version: 0 }), /has no known version/],
  ['no version', changed({ version: undefined }), /has no known version/],
  ['a version in words', changed({ version: '1' }), /has no known version/],
  ['the record of another run', changed({ id: 'b' }), /is the record of run b; rename its folder to that/],
  ['no request', changed({ request: undefined }), /is not the record of a run \("request":/],
  ['a hash that is none', changed({ model: { sha256: '../..', bytes: 1, modified: 1 } }), /"model\.sha256"/],
  ['a time that is none', changed({ started: 'yesterday' }), /"started"/],
  ['a state that is none', changed({ state: 'running' }), /"state"/],
  ['a title that is an object', changed({ title: {} }), /"title"/],
  ['a gap in words', changed({ law: { ...law, gap: ['0'] } }), /"law\.gap\.0"/],
  [
    'an unknown mark',
    changed({ seconds: { $date: 1 } }),
    /is not the record of a run \("\$date" marks an unknown kind of value/,
  ],
  ['a very deep record', `{"version":1,"request":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, /is not the record of a run/],
];

describe('run.json', () => {
  for (const record of [done, failed]) {
    it(`brings back a run that is ${record.state}`, () => {
      assert.deepEqual(parse(formatRecord(record)), record);
    });
  }

  it('keeps keys that a later product adds to this version', () => {
    const record = parse(changed({ weather: 'fine' }));
    assert.deepEqual(parse(formatRecord({ ...record, title: 'new' })), { ...record, title: 'new' });
    assert.match(formatRecord(record), /"weather": "fine"/);
  });

  for (const [what, text, reason] of bad) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parse(text),
        (error: unknown) => error instanceof FormatError && reason.test(error.reason) && !error.message.includes('\n'),
      );
    });
  }

  it('is refused or right wherever it is cut or changed', () => {
    const text = formatRecord(done);
    for (let end = 0; end < text.length - 2; end += 7) assert.throws(() => parse(text.slice(0, end)), FormatError);
    const { uniform } = random(5);
    for (let turn = 0; turn < 2000; turn++) {
      const bytes = Buffer.from(text);
      bytes[Math.floor(uniform() * bytes.length)] = Math.floor(uniform() * 256);
      try {
        summaryOf(parse(bytes.toString('utf8')));
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
      }
    }
  });
});

describe('summaries', () => {
  it('have the largest gap and the files as they were', () => {
    const request = { ...done.request, model: 'm.onnx' };
    const { law, files, model } = summaryOf({ ...done, request, law: { ...done.law!, gap: [0.5, 2, 1] } });
    assert.deepEqual(law, { name: 'completeness', holds: false, gap: 2 });
    assert.deepEqual(files, [{ file: 'model', names: 'path', spec: 'm.onnx', stamp: done.model }]);
    assert.equal(model, 'm.onnx');
  });

  it('have the sentence of a failed run', () => {
    assert.equal(summaryOf(failed).error, 'No such unit.');
  });
});

function parse(text: string): RunRecord {
  return parseRecord(text, ID, 'run.json');
}

/** The record of a failed run with other keys; undefined takes one away. */
function changed(others: object): string {
  const plain = JSON.parse(formatRecord({ ...newRun(ID), version: 1, state: 'failed' })) as object;
  return JSON.stringify({ ...plain, ...others });
}
