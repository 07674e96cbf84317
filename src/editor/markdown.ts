/** Tooltips: names and values as Markdown. */
import * as vscode from 'vscode';

/** Names and values come from files: they are text, never Markdown. Empty ones are left out. */
export function factsMarkdown(title: string, facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString().appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [name, value] of facts) {
    if (value === '') continue;
    const text = value.length > 200 ? `${value.slice(0, 200)}…` : value;
    markdown
      .appendMarkdown('- ')
      .appendText(`${name}: ${text.replaceAll(/\s+/g, ' ')}`)
      .appendMarkdown('\n');
  }
  return markdown;
}
