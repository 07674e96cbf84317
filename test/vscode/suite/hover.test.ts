/** Hovers in a real VS Code: what the code tells at the first look, what the model adds at a later one, and silence elsewhere. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeArrays, writeBrokenModel } from '../fixtures';
import { activate, scratchFolder, until } from './support';

describe('hovers', () => {
  const root = vscode.workspace.workspaceFolders![0]!.uri;
  const folder = scratchFolder('hover-suite');
  before(async () => {
    writeArrays(join(folder, 'arrays.npz'));
    writeBrokenModel(join(folder, 'broken.onnx'));
    writeFileSync(
      join(folder, 'paths.py'),
      [
        'near = "arrays.npz"',
        "array = 'arrays.npz#classes'",
        'far = "digits.onnx"',
        'broken = "broken.onnx"',
        'missing = "missing.npz"',
        '# not a path: "arrays.npz"',
        'f = f"{near}/arrays.npz"',
        'other = "hover-suite/arrays.npz"',
      ].join('\n'),
    );
    await activate();
  });

  it('tell of a layer in Python what its code tells at the first look', async () => {
    const code = await open(vscode.Uri.joinPath(root, 'digits.py'));
    const text = await hover(code, 'nn.Linear(16 * 7 * 7', 'Linear');
    assert.match(text, /\*\*Linear\*\* 784 → 64/);
    assert.match(text, /50,240 parameters, 50,176 without the bias/);
    assert.match(text, /K = 784 inputs and a bias/);
    assert.match(text, /\[capacity 1,570 points\]\(command:netloupe\.capacity\?[^ ]+ "[^"]+"\), 2\(K \+ 1\)/);
  });

  it('add what the layer is in the nearest model at a later look: shape, cost, weights and their picture', async () => {
    const code = await open(vscode.Uri.joinPath(root, 'digits.py'));
    const text = await later(code, 'nn.Linear(16 * 7 * 7', 'Linear', /data:image/);
    assert.match(text, /\*\*dense1\*\* in digits\.onnx/);
    assert.match(text, /output .*N, 64/);
    assert.match(text, /50\.2 k multiply-adds/);
    assert.match(text, /Weights from −0\.27 to 0\.245, mean 0\.00116, standard deviation 0\.0568, no zeros/);
    const png = Buffer.from(/data:image\/png;base64,([^|)]+)/.exec(text)![1]!, 'base64');
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.match(text, /command:netloupe\.explain\?.*digits\.onnx/);
  });

  it('take from the model what TypeScript leaves to a spread object', async () => {
    const code = await open(vscode.Uri.joinPath(root, 'digits.ts'));
    assert.match(await hover(code, "name: 'conv2'", 'conv2'), /\*\*conv2d\*\* \? → 16/);
    const text = await later(code, "name: 'conv2'", 'conv2', /data:image/);
    assert.match(text, /K = 200 inputs and a bias.*, as in digits\.onnx/);
    assert.match(text, /capacity 402 points/);
    assert.match(text, /\*\*conv2\*\* in digits\.onnx/);
  });

  it('know a notebook’s cells, and the imports of the others', async () => {
    const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell('from torch import nn as t'), cell('t.Linear(784, 80)')]),
    );
    assert.match(
      await hover(notebook.cellAt(1).document, 't.Linear', 'Linear'),
      /62,800 parameters, 62,720 without the bias/,
    );
  });

  it('tell what is in a file that a text names, from the document and from the workspace folder', async () => {
    const code = await open(vscode.Uri.file(join(folder, 'paths.py')));
    const arrays =
      /\*\*hover\\-suite\/arrays\.npz\*\* NPZ[^]*pictures: float32 \\\[2, 1, 8, 8\\\], from [^]*data:image/;
    assert.match(await later(code, '"arrays.npz"', 'arrays', arrays), arrays);
    assert.match(await later(code, "'arrays.npz#classes'", 'arrays', /./), /classes: float32 \\\[2\\\], from 0 to 1/);
    const model = await later(code, '"digits.onnx"', 'digits', /data:image/);
    assert.match(model, /\*\*digits\.onnx\*\* ONNX, operator set 21[^]*With weights: conv1 \(Conv\)/);
    assert.match(await later(code, '"hover-suite', 'arrays', /NPZ/), arrays);
  });

  it('give the sentence of a file that cannot be read', async () => {
    const code = await open(vscode.Uri.file(join(folder, 'paths.py')));
    assert.match(await later(code, '"broken.onnx"', 'broken.onnx', /./), /This file/);
  });

  it('stay silent elsewhere', async () => {
    const code = await open(vscode.Uri.file(join(folder, 'paths.py')));
    for (const [near, word] of [
      ['"missing.npz"', 'missing'],
      ['# not a path', 'arrays'],
      ['f"{near}', 'arrays'],
      ['near =', 'near'],
    ] as const)
      assert.equal(await hover(code, near, word), '', near);
    const digits = await open(vscode.Uri.joinPath(root, 'digits.py'));
    assert.equal(await hover(digits, 'self.relu1 = nn.ReLU()', 'ReLU'), '');
    assert.equal(await hover(digits, 'Logits [N, 10]', 'Logits'), '');
  });

  it('are switched off by their settings', async () => {
    const settings = vscode.workspace.getConfiguration('netloupe');
    const code = await open(vscode.Uri.joinPath(root, 'digits.py'));
    const paths = await open(vscode.Uri.file(join(folder, 'paths.py')));
    try {
      for (const name of ['hover.layers', 'hover.files'])
        await settings.update(name, false, vscode.ConfigurationTarget.Workspace);
      assert.equal(await hover(code, 'nn.Linear(64, 10)', 'Linear'), '');
      assert.equal(await hover(paths, '"arrays.npz"', 'arrays'), '');
    } finally {
      for (const name of ['hover.layers', 'hover.files'])
        await settings.update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
    assert.notEqual(await hover(code, 'nn.Linear(64, 10)', 'Linear'), '');
  });

  it('take a file with one line of 5 MB in their stride', async () => {
    const path = join(folder, 'large.py');
    writeFileSync(path, `a = nn.Linear(3, 4)\nb = [${'nn.Linear(784, 80), '.repeat(250_000)}]\nc = nn.Linear(5, 6)\n`);
    const code = await open(vscode.Uri.file(path));
    const at = async (line: number) => textOf(await hoversAt(code, new vscode.Position(line, 8)));
    assert.match(await at(0), /3 → 4/);
    assert.match(await at(2), /5 → 6/);
    assert.equal(await at(1), '');
  });
});

async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument(uri);
}

/** Ours alone: other extensions may have hovers of their own. The cursor is on `word`, the first behind `near`. */
async function hover(document: vscode.TextDocument, near: string, word: string): Promise<string> {
  const text = document.getText();
  const start = text.indexOf(near);
  assert.ok(start >= 0, `${near} is not in ${document.uri.path}`);
  return textOf(await hoversAt(document, document.positionAt(text.indexOf(word, start) + 1)));
}

/** Looks again and again, as a person would. */
function later(document: vscode.TextDocument, near: string, word: string, wanted: RegExp): Promise<string> {
  return until(`a hover on ${near} with ${wanted}`, async () => {
    const text = await hover(document, near, word);
    return wanted.test(text) && text;
  });
}

function hoversAt({ uri }: vscode.TextDocument, position: vscode.Position) {
  return vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
}

function textOf(hovers: vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .filter((text) => /netloupe|each unit|This file/i.test(text))
    .join('\n\n');
}
