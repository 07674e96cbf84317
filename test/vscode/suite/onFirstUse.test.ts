/** Features that are loaded when one is first used: by a command, a file, a folder, or a panel that comes back. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Contribution } from '../../../src/editor/contribution';
import { OnFirstUse } from '../../../src/editor/onFirstUse';
import { restorePanels } from '../../../src/editor/page/restore';
import { answering, scratchFolder, until } from './support';

describe('features on first use', () => {
  const folder = scratchFolder('on-first-use');
  const log = vscode.window.createOutputChannel('Probe', { log: true });
  let open: vscode.Disposable[] = [];
  after(() => log.dispose());
  afterEach(() => {
    for (const each of open) each.dispose();
    open = [];
  });

  /** Stands in for features that only count how often they are loaded. */
  function standIn(contribution: Contribution, register: () => vscode.Disposable = () => vscode.Disposable.from()) {
    const count = { loaded: 0 };
    const make = () => {
      count.loaded++;
      return register();
    };
    open.push(new OnFirstUse([contribution], () => Promise.resolve(make), log));
    return count;
  }

  it('a command loads them once, and runs with what it was given', async () => {
    const count = standIn({ commands: [{ id: 'probe', title: 'Probe' }] }, () =>
      vscode.commands.registerCommand('netloupe.probe', (a: number, b: number) => a + b),
    );
    assert.equal(count.loaded, 0);
    const sums = [1, 2, 3].map((a) => vscode.commands.executeCommand('netloupe.probe', a, 10));
    assert.deepEqual(await Promise.all(sums), [11, 12, 13]);
    assert.equal(count.loaded, 1);
  });

  it('a failure to load is one message', async () => {
    const failing = () => Promise.reject(new Error('The code is gone.'));
    open.push(new OnFirstUse([{ commands: [{ id: 'probe', title: 'Probe' }] }], failing, log));
    const asked = await answering('showErrorMessage', undefined, async () => {
      await vscode.commands.executeCommand('netloupe.probe');
    });
    assert.deepEqual(
      asked.map(([message]) => message),
      ['The code is gone.'],
    );
  });

  it('a document loads them when it is opened, and so does one that is open', async () => {
    const activation = ['workspaceContains:**/*.probe.{yaml,json}'];
    const later = standIn({ activation });
    const file = join(folder, 'one.probe.json');
    writeFileSync(file, '{}');
    writeFileSync(join(folder, 'other.json'), '{}');
    await vscode.workspace.openTextDocument(join(folder, 'other.json'));
    assert.equal(later.loaded, 0);
    await vscode.workspace.openTextDocument(file);
    await until('the features of an opened file', () => later.loaded === 1);
    const already = standIn({ activation });
    await until('the features of an open file', () => already.loaded === 1);
  });

  it('a folder of the workspace loads them', async () => {
    const there = standIn({ activation: [`workspaceContains:${basename(folder)}`] });
    const missing = standIn({ activation: ['workspaceContains:no/such/folder'] });
    await until('the features of a folder', () => there.loaded === 1);
    assert.equal(missing.loaded, 0);
  });

  it('a panel comes back once they are loaded, and closes where its state is of no use', async () => {
    const viewType = 'netloupe.probe';
    const restored: unknown[] = [];
    const window = vscode.window as {
      registerWebviewPanelSerializer: typeof vscode.window.registerWebviewPanelSerializer;
    };
    const original = window.registerWebviewPanelSerializer;
    let serializer: vscode.WebviewPanelSerializer | undefined;
    window.registerWebviewPanelSerializer = (type, given) => {
      serializer = given;
      return original(type, given);
    };
    const count = standIn({ activation: [`onWebviewPanel:${viewType}`] }, () =>
      restorePanels(viewType, (_, state) => {
        if (state === undefined) throw new Error('No state.');
        restored.push(state);
      }),
    );
    window.registerWebviewPanelSerializer = original;
    assert.ok(serializer);

    const view = vscode.window.createWebviewPanel(viewType, '', vscode.ViewColumn.One);
    await serializer.deserializeWebviewPanel(view, { kept: 1 });
    assert.deepEqual(restored, [{ kept: 1 }]);
    assert.equal(count.loaded, 1);
    let isClosed = false;
    view.onDidDispose(() => (isClosed = true));
    await serializer.deserializeWebviewPanel(view, undefined);
    await until('the panel to close', () => isClosed);
  });
});
