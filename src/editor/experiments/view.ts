/** The Experiments view itself: grouping and filter in its title, and the commands that change them. */
import * as vscode from 'vscode';
import { registerCommand } from '../commands';
import { groupings, type Grouping } from './arrange';
import type { MoreNode, Node } from './nodes';
import type { ExperimentTree } from './tree';
import type { WorkspaceRuns } from '../runs/workspaceRuns';

const titles: Record<Grouping, string> = {
  experiment: 'By experiment',
  model: 'By model',
  method: 'By method',
};

export function createView(
  tree: ExperimentTree,
  runs: WorkspaceRuns,
  log: vscode.LogOutputChannel,
): { view: vscode.TreeView<Node>; subscriptions: vscode.Disposable } {
  const view = vscode.window.createTreeView<Node>('netloupe.experiments', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const arrange = (change: { grouping?: Grouping; filter?: string }) => {
    tree.arrange(change);
    const { grouping, filter } = tree;
    const parts = [grouping === 'experiment' ? '' : titles[grouping].toLowerCase(), filter && `“${filter}”`];
    view.description = parts.filter(Boolean).join(' · ');
    void vscode.commands.executeCommand('setContext', 'netloupe.experimentsFiltered', filter !== '');
  };
  const subscriptions = vscode.Disposable.from(
    view,
    tree,
    registerCommand(log, 'netloupe.refreshExperiments', () => runs.refresh()),
    registerCommand(log, 'netloupe.groupExperiments', async () => {
      const items = groupings.map((grouping) => ({
        grouping,
        label: titles[grouping],
        iconPath: new vscode.ThemeIcon(grouping === tree.grouping ? 'check' : 'blank'),
      }));
      const picked = await vscode.window.showQuickPick(items, { title: 'NetLoupe: Group Runs' });
      if (picked) arrange({ grouping: picked.grouping });
    }),
    registerCommand(log, 'netloupe.filterExperiments', async () => {
      const filter = await vscode.window.showInputBox({
        title: 'NetLoupe: Filter Runs',
        prompt: 'Words in a run’s name, method, files, state or error',
        value: tree.filter,
        placeHolder: 'smoothgrad failed',
      });
      if (filter !== undefined) arrange({ filter: filter.trim() });
    }),
    registerCommand(log, 'netloupe.clearExperimentsFilter', () => arrange({ filter: '' })),
    registerCommand(log, 'netloupe.showMoreRuns', ({ parent }: MoreNode) => tree.showMore(parent)),
  );
  return { view, subscriptions };
}
