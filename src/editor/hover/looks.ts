/** Shared by both hovers: time limit, colours, trust, and where a document is. */
import * as vscode from 'vscode';
import type { MapId } from '../../shared/picture/diverging';
import { linkedCommands } from './markdown';

/** Time until a hover answers with what it has: 100 ms on the screen, minus the editor's own share. */
export const milliseconds = 80;

/** Links may run our commands; HTML and everything else that trust allows stay off. */
export function hoverOf(text: string, range: vscode.Range): vscode.Hover {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: linkedCommands };
  return new vscode.Hover(markdown, range);
}

export function mapOfTheme(): MapId {
  const { kind } = vscode.window.activeColorTheme;
  return kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight ? 'light' : 'dark';
}

/** A notebook cell is where its notebook is; an unsaved document is nowhere, and near nothing. */
export function pathOfDocument({ uri }: vscode.TextDocument): string {
  return uri.with({ scheme: 'file', fragment: '', query: '' }).fsPath;
}
