/** Rows of the tree views in one expression each. */
import * as vscode from 'vscode';

export function treeItem(
  label: string,
  state: vscode.TreeItemCollapsibleState,
  rest: Omit<vscode.TreeItem, 'label'>,
): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(label, state), rest);
}

/** A row with only a message. */
export function messageItem(
  { severity, message }: { severity: 'info' | 'error'; message: string },
  rest: Omit<vscode.TreeItem, 'label'> = {},
): vscode.TreeItem {
  return treeItem(message, vscode.TreeItemCollapsibleState.None, {
    iconPath:
      severity === 'error'
        ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
        : new vscode.ThemeIcon('info'),
    tooltip: message,
    ...rest,
  });
}
