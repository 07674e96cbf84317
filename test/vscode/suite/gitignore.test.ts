/** The offer to keep large data out of Git: where there is a repository, once per folder, and never again if that is the answer. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { GitignoreOffer } from '../../../src/editor/runs/gitignore';
import { answering, scratchFolder } from './support';

describe('offer of a .gitignore', () => {
  const folder = scratchFolder('gitignore-suite');
  const yes = 'Ignore Large Files';
  const never = 'Don’t Ask Again';

  it('is not made where there is no repository', async () => {
    assert.equal(await asked(offer(), project('plain', false), yes), 0);
  });

  it('waits until there are runs enough to care about', async () => {
    assert.equal(await asked(offer(), project('first-runs', true, 9), yes), 0);
  });

  it('writes the file when accepted, and is not made again', async () => {
    const root = project('accepted');
    assert.equal(await asked(offer(), root, yes), 1);
    assert.match(readFileSync(join(root, '.netloupe/.gitignore'), 'utf8'), /^runs\/\*\/arrays\.npz$/m);
    assert.equal(await asked(offer(), root, yes), 0);
  });

  it('asks once per folder, also in a later window', async () => {
    const [root, state] = [project('refused'), mementos()];
    assert.equal(await asked(offer(state), root, 'Not Now'), 1);
    assert.equal(await asked(offer(state), root, 'Not Now'), 0);
    assert.equal(existsSync(join(root, '.netloupe/.gitignore')), false);
    assert.equal(await asked(offer(state), project('another'), 'Not Now'), 1);
  });

  it('is made nowhere after “Don’t Ask Again”', async () => {
    const state = mementos();
    assert.equal(await asked(offer(state), project('first'), never), 1);
    assert.equal(await asked(offer({ ...mementos(), globalState: state.globalState }), project('second'), yes), 0);
  });

  function project(name: string, isRepository = true, runs = 10): string {
    const root = join(folder, name);
    mkdirSync(join(root, isRepository ? '.git' : 'src'), { recursive: true });
    for (let run = 1; run <= runs; run++) mkdirSync(join(root, `.netloupe/runs/${run}`), { recursive: true });
    return root;
  }
});

type State = Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>;

function offer(state: State = mementos()): GitignoreOffer {
  return new GitignoreOffer(state, vscode.window.createOutputChannel('offer', { log: true }));
}

/** How many questions that makes, twice in a row. */
async function asked(made: GitignoreOffer, root: string, answer: string): Promise<number> {
  const questions = await answering('showInformationMessage', answer, async () => {
    await Promise.all([made.make(root), made.make(root)]);
  });
  return questions.length;
}

function mementos(): State {
  const memento = () => {
    const values = new Map<string, unknown>();
    return {
      keys: () => [...values.keys()],
      get: <T>(key: string, fallback?: T) => (values.has(key) ? values.get(key) : fallback) as T,
      update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
      setKeysForSync: () => undefined,
    };
  };
  return { globalState: memento(), workspaceState: memento() };
}
