/** Experiment files in a real VS Code: what is underlined in them, by whom, and what is offered. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activate, scratchFolder, until } from './support';

describe('experiment files in the editor', () => {
  const folder = scratchFolder('experiment-files-suite');
  before(() => activate());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are underlined where something is wrong, with lines that end as on Windows too', async () => {
    const document = await open(
      'wrong.netloupe.yaml',
      'model: m.onnx\r\ndata: d.npy\r\ntarget:\r\nmethod: gradiant\r\n',
    );
    const found = await until('two squiggles', () => ours(document, 2));
    assert.deepEqual(
      found.map(({ range, message }) => `${document.getText(range)}: ${message.split(';')[0]}`),
      ['target: "target" has no value', 'gradiant: There is no method "gradiant"'],
    );
  });

  it('in JSON, which VS Code checks with the schema, are underlined where that cannot say what is wrong', async () => {
    const document = await open('wrong.netloupe.json', '{ "model": "m.onnx", "method": "gradient", "seed": "often" }');
    const [missing] = await until('the squiggle of ours', () => ours(document, 1));
    assert.deepEqual([document.getText(missing!.range), missing!.message], ['"gradient"', 'Gradient needs a model, data that the model takes and a target: "data" is missing.']); // prettier-ignore
  });

  it('are completed in braces', async () => {
    const marked = 'seed: 1\r\nmethod: { id: smoothgrad, parameters: { sam| } }\r\n';
    const document = await open('flow.netloupe.yaml', marked.replace('|', ''));
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(marked.indexOf('|')),
    );
    assert.ok(items.some(({ label, insertText }) => label === 'samples' && insertText === 'samples: '));
  });

  function open(name: string, text: string): Thenable<vscode.TextDocument> {
    const path = join(folder, name);
    writeFileSync(path, text);
    return vscode.workspace.openTextDocument(path);
  }
});

/** Squiggles of NetLoupe, once there are so many. */
function ours({ uri }: vscode.TextDocument, count: number): vscode.Diagnostic[] | undefined {
  const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'NetLoupe');
  return found.length === count ? found : undefined;
}
