/** Explains the first picture of the workspace with its first model, through the same command that a person uses. */
import * as vscode from 'vscode';

export async function activate() {
  const model = await first('**/*.onnx');
  const input = await first('**/*.{png,jpg,jpeg}');
  if (model === undefined || input === undefined) return;
  await vscode.commands.executeCommand('netloupe.models.focus');
  await vscode.commands.executeCommand('netloupe.explain', {
    model,
    input,
    target: 'argmax',
    method: 'integrated-gradients',
  });
}

/** Of the files in the folders nearest to the workspace's own, the first by name. */
async function first(pattern) {
  const found = await vscode.workspace.findFiles(pattern);
  const depth = ({ path }) => path.split('/').length;
  const [uri] = found.sort((a, b) => depth(a) - depth(b) || a.path.localeCompare(b.path));
  return uri?.fsPath;
}
