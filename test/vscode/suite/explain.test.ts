/** Explain Prediction in a real VS Code with a real compute process, from the command to the numbers in the panel's session. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { viewType } from '../../../src/editor/explain/panel';
import type { TestApi } from '../../../src/editor/testApi';
import { readData } from '../../../src/formats';
import type { AttributionResult } from '../../../src/shared/results';
import { exportExplanation } from '../../../src/editor/explain/exports';
import { writeArrays, writeBrokenModel, writeModel, writePicture } from '../fixtures';
import { activate, answering, scratchFolder, until } from './support';

describe('explain prediction', () => {
  const folder = scratchFolder('explain-suite');
  const model = join(folder, 'small.onnx');
  const large = join(folder, 'large.onnx');
  const picture = join(folder, 'picture.png');
  const long = { method: 'smoothgrad', parameters: { samples: 6400 }, target: 'argmax' };
  let api: TestApi;
  before(async () => {
    writeModel(model);
    writeModel(large, 2048);
    writePicture(picture);
    writeArrays(join(folder, 'arrays.npz'));
    writeBrokenModel(join(folder, 'broken.onnx'));
    api = await activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens a panel beside the code, named after data and model, and has a result', async () => {
    await explain({ model, input: picture, target: 'argmax', method: 'integrated-gradients' });
    const result = await resultOf(model, picture);
    await until('the tab', () => panelTabs()[0]?.label === 'picture.png · small.onnx');
    assert.equal(result.kind, 'attribution');
    assert.deepEqual([...result.attribution.shape], [1, 1, 8, 8]);
    assert.ok(result.attribution.data instanceof Float32Array);
    assert.equal(result.law?.name, 'completeness');
  });

  it('satisfies completeness: attributions of a path from zero add up to the score’s rise', async () => {
    await explain({ model, input: picture, target: 2, method: 'integrated-gradients', parameters: { steps: 200 } });
    const { attribution, targetOutput, target } = await resultOf(model, picture);
    const sum = attribution.data.reduce((total, value) => total + value, 0);
    assert.deepEqual(target.indices, [2]);
    // Without biases, the score of an all-zero picture is 0.
    assert.ok(
      Math.abs(sum - targetOutput[0]!) < 1e-3 * Math.abs(targetOutput[0]!),
      `${sum} against ${targetOutput[0]}`,
    );
  });

  it('keeps one panel for one model and its data', async () => {
    await explain({ model, input: picture, target: 'argmax', method: 'gradient' });
    await resultOf(model, picture);
    await explain({ model, input: picture, target: 1, method: 'input-x-gradient' });
    const { provenance, target } = await resultOf(model, picture);
    assert.equal(provenance.method, 'input-x-gradient');
    assert.deepEqual(target.indices, [1]);
    await until('one tab', () => panelTabs().length === 1);
    await explain({ model, input: `${join(folder, 'arrays.npz')}#pictures`, target: 'argmax', method: 'gradient' });
    await until('the second tab', () => panelTabs().length === 2);
    assert.deepEqual(
      [...(await resultOf(model, `${join(folder, 'arrays.npz')}#pictures`)).attribution.shape],
      [2, 1, 8, 8],
    );
  });

  it('explains a unit inside the network', async () => {
    await explain({ model, input: picture, target: 'first:5', method: 'gradient' });
    const { target } = await resultOf(model, picture);
    assert.deepEqual(target, { value: 'first', indices: [5] });
  });

  it('stops when cancelled', async () => {
    await explain({ model: large, input: picture, ...long });
    const run = api.panels.find(large, picture)!.session.run();
    await new Promise<void>((resolve) => void run.follow({ onProgress: () => resolve() }));
    run.cancel();
    assert.deepEqual(await run.outcome, { ok: false, error: { kind: 'cancelled', message: 'Cancelled.' } });
  });

  it('stops when its panel is closed', async () => {
    await explain({ model: large, input: picture, ...long });
    const panel = api.panels.find(large, picture)!;
    const run = panel.session.run();
    panel.view.dispose();
    const outcome = await run.outcome;
    assert.ok(!outcome.ok && outcome.error.kind === 'cancelled');
    assert.equal(api.panels.find(large, picture), undefined);
  });

  it('tells in one sentence that the compute process died, and works again', async () => {
    await explain({ model: large, input: picture, ...long });
    const { session } = api.panels.find(large, picture)!;
    const run = session.run();
    await new Promise<void>((resolve) => void run.follow({ onProgress: () => resolve() }));
    const { pid } = api.kernel;
    process.kill(pid!, 'SIGKILL');
    const outcome = await run.outcome;
    assert.ok(!outcome.ok);
    assert.equal(outcome.error.kind, 'kernel');
    assert.match(outcome.error.message, /^The compute process .*\.$/);

    await explain({ model, input: picture, target: 'argmax', method: 'gradient' });
    await resultOf(model, picture);
    assert.notEqual(api.kernel.pid, pid);
  });

  it('tells what is wrong with a model, and with arguments', async () => {
    await explain({ model: join(folder, 'broken.onnx'), input: picture, target: 'argmax', method: 'gradient' });
    const outcome = await api.panels.find(join(folder, 'broken.onnx'), picture)!.session.run().outcome;
    assert.ok(!outcome.ok && outcome.error.message.includes('broken.onnx'));

    const asked = await answering('showErrorMessage', undefined, () => explain({ model: 3 }));
    assert.match(String(asked[0]?.[0]), /^An explanation takes model, input.*"model" has another type/);
    const remote = await answering('showErrorMessage', undefined, () =>
      explain(vscode.Uri.parse('http://example.org/a.onnx')),
    );
    assert.match(String(remote[0]?.[0]), /not a file on disk/);
  });

  it('comes back after a reload of the window from what its page kept', async () => {
    const view = vscode.window.createWebviewPanel(viewType, '', vscode.ViewColumn.One);
    const form = { method: 'gradient', parameters: {}, target: '1', device: 'cpu', seed: 3, preprocessing: {} };
    await api.panels.restore(view, { model, input: picture, form });
    const { session } = api.panels.find(model, picture)!;
    assert.equal(view.title, 'picture.png · small.onnx');
    assert.deepEqual((await session.setup()).form, form);
    await assert.rejects(api.panels.restore(view, { version: 0 }));
  });

  it('saves its arrays as .npz', async () => {
    await explain({ model, input: picture, target: 'argmax', method: 'smoothgrad', parameters: { samples: 4 } });
    const result = await resultOf(model, picture);
    const file = vscode.Uri.file(join(folder, 'out.npz'));
    const { session } = api.panels.find(model, picture)!;
    const asked = await answering('showSaveDialog', file, () =>
      exportExplanation({ kind: 'npz' }, session, api.kernel.service),
    );
    const { defaultUri } = asked[0]![0] as vscode.SaveDialogOptions;
    assert.equal(defaultUri?.fsPath, join(folder, 'picture.smoothgrad.npz'));
    const read = (name: string) => readData(`${file.fsPath}#${name}`);
    assert.deepEqual((await read('attribution')).data, result.attribution.data);
    assert.deepEqual((await read('standard_error')).shape, [1, 1, 8, 8]);
    assert.deepEqual((await read('output')).shape, [1, 3]);
    assert.deepEqual((await read('input')).data, result.input.data);
    const target = await read('target');
    assert.equal(target.dtype, 'int64');
    assert.deepEqual(target.data, BigInt64Array.of(BigInt(result.target.indices[0]!)));
  });

  it('saves its picture, and copies its command line', async () => {
    await explain({ model, input: picture, target: 'argmax', method: 'gradient' });
    await resultOf(model, picture);
    const { session } = api.panels.find(model, picture)!;
    const file = vscode.Uri.file(join(folder, 'out.png'));
    const png = Uint8Array.of(1, 2, 3);
    await answering('showSaveDialog', file, () => exportExplanation({ kind: 'png', png }, session, api.kernel.service));
    assert.deepEqual(new Uint8Array(readFileSync(file.fsPath)), png);
    await exportExplanation({ kind: 'cli', form: session.form }, session, api.kernel.service);
    assert.match(
      await vscode.env.clipboard.readText(),
      /^netloupe attribute .*small\.onnx.* --input .*picture\.png.* --method gradient$/,
    );
  });

  it('computes again when its files change', async () => {
    await explain({ model, input: picture, target: 'argmax', method: 'gradient' });
    await resultOf(model, picture);
    const { session } = api.panels.find(model, picture)!;
    writePicture(picture);
    await until('the result of the old file to go', () => session.result === undefined);
  });

  function explain(given: unknown): Promise<unknown> {
    return Promise.resolve(vscode.commands.executeCommand('netloupe.explain', given));
  }

  function resultOf(path: string, input: string): Promise<AttributionResult> {
    return until('a result', () => api.panels.find(path, input)?.session.result);
  }

  function panelTabs(): vscode.Tab[] {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType));
  }
});
