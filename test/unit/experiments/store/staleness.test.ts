/** Whether the files of a run have changed since, by what was done to them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stampOf, type Staleness } from '../../../../src/experiments/store/staleness';
import { RunStore } from '../../../../src/experiments/store/store';
import { summaryOf, type RunRecord } from '../../../../src/experiments/store/record';
import { curves, newRun, removeTemporaryFolders, temporaryFolder } from './samples';

const changes: [what: string, change: (root: string) => void, found: Staleness[]][] = [
  ['nothing', () => undefined, []],
  ['another time, as after a checkout', (root) => touch(root, 'm.onnx'), []],
  ['another model of the same size', (root) => write(root, 'm.onnx', 'MODEL'), [{ file: 'model', now: 'changed' }]],
  ['another model of another size', (root) => write(root, 'm.onnx', 'models'), [{ file: 'model', now: 'changed' }]],
  ['other data', (root) => write(root, 'data/d#1.npz', 'DATA'), [{ file: 'data', now: 'changed' }]],
  [
    'both',
    (root) => (write(root, 'm.onnx', ''), write(root, 'data/d#1.npz', '')),
    [
      { file: 'model', now: 'changed' },
      { file: 'data', now: 'changed' },
    ],
  ],
  ['no model', (root) => rmSync(join(root, 'm.onnx')), [{ file: 'model', now: 'missing' }]],
  ['no data', (root) => rmSync(join(root, 'data'), { recursive: true }), [{ file: 'data', now: 'missing' }]],
  ['a folder in place of the model', (root) => (rmSync(join(root, 'm.onnx')), mkdirSync(join(root, 'm.onnx'))), [{ file: 'model', now: 'missing' }]], // prettier-ignore
  ['another file', (root) => write(root, 'other', ''), []],
];

describe('staleness', () => {
  let root: string;
  let store: RunStore;
  let run: RunRecord;
  beforeEach(async () => {
    root = temporaryFolder();
    mkdirSync(join(root, 'data'));
    write(root, 'm.onnx', 'model');
    write(root, 'data/d#1.npz', 'data');
    store = new RunStore(root);
    run = (await store.write(
      newRun('a', {
        request: { method: 'x', parameters: {}, seed: 0, device: 'cpu', model: 'm.onnx', input: 'data/d#1.npz#x_test' },
        model: await stampOf(join(root, 'm.onnx')),
        data: await stampOf(join(root, 'data/d#1.npz')),
      }),
      curves(),
    )) as RunRecord;
  });
  after(removeTemporaryFolders);

  for (const [what, change, found] of changes) {
    it(`finds ${JSON.stringify(found)} after ${what}`, async () => {
      change(root);
      assert.deepEqual(await store.stale(run), found);
      assert.deepEqual(await store.staleness([summaryOf(run), run]), [found, found]);
      assert.deepEqual(await store.staleness((await store.list()) as []), [found]);
    });
  }

  it('finds nothing for a run that has read no files', async () => {
    const { model: _model, data: _data, ...alone } = run;
    rmSync(join(root, 'm.onnx'));
    assert.deepEqual(await store.stale(alone), []);
  });

  it('follows absolute paths outside of the workspace', async () => {
    const outside = join(temporaryFolder(), 'm.onnx');
    writeFileSync(outside, 'model');
    const elsewhere = { ...run, request: { ...run.request, model: outside } };
    assert.deepEqual(await store.stale(elsewhere), []);
    rmSync(outside);
    assert.deepEqual(await store.stale(elsewhere), [{ file: 'model', now: 'missing' }]);
  });

  it('answers for 2000 runs on 400 files whose times have all changed', async () => {
    const runs = Array.from({ length: 2000 }, (_, i) => {
      const request = { ...run.request, model: `m-${i % 400}.onnx`, input: 'none' };
      return { ...summaryOf({ ...run, request }), id: `${i}` };
    });
    for (let i = 0; i < 400; i++) write(root, `m-${i}.onnx`, i % 2 ? 'MODEL' : 'model');
    const found = await store.staleness(runs);
    assert.deepEqual(
      found,
      runs.map((_, i) => [...(i % 2 ? [{ file: 'model', now: 'changed' }] : []), { file: 'data', now: 'missing' }]),
    );
  });
});

describe('stamps', () => {
  after(removeTemporaryFolders);

  it('are hash, size and time of the file', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'content');
    const sha256 = createHash('sha256').update('content').digest('hex');
    assert.deepEqual(await stampOf(file), { sha256, bytes: 7, modified: statSync(file).mtimeMs });
  });

  it('hash a file again only if its size or time has changed', async () => {
    const file = join(temporaryFolder(), 'file');
    const writeAt = (text: string, seconds: number) => (writeFileSync(file, text), utimesSync(file, seconds, seconds));
    writeAt('one', 1000);
    const first = await stampOf(file);
    writeAt('two', 1000);
    assert.deepEqual(await stampOf(file), first);
    writeAt('two', 1001);
    assert.notEqual((await stampOf(file)).sha256, first.sha256);
  });

  it('are refused for what is not there, and given once it is', async () => {
    const file = join(temporaryFolder(), 'file');
    await assert.rejects(stampOf(file), { name: 'FormatError', message: /file: there is no such file/ });
    writeFileSync(file, '');
    assert.equal((await stampOf(file)).bytes, 0);
  });
});

let seconds = 1e6;

function write(root: string, name: string, text: string): void {
  writeFileSync(join(root, name), text);
  touch(root, name);
}

/** A time that no file has had: those of some file systems come in steps. */
function touch(root: string, name: string): void {
  seconds += 10;
  utimesSync(join(root, name), seconds, seconds);
}
