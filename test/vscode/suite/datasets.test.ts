/** Folders of pictures as data in a real VS Code: activations collected from them, explained, and run as an experiment. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/editor/testApi';
import { RunStore } from '../../../src/experiments/store/store';
import { encodePng, openDataset, readData } from '../../../src/formats';
import type { AttributionResult } from '../../../src/shared/results';
import { tensorOf } from '../../../src/shared/tensor';
import { writeModel } from '../fixtures';
import { activate, answering, scratchFolder, until } from './support';

describe('folders of pictures', () => {
  const folder = scratchFolder('datasets-suite');
  const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const model = join(folder, 'small.onnx');
  const pictures = join(folder, 'pictures');
  const names = ['cat/1.png', 'cat/2.png', 'owl/1.png'];
  let api: TestApi;
  before(async () => {
    writeModel(model);
    for (const [n, name] of names.entries()) {
      mkdirSync(join(pictures, name, '..'), { recursive: true });
      const levels = Array.from({ length: 64 }, (_, i) => (i * 37 + n * 50) % 256);
      writeFileSync(join(pictures, name), encodePng(tensorOf('uint8', [8, 8, 1], levels)));
    }
    api = await activate();
  });
  afterEach(async () => await vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('activations of several layers are collected into a file that is a data set with the labels', async () => {
    const out = join(folder, 'collected.npz');
    const asked = await answering(
      'showInformationMessage',
      undefined,
      async () => await vscode.commands.executeCommand('netloupe.collectActivations', { model, input: pictures, layers: ['first', 'second'], pooling: 'mean', out }), // prettier-ignore
    );
    assert.match(String(asked[0]?.[0]), /^Wrote collected\.npz: 2 layers for 3 samples/);
    assert.deepEqual(asked[0]?.slice(1), ['Show Embedding', 'Reveal']);
    const { description, column } = await openDataset(`${out}#first`);
    assert.deepEqual([description.samples, description.shape], [3, [16]]);
    const labels = await column('folder');
    assert.ok(labels.kind === 'categories');
    assert.deepEqual(Array.from(labels.codes, (code) => labels.categories[code]), ['cat', 'cat', 'owl']); // prettier-ignore
  });

  it('the Models view gives its selected layers, of one model', async () => {
    const node = (output: string, path = model) => ({ kind: 'layer', model: { kind: 'model', uri: vscode.Uri.file(path) }, layer: { output } }); // prettier-ignore
    const mixed = [node('first'), node('first', join(folder, 'other.onnx'))];
    const asked = await answering(
      'showErrorMessage',
      undefined,
      async () => await vscode.commands.executeCommand('netloupe.collectLayerActivations', mixed[0], mixed),
    );
    assert.match(String(asked[0]?.[0]), /^The layers belong to several models/);
  });

  it('an error is one sentence, and no file is left', async () => {
    const out = join(folder, 'none.npz');
    const asked = await answering(
      'showErrorMessage',
      undefined,
      async () => await vscode.commands.executeCommand('netloupe.collectActivations', { model, input: pictures, layers: ['frist'], pooling: 'mean', out }), // prettier-ignore
    );
    assert.match(String(asked[0]?.[0]), /no layer "frist"; the nearest are "first"/);
    assert.ok(!existsSync(out) && !existsSync(`${out}.unfinished`));
  });

  it('the panel explains them all, by their labels, and follows the folder', async () => {
    await vscode.commands.executeCommand('netloupe.explain', { model, input: pictures, target: 'label', method: 'gradient' }); // prettier-ignore
    const result = await shown();
    assert.deepEqual([...result.attribution.shape], [3, 1, 8, 8]);
    assert.deepEqual(result.target.indices, [0, 0, 2]);
    const setup = await api.panels.find(model, pictures)!.session.setup();
    assert.deepEqual([setup.samples, setup.label], [names.map((name) => join(name)), 'folder']);
    assert.ok(setup.preprocessing, 'preprocessing can be corrected');
    writeFileSync(join(pictures, 'owl/2.png'), encodePng(tensorOf('uint8', [8, 8, 1], new Array<number>(64).fill(9))));
    await until('the fourth picture', async () => (await shown()).attribution.shape[0] === 4);
  });

  it('an experiment of a folder keeps its stamp, the same arrays as on the command line, and knows when it has changed', async () => {
    const file = join(folder, 'folder.netloupe.yaml');
    writeFileSync(file, 'model: small.onnx\ndata: pictures/\ntarget: label\nmethod: gradient\n');
    const store = new RunStore(root);
    const run = promisify(execFile);
    const headless = resolve(__dirname, '../../../netloupe.mjs');
    await vscode.commands.executeCommand('netloupe.runExperiment', vscode.Uri.file(file));
    const made = await until('the run', async () => {
      const found = (await store.list()).find((one) => !('unreadable' in one) && one.experiment?.endsWith('folder.netloupe.yaml')); // prettier-ignore
      return found && !('unreadable' in found) ? found : undefined;
    });
    assert.deepEqual([made.state, made.error, made.input], ['done', undefined, 'datasets-suite/pictures']);
    const record = await store.read(made.id);
    assert.equal(record.data!.sha256, await (await openDataset(pictures)).sha256());
    assert.deepEqual(await store.stale(record), []);
    const result = (await store.result(made.id)) as AttributionResult;
    const out = join(folder, 'headless.npz');
    await run(process.execPath, [headless, 'attribute', model, '--input', pictures, '--method', 'gradient', '--target', 'label', '--out', out], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } }); // prettier-ignore
    assert.deepEqual((await readData(`${out}#attribution`)).data, result.attribution.data);
    writeFileSync(join(pictures, 'owl/3.png'), encodePng(tensorOf('uint8', [8, 8, 1], new Array<number>(64).fill(3))));
    assert.deepEqual(await store.stale(record), [{ file: 'data', now: 'changed' }]);
  });

  function shown(): Promise<AttributionResult> {
    return until('a result', () => api.panels.find(model, pictures)?.session.result);
  }
});
