/**
 * The files of one kind in the workspace, kept up to date: found as VS Code's search finds files (so `files.exclude`
 * counts), then watched. Reports which file changed, so that the others need no check. The trees read the contents.
 */
import * as vscode from 'vscode';

/** Longer lists are cut: that many files are a data set, which a tree does not help with. */
export const maximumFiles = 500;

export type FilesChange = { kind: 'list' } | { kind: 'content'; uri: vscode.Uri };

export class WorkspaceFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<FilesChange>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  #listed: Promise<vscode.Uri[]> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly glob: string) {
    const files = vscode.workspace.createFileSystemWatcher(glob);
    // Adding or removing a folder with its contents is one event, the folder's.
    const folders = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    this.#subscriptions.push(
      files,
      folders,
      // files.exclude may hide a new file; only a search knows.
      files.onDidCreate(() => this.#listSoon()),
      files.onDidDelete(() => this.#listSoon()),
      files.onDidChange((uri) => this.#contentChanged(uri)),
      folders.onDidCreate(async (uri) => {
        // Every stored run is a new folder, in a place without any of these files.
        if (!uri.path.includes('/.netloupe/') && (await isFolder(uri))) this.#listSoon();
      }),
      folders.onDidDelete(async (uri) => {
        if ((await this.#listed)?.some(({ path }) => path.startsWith(`${uri.path}/`))) this.#listSoon();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude')) this.refresh();
      }),
    );
  }

  /** Sorted by path; at most {@link maximumFiles}, and one more if there are more. */
  list(): Promise<vscode.Uri[]> {
    return (this.#listed ??= findFiles(this.glob));
  }

  /** Searches again on the next request, and says so now. */
  refresh(): void {
    clearTimeout(this.#timer);
    this.#listed = undefined;
    this.#changed.fire({ kind: 'list' });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** A file that briefly disappeared is reported as changed; the list may have seen it gone. */
  async #contentChanged(uri: vscode.Uri): Promise<void> {
    this.#changed.fire({ kind: 'content', uri });
    const listed = await this.#listed;
    if (!listed?.some(({ path }) => path === uri.path)) this.#listSoon();
  }

  /** Files come and go in groups (a build, a checkout); one search per group is enough. */
  #listSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), 100);
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // Gone again.
    return false;
  }
}

async function findFiles(glob: string): Promise<vscode.Uri[]> {
  const uris = await vscode.workspace.findFiles(glob, undefined, maximumFiles + 1);
  return uris.sort((a, b) => a.path.localeCompare(b.path, undefined, { numeric: true }));
}
