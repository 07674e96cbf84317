/** How each row of the Experiments view looks. */
import * as vscode from 'vscode';
import { messageItem, treeItem } from '../treeItem';
import { methodTitle } from '../runs/methodTitle';
import type { FolderNode, GroupNode, MoreNode, Node, RunNode } from './nodes';
import { baseName, isBusy, timeText, wordsOf, type RunRow } from '../runs/rows';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** Colours of VS Code's own test results, which every theme has and users know. */
const icons: Record<RunRow['state'], vscode.ThemeIcon> = {
  waiting: new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('testing.iconUnset')),
  running: new vscode.ThemeIcon('loading~spin'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  stale: new vscode.ThemeIcon('history', new vscode.ThemeColor('list.warningForeground')),
  unreadable: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
};

export function itemOf(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'folder':
      return folderItem(node);
    case 'group':
      return groupItem(node);
    case 'run':
      return runItem(node);
    case 'more':
      return moreItem(node);
    case 'message':
      return messageItem(node);
  }
}

function folderItem({ runs: { folder } }: FolderNode): vscode.TreeItem {
  return treeItem(folder.name, Expanded, {
    id: folder.uri.toString(),
    iconPath: vscode.ThemeIcon.Folder,
    resourceUri: folder.uri,
  });
}

function groupItem(node: GroupNode): vscode.TreeItem {
  const { group, file, runs } = node;
  const { title, icon, hint } = headingOf(node);
  const busy = group.rows.some(isBusy);
  const context = [group.kind, busy ? 'busy' : 'idle', ...(file ? ['file'] : [])];
  const isEmpty = group.rows.length === 0 && file?.problem === undefined;
  return treeItem(title, isEmpty ? None : group.kind === 'together' ? Collapsed : Expanded, {
    // VS Code leaves a row that was empty closed when it gets its first run, unless it is another row.
    id: `${runs.folder.uri.toString()} ${isEmpty ? 'empty' : ''} ${group.kind} ${group.of}`,
    contextValue: context.join(' '),
    description: countText(node),
    iconPath:
      file?.problem === undefined
        ? new vscode.ThemeIcon(icon)
        : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
    tooltip: hint,
    // Enter and a click open the text, as in every other list of files.
    ...(file && { command: { command: 'vscode.open', title: 'Open', arguments: [file.uri] } }),
  });
}

function headingOf({ group, file }: GroupNode): { title: string; icon: string; hint: string } {
  const { kind, of } = group;
  switch (kind) {
    case 'experiment':
      return {
        title: file?.name ?? baseName(of),
        icon: file ? 'beaker' : 'circle-slash',
        hint: file?.problem ?? (file ? of : `${of} no longer exists, but its runs do.`),
      };
    case 'together':
      return {
        title: group.data ?? 'Runs Started Together',
        icon: 'compare-changes',
        hint: 'Runs that were started together, as for a comparison. Its menu compares them.',
      };
    case 'single':
      return {
        title: 'Single Runs',
        icon: 'eye',
        hint: 'Runs from panels and the command line that belong to no experiment file.',
      };
    case 'model':
      return of === ''
        ? { title: 'Without a Model', icon: 'graph-line', hint: 'Runs of methods that need no model' }
        : { title: baseName(of), icon: 'type-hierarchy', hint: of };
    case 'method':
      return { title: methodTitle(of), icon: 'symbol-method', hint: of };
    case 'unreadable':
      return { title: 'Unreadable', icon: 'warning', hint: 'Runs whose files are broken or from another version' };
  }
}

/** How many runs, or how many are left. */
function countText({ group: { rows, kind, of }, file }: GroupNode): string {
  const open = rows.filter(isBusy).length;
  if (kind === 'together') {
    const count =
      open > 0 ? `${open} of ${rows.length} runs left` : `${rows.length} ${rows.length === 1 ? 'run' : 'runs'}`;
    return [count, startedText(rows)].filter(Boolean).join(' · ');
  }
  const count = open > 0 ? `${open} left` : rows.length === 0 ? 'no runs yet' : String(rows.length);
  const name = kind !== 'experiment' ? '' : file ? baseName(of) : 'file missing';
  return [count, name].filter(Boolean).join(' · ');
}

/** When the first of them began. */
function startedText(rows: readonly RunRow[]): string {
  const started = rows.flatMap(({ run }) => ('started' in run ? run.started : [])).sort();
  return started[0] === undefined ? '' : timeText(started[0], new Date());
}

function runItem(node: RunNode): vscode.TreeItem {
  const { row, runs, parent } = node;
  const { state, run } = row;
  const { title, description } = wordsOf(row, new Date(), parent.group.data !== undefined);
  return treeItem(title, None, {
    id: `${runs.folder.uri.toString()} run ${run.id} ${parent.group.kind}`,
    contextValue: `run ${state}`,
    description,
    iconPath: icons[state],
    ...(!isBusy(row) &&
      state !== 'unreadable' && { command: { command: 'netloupe.openRun', title: 'Open', arguments: [node] } }),
    accessibilityInformation: { label: `${title}, ${state}, ${description}` },
  });
}

function moreItem({ parent: { group, limit, runs } }: MoreNode): vscode.TreeItem {
  const hidden = group.rows.length - limit;
  return treeItem(`Show ${Math.min(hidden, limit).toLocaleString('en')} More`, None, {
    id: `${runs.folder.uri.toString()} more ${group.kind} ${group.of}`,
    description: `${hidden.toLocaleString('en')} older`,
    iconPath: new vscode.ThemeIcon('ellipsis'),
  });
}
