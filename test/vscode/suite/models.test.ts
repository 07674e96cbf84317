/** The Models view's data in a real VS Code: what it lists, how rows read, and that it follows the files. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ModelNode, Node } from '../../../src/editor/models/modelNodes';
import type { TestApi } from '../../../src/editor/testApi';
import { writeBrokenModel, writeModel } from '../fixtures';
import { activate, answering, scratchFolder, until } from './support';

describe('models view', () => {
  const folder = scratchFolder('models-suite');
  const path = join(folder, 'small.onnx');
  let api: TestApi;
  let model: ModelNode;
  before(async () => {
    writeModel(path);
    api = await activate();
    model = await listed(path);
  });

  it('lists a model with its folder', () => {
    const item = api.models.getTreeItem(model);
    assert.equal(item.label, 'small.onnx');
    assert.equal(item.description, 'models-suite');
    assert.equal(item.contextValue, 'model');
  });

  it('tells inputs, outputs, layers and labels', async () => {
    const parts = await api.models.getChildren(model);
    assert.deepEqual(parts.map(text), [
      'x: input · float32 [N, 1, 8, 8]',
      'scores: output · float32 [N, 3]',
      // 64·16 + 16·16 + 16·3, and one for each unit of the Relu.
      'Layers: 5 · 1.33 k parameters · 1.34 k multiply-adds',
      'Labels: 3',
    ]);
    assert.deepEqual((await api.models.getChildren(parts[2])).map(text), [
      '/flat: Flatten [N, 64]',
      '/first: MatMul [N, 16] · 1.02 k parameters',
      '/active: Relu [N, 16]',
      '/second: MatMul [N, 16] · 256 parameters',
      '/scores: MatMul [N, 3] · 48 parameters',
    ]);
    assert.deepEqual((await api.models.getChildren(parts[3])).map(text), [
      'cat: class 0',
      'dog: class 1',
      'owl: class 2',
    ]);
  });

  it('tells how much a unit of a layer can store', async () => {
    const [, , layers] = await api.models.getChildren(model);
    const [, first, active] = await api.models.getChildren(layers);
    const tooltip = (node: Node | undefined) =>
      (api.models.getTreeItem(node!).tooltip as vscode.MarkdownString).value.replaceAll('&nbsp;', ' ');
    assert.match(tooltip(first), /Units: 16\n- Inputs of a unit: K = 64\n- Capacity of a unit: 128 points, 2K\n/);
    assert.doesNotMatch(tooltip(active), /Capacity/);
  });

  it('copies the name that a target takes', async () => {
    const [, , layers] = await api.models.getChildren(model);
    const [, first] = await api.models.getChildren(layers);
    await vscode.commands.executeCommand('netloupe.copyName', first);
    assert.equal(await vscode.env.clipboard.readText(), 'first');
  });

  it('follows files that come and go', async () => {
    const other = join(folder, 'deep/other.onnx');
    writeModel(other);
    await listed(other);
    rmSync(other);
    await until('the deleted model to leave the list', async () => !(await find(other)));
    writeModel(other);
    await listed(other);
    rmSync(join(folder, 'deep'), { recursive: true });
    await until('the model of the deleted folder to leave the list', async () => !(await find(other)));
  });

  it('hides what files.exclude hides', async () => {
    const hidden = join(folder, 'hidden/model.onnx');
    writeModel(hidden);
    await listed(hidden);
    const files = vscode.workspace.getConfiguration('files');
    await files.update('exclude', { '**/hidden': true }, vscode.ConfigurationTarget.Workspace);
    await until('the excluded model to leave the list', async () => !(await find(hidden)));
    await files.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('shows the sentence of a broken file, and the model once it is mended', async () => {
    const broken = join(folder, 'broken.onnx');
    writeBrokenModel(broken);
    const node = await listed(broken);
    const [message] = await api.models.getChildren(node);
    assert.equal(message?.kind, 'message');
    assert.match(text(message), /^This file.*: /);
    assert.equal(api.models.getTreeItem(message).contextValue, 'brokenModel');

    const refreshed = changeOf(node);
    writeModel(broken);
    await refreshed;
    assert.equal((await api.models.getChildren(node)).length, 4);

    const retried = changeOf(node);
    await vscode.commands.executeCommand('netloupe.retryModel', message);
    await retried;
  });

  it('asks for the unit of a layer to explain', async () => {
    const [, , layers] = await api.models.getChildren(model);
    const [, first] = await api.models.getChildren(layers);
    const [[options] = []] = await answering('showInputBox', undefined, async () => {
      await vscode.commands.executeCommand('netloupe.explainUnit', first);
    });
    const { value, validateInput } = options as vscode.InputBoxOptions;
    assert.equal(value, '0');
    assert.match((await validateInput?.('16')) as string, /from 0 to 15/);
  });

  function find(file: string): Promise<ModelNode | undefined> {
    return api.models
      .getChildren()
      .then((nodes) => nodes.find((node): node is ModelNode => node.kind === 'model' && node.uri.fsPath === file));
  }

  function listed(file: string): Promise<ModelNode> {
    return until(`${basename(file)} in the list`, () => find(file));
  }

  /** Resolves when this row, or all, is to be drawn again: a file just made that changes is still reported as new. */
  function changeOf(node: Node): Promise<void> {
    return new Promise((resolve) => {
      const subscription = api.models.onDidChangeTreeData((changed) => {
        if (changed !== undefined && changed !== node) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  function text(node: Node): string {
    const { label, description } = api.models.getTreeItem(node);
    return `${label as string}: ${description as string}`;
  }
});
