/** The Models view and its commands. */
import * as vscode from 'vscode';
import type { Service } from '../../shared/requests';
import { registerCommand } from '../commands';
import type { Ledgers } from '../ledgers';
import { localPath } from '../localFile';
import { ModelFiles } from './modelFiles';
import type { LayerNode, MessageNode, ModelNode, Node, ValueNode } from './modelNodes';
import { ModelTree } from './modelTree';
import { askUnit } from './unit';

export interface ModelsFeature extends vscode.Disposable {
  files: ModelFiles;
  tree: ModelTree;
}

export function createModels(service: Service, ledgers: Ledgers, log: vscode.LogOutputChannel): ModelsFeature {
  const files = new ModelFiles();
  const tree = new ModelTree(files, service, ledgers);
  const view = vscode.window.createTreeView<Node>('netloupe.models', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const subscriptions = vscode.Disposable.from(
    view,
    tree,
    files,
    registerCommand(log, 'netloupe.refreshModels', () => files.refresh()),
    registerCommand(log, 'netloupe.retryModel', ({ model }: MessageNode) => tree.refresh(model)),
    registerCommand(log, 'netloupe.copyName', (node: LayerNode | ValueNode) =>
      vscode.env.clipboard.writeText(node.kind === 'layer' ? node.layer.output : node.value.name),
    ),
    registerCommand(log, 'netloupe.explainModel', ({ uri }: ModelNode) =>
      vscode.commands.executeCommand('netloupe.explain', { model: localPath(uri) }),
    ),
    registerCommand(log, 'netloupe.explainUnit', async ({ model, layer }: LayerNode) => {
      const target = await askUnit(layer);
      if (target !== undefined)
        await vscode.commands.executeCommand('netloupe.explain', { model: localPath(model.uri), target });
    }),
  );
  return { files, tree, dispose: () => void subscriptions.dispose() };
}
