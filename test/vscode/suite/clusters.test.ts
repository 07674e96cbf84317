/** Find Clever Hans in a real VS Code: from files to a kept run and its panel, and to the panel again from the Experiments view. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { viewType } from '../../../src/editor/clusters/panel';
import { RunStore } from '../../../src/experiments/store/store';
import { encodeNpz } from '../../../src/formats';
import { random } from '../../../src/shared/random';
import type { ClustersResult } from '../../../src/shared/results';
import { float32, int64 } from '../../../src/shared/tensor';
import { writeModel } from '../fixtures';
import { activate, answering, scratchFolder, until } from './support';

describe('Find Clever Hans', () => {
  const folder = scratchFolder('clusters-suite');
  const root = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const store = new RunStore(root);
  const model = join(folder, 'small.onnx');
  const data = join(folder, 'pictures.npz');
  const count = 30;
  before(async () => {
    rmSync(join(root, '.netloupe'), { recursive: true, force: true });
    const { uniform } = random(1);
    const pictures = float32([count, 1, 8, 8], Float32Array.from({ length: count * 64 }, uniform));
    const labels = int64(
      [count],
      Array.from({ length: count }, (_, i) => i % 2),
    );
    writeFileSync(data, encodeNpz({ pictures, labels }));
    writeModel(model);
    await activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('keeps a run of the data set and shows its clusters', async () => {
    await find(`${data}#labels`);
    await until('the panel', () => panels().length === 1);
    const record = await kept();
    assert.deepEqual(
      [record.request.model, record.request.input, record.request.target, record.kind],
      [
        'clusters-suite/small.onnx',
        'clusters-suite/pictures.npz#pictures',
        'clusters-suite/pictures.npz#labels',
        'clusters',
      ],
    );
    const { classes } = (await store.result(record.id)) as ClustersResult;
    assert.deepEqual(
      classes.map(({ index, samples, pictures }) => [index, samples.length, pictures?.shape]),
      [0, 1].map((index) => [index, 15, [15, 8, 8, 1]]),
    );
  });

  it('opens the run again without computing it', async () => {
    const { id } = await kept();
    const before = (await store.list()).length;
    await vscode.commands.executeCommand('netloupe.findCleverHans', { root, id });
    await until('the panel', () => panels().length === 1);
    assert.equal((await store.list()).length, before);
  });

  it('says in one sentence why there is nothing to find', async () => {
    const asked = await answering('showErrorMessage', undefined, async () => await find('77'));
    assert.equal(panels().length, 0);
    assert.match(String(asked[0]?.[0]), /^Target 77 is out of range: "scores"/);
  });

  function find(target: string): Thenable<unknown> {
    return vscode.commands.executeCommand('netloupe.findCleverHans', { model, input: `${data}#pictures`, target });
  }

  async function kept() {
    const runs = await store.list();
    const run = runs.find((one) => !('unreadable' in one) && one.kind === 'clusters');
    return store.read(run!.id);
  }
});

function panels(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType));
}
