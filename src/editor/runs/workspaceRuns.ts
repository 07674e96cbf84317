/** The runs of all workspace folders: which folder a file's runs go to, and one event for any change. */
import * as vscode from 'vscode';
import { FolderRuns, type RunsChange } from './folderRuns';

export class WorkspaceRuns implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<RunsChange>();
  readonly onDidChange = this.#changed.event;
  readonly #folders = new Map<string, FolderRuns>();
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#open();
    this.#subscription = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      this.#open();
      this.#changed.fire({ kind: 'all' });
    });
  }

  /** In workspace order. */
  get folders(): FolderRuns[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => this.#folders.get(uri.toString()) ?? []);
  }

  /** For the workspace folder that contains a file; the first for files outside, none if no folder is open. */
  of(path: string): FolderRuns | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path));
    return (folder && this.#folders.get(folder.uri.toString())) ?? this.folders[0];
  }

  at(root: string): FolderRuns | undefined {
    return this.folders.find(({ store }) => store.root === root);
  }

  refresh(): void {
    for (const runs of this.#folders.values()) runs.refresh();
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const runs of this.#folders.values()) runs.dispose();
    this.#changed.dispose();
  }

  /** Only folders on disk: the compute process reads files itself. */
  #open(): void {
    const open = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const keys = new Set(open.map(({ uri }) => uri.toString()));
    for (const [key, runs] of this.#folders) {
      if (keys.has(key)) continue;
      runs.dispose();
      this.#folders.delete(key);
    }
    for (const folder of open) {
      const key = folder.uri.toString();
      if (this.#folders.has(key)) continue;
      const runs = new FolderRuns(folder);
      runs.onDidChange((change) => this.#changed.fire(change));
      this.#folders.set(key, runs);
    }
  }
}
