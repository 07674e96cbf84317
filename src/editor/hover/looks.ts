/** What both hovers share: their time, their colours, their trust, and where a document lies. */
import * as vscode from 'vscode';
import type { MapId } from '../../shared/picture/diverging';
import { linkedCommands } from './markdown';

/** What a hover may take until it answers with what it has: 100 ms on the screen, less the editor's own part of it. */
export const milliseconds = 80;

/** Commands of ours may be linked; HTML and all else that trust allows stay off. */
export function hoverOf(text: string, range: vscode.Range): vscode.Hover {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: linkedCommands };
  return new vscode.Hover(markdown, range);
}

export function mapOfTheme(): MapId {
  const { kind } = vscode.window.activeColorTheme;
  return kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight ? 'light' : 'dark';
}

/** A notebook's cell lies where its notebook does; a document that was never saved, nowhere, which is near nothing. */
export function pathOfDocument({ uri }: vscode.TextDocument): string {
  return uri.with({ scheme: 'file', fragment: '', query: '' }).fsPath;
}
