/** Offers once to keep large data out of Git, when a folder in a repository has several runs. */
import { access, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { writeGitignore } from '../../experiments/store/gitignore';
import { showError } from '../commands';

const never = 'netloupe.gitignore.never';
const asked = 'netloupe.gitignore.asked';
/** A question before there is something to ask about would be in the way of the first explanation. */
const ENOUGH_RUNS = 10;

export class GitignoreOffer {
  readonly #made = new Set<string>();

  constructor(
    private readonly state: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Asks if it makes sense and this folder was not asked about before. */
  async make(root: string): Promise<void> {
    if (this.#made.has(root)) return;
    try {
      if ((await countRuns(root)) < ENOUGH_RUNS || this.#made.has(root)) return;
      this.#made.add(root);
      const { globalState, workspaceState } = this.state;
      const before = workspaceState.get<string[]>(asked, []);
      if (globalState.get(never, false) || before.includes(root)) return;
      if (!(await isInRepository(root)) || (await exists(join(root, '.netloupe/.gitignore')))) return;
      await workspaceState.update(asked, [...before, root]);
      const answer = await vscode.window.showInformationMessage(
        'NetLoupe keeps your runs in .netloupe, inside a Git repository. Ignore their large data files? What each run asked stays in Git, so that others can repeat it.',
        'Ignore Large Files',
        'Not Now',
        'Don’t Ask Again',
      );
      if (answer === 'Ignore Large Files') await writeGitignore(root);
      if (answer === 'Don’t Ask Again') await globalState.update(never, true);
    } catch (error) {
      void showError(this.log, error);
    }
  }
}

async function countRuns(root: string): Promise<number> {
  return (await readdir(join(root, '.netloupe/runs')).catch(() => [])).length;
}

/** A folder or an ancestor has `.git`: a folder, or a file in a linked work tree. */
async function isInRepository(folder: string): Promise<boolean> {
  if (await exists(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && (await isInRepository(parent));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
