/** Feeds the Models view: the files of the workspace, each described by the compute process when it is expanded. */
import * as vscode from 'vscode';
import { NetLoupeError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import type { Ledgers } from '../ledgers';
import { localPath } from '../localFile';
import { maximumFiles, type ModelFiles } from './modelFiles';
import { itemOf } from './modelItems';
import { membersOf, partsOf, type ModelNode, type Node } from './modelNodes';

export class ModelTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #nodes = new Map<string, ModelNode>();
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly files: ModelFiles,
    private readonly service: Pick<Service, 'describeModel'>,
    private readonly ledgers: Ledgers,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      files.onDidChange((change) => {
        if (change.kind === 'list') this.#changed.fire(undefined);
        else this.refresh(this.#nodes.get(change.uri.toString()));
      }),
      // Redrawn rows get new tooltips; collapsed ones are drawn when expanded.
      ledgers.onDidChange((path) => {
        const node = this.#nodes.get(vscode.Uri.file(path).toString());
        if (node?.description) this.#changed.fire(node);
      }),
    );
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return itemOf(node, node.kind === 'layer' ? this.ledgers.of(localPath(node.model.uri), node.layer.output) : '');
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'folder':
        return node.models;
      case 'model':
        return this.#describe(node);
      case 'group':
        return membersOf(node);
      default:
        return [];
    }
  }

  /** Reads a model again when it is next shown; without one, does nothing. */
  refresh(model: ModelNode | undefined): void {
    if (model === undefined) return;
    delete model.description;
    this.#changed.fire(model);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  async #roots(): Promise<Node[]> {
    const uris = await this.files.list();
    const listed = new Set(uris.map(String));
    for (const key of this.#nodes.keys()) if (!listed.has(key)) this.#nodes.delete(key);
    void vscode.commands.executeCommand('setContext', 'netloupe.hasModels', uris.length > 0);
    const models = uris.slice(0, maximumFiles).map((uri) => this.#node(uri));
    const cut = `Only the first ${maximumFiles} models are listed; hide folders with the setting files.exclude.`;
    return [
      ...byFolder(models),
      ...(uris.length > maximumFiles ? [{ kind: 'message', severity: 'info', message: cut } satisfies Node] : []),
    ];
  }

  async #describe(model: ModelNode): Promise<Node[]> {
    try {
      const description = await this.service.describeModel(localPath(model.uri));
      model.description = description;
      return partsOf(model, description);
    } catch (error) {
      const { message } = NetLoupeError.toData(error);
      return [{ kind: 'message', severity: 'error', message: message.replace(model.uri.fsPath, 'This file'), model }];
    }
  }

  #node(uri: vscode.Uri): ModelNode {
    const key = uri.toString();
    let node = this.#nodes.get(key);
    if (!node) this.#nodes.set(key, (node = { kind: 'model', uri }));
    return node;
  }
}

/** An extra level if the workspace has several folders; those without models are left out. */
function byFolder(models: ModelNode[]): Node[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return models;
  return folders
    .map((folder): Node & { kind: 'folder' } => ({
      kind: 'folder',
      folder,
      models: models.filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index),
    }))
    .filter(({ models }) => models.length > 0);
}
