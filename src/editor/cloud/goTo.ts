/**
 * Goes to selected samples: the pictures of a folder in their own editors, the rows of a table as selections in its
 * text.
 */
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { linesOfRows } from '../../formats/csv';
import { ArgumentError } from '../../shared/errors';

/** Nobody looks through more tabs. */
const mostOpened = 20;
/** A cursor on each line; VS Code itself stops at ten thousand. */
const mostLines = 1000;

/** Asks which ones if there are several. Says what was left out, else ''. */
export async function goToFiles(folder: string, files: readonly string[]): Promise<string> {
  const chosen = files.length === 1 ? files : await askWhich(files);
  for (const file of chosen.slice(0, mostOpened))
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder, file)), { preview: false });
  return chosen.length > mostOpened ? `Opened the first ${mostOpened} of ${chosen.length} pictures.` : '';
}

async function askWhich(files: readonly string[]): Promise<readonly string[]> {
  const items = files.map((file) => {
    const folder = dirname(file);
    return { label: basename(file), ...(folder !== '.' && { description: folder }), file };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: `Go to Files of ${files.length} Samples`,
    placeHolder: `Choose pictures to open, at most ${mostOpened} at once`,
    canPickMany: true,
    matchOnDescription: true,
  });
  return (picked ?? []).map(({ file }) => file);
}

/** `rows` from 0, ascending. Throws ArgumentError if the text has become shorter than the table was. */
export async function goToLines(path: string, rows: readonly number[]): Promise<string> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const lines = linesOfRows(document.getText(), path);
  const selections = rows.slice(0, mostLines).map((row) => {
    const line = lines[row];
    if (line === undefined)
      throw new ArgumentError(
        `${path} now has only ${lines.length} rows, so there is no row ${row}; show the embedding again.`,
      );
    const { start, end } = document.lineAt(line - 1).range;
    return new vscode.Selection(start, end);
  });
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preview: false,
  });
  editor.selections = selections;
  editor.revealRange(selections[0]!, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return rows.length > mostLines ? `Selected the first ${mostLines} of ${rows.length} lines.` : '';
}
