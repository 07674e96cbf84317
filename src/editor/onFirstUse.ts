/**
 * Stands in for the features until one is used, so that a window that only shows code does not load them: their
 * commands, views and panels exist, and the first use of any loads them all. So does opening one of their files.
 */
import * as vscode from 'vscode';
import { registerCommand, showError } from './commands';
import type { Contribution } from './contribution';
import { registerSerializers } from './page/restore';

export class OnFirstUse<Features extends vscode.Disposable> implements vscode.Disposable {
  /** Those of the features themselves replace them. */
  readonly #standIns: vscode.Disposable;
  readonly #serializers: vscode.Disposable;
  #features: Promise<Features> | undefined;

  /** `bring` loads the code, and returns what makes the features and registers them. */
  constructor(
    contributions: readonly Contribution[],
    private readonly bring: () => Promise<() => Features>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const all = <T>(part: (feature: Contribution) => readonly T[] | undefined) =>
      contributions.flatMap((feature) => part(feature) ?? []);
    const events = all(({ activation }) => activation);
    this.#serializers = registerSerializers(after('onWebviewPanel:', events), () => this.load(), log);
    this.#standIns = vscode.Disposable.from(
      ...all(({ commands }) => commands).map(({ id }) => this.#command(`netloupe.${id}`)),
      ...all(({ views }) => views).map(({ id }) => this.#view(`netloupe.${id}`)),
      ...after('workspaceContains:', events).map((glob) =>
        glob.includes('*') ? this.#document(glob) : this.#folder(glob),
      ),
    );
  }

  load(): Promise<Features> {
    return (this.#features ??= this.#load());
  }

  dispose(): void {
    this.#serializers.dispose();
    this.#standIns.dispose();
    this.#features?.then(
      (features) => void features.dispose(),
      () => {},
    );
  }

  async #load(): Promise<Features> {
    const make = await this.bring();
    this.#standIns.dispose();
    return make();
  }

  #command(id: string): vscode.Disposable {
    return registerCommand(this.log, id, async (...given: unknown[]) => {
      await this.load();
      return vscode.commands.executeCommand(id, ...given);
    });
  }

  /** VS Code asks a view's provider for rows when the view is first shown. */
  #view(id: string): vscode.Disposable {
    return vscode.window.registerTreeDataProvider<never>(id, {
      getChildren: async () => {
        await this.load();
        return [];
      },
      getTreeItem: (element) => element,
    });
  }

  /** A document of such a name, open now or opened later. */
  #document(pattern: string): vscode.Disposable {
    const check = (document: vscode.TextDocument) => {
      if (vscode.languages.match({ pattern }, document) > 0) this.#loadBeside();
    };
    vscode.workspace.textDocuments.forEach(check);
    return vscode.workspace.onDidOpenTextDocument(check);
  }

  /** A path that exists in a workspace folder. */
  #folder(path: string): vscode.Disposable {
    const check = () => {
      for (const { uri } of vscode.workspace.workspaceFolders ?? [])
        vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, path)).then(
          () => this.#loadBeside(),
          () => {},
        );
    };
    check();
    return vscode.workspace.onDidChangeWorkspaceFolders(check);
  }

  #loadBeside(): void {
    this.load().catch((error: unknown) => showError(this.log, error));
  }
}

function after(prefix: string, events: readonly string[]): string[] {
  return events.filter((event) => event.startsWith(prefix)).map((event) => event.slice(prefix.length));
}
