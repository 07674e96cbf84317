/** Offers once to keep heavy arrays out of git, when the first run is kept in a folder under git. */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { writeGitignore } from '../../experiments/store/gitignore';
import { showError } from '../commands';

const never = 'netloupe.gitignore.never';
const asked = 'netloupe.gitignore.asked';

export class GitignoreOffer {
  readonly #made = new Set<string>();

  constructor(
    private readonly state: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Asks if it makes sense and this folder was not asked about before. */
  async make(root: string): Promise<void> {
    if (this.#made.has(root)) return;
    this.#made.add(root);
    try {
      const { globalState, workspaceState } = this.state;
      const before = workspaceState.get<string[]>(asked, []);
      if (globalState.get(never, false) || before.includes(root)) return;
      if (!(await isInRepository(root)) || (await exists(join(root, '.netloupe/.gitignore')))) return;
      await workspaceState.update(asked, [...before, root]);
      const answer = await vscode.window.showInformationMessage(
        'NetLoupe keeps runs in the folder .netloupe. Leave their large arrays out of git? Others will still see every run and can repeat it.',
        'Yes',
        'No',
        'Don’t Ask Again',
      );
      if (answer === 'Yes') await writeGitignore(root);
      if (answer === 'Don’t Ask Again') await globalState.update(never, true);
    } catch (error) {
      void showError(this.log, error);
    }
  }
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
