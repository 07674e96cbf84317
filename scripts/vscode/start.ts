/**
 * Opens VS Code on the examples with the extension under development: the desktop's that is installed, else a downloaded one,
 * else the served one, whose address is printed. Ends when the window closes, or with Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProfile, desktopExecutable, hasScreen } from './desktop';
import { examples, root } from './paths';
import { ServedEditor } from './served';

/** A second extension, which asks NetLoupe for the first explanation. */
const starter = join(root, 'scripts/vscode/starter');

const { values } = parseArgs({ options: { served: { type: 'boolean', default: false } } });
const executable = values.served ? undefined : (installedCode() ?? (await desktopExecutable()));
await (executable === undefined ? serve() : openDesktop(executable));

/** In a profile of its own: the person's settings and extensions stay out of it, and untouched. */
async function openDesktop(program: string): Promise<void> {
  const profile = createProfile();
  const extensions = [root, starter].map((path) => `--extensionDevelopmentPath=${path}`);
  const args = ['--wait', '--new-window', ...profile.args, ...extensions, examples];
  console.log(`Opening ${program}; close its window to end.`);
  // On Windows `code` is a script, which only a shell runs, and a shell needs its own quotes.
  const shell = process.platform === 'win32';
  const editor = shell
    ? spawn(
        `"${program}"`,
        args.map((arg) => `"${arg}"`),
        { stdio: 'inherit', shell },
      )
    : spawn(program, args, { stdio: 'inherit' });
  process.once('SIGINT', () => editor.kill());
  const [status] = (await once(editor, 'close')) as [number | null];
  rmSync(profile.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exitCode = status ?? 0;
}

async function serve(): Promise<void> {
  const editor = await ServedEditor.start({ installed: [starter] });
  console.log(
    `\nVS Code with NetLoupe on the examples:\n\n  ${editor.url({ folder: examples, development: root })}\n\nCtrl-C ends it.`,
  );
}

/** `code` on the PATH; in a terminal of a remote VS Code that is a messenger to the window, which can load no extension. */
function installedCode(): string | undefined {
  if (!hasScreen() || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
