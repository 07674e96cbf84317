/**
 * Opens one VS Code window that a program can drive: the desktop's through Electron, or the served one in a Chromium, which
 * servedWindow.ts does. The page is the same workbench in both. Steps in it are test/vscode/workbench.ts' business.
 */
import { rmSync } from 'node:fs';
import { _electron as electron, type Page } from 'playwright-core';
import { createProfile, desktopExecutable, installVsix } from './desktop';
import { root } from './paths';
import { openServed } from './servedWindow';

export interface WindowOptions {
  /** The folder to open, or a `.code-workspace` file. */
  folder: string;
  /** A packaged extension to install and use; without it, the project's own build is loaded as an extension under development. */
  vsix?: string;
  /** Of its page, in pixels. */
  size: { width: number; height: number };
}

export interface EditorWindow {
  page: Page;
  close(): Promise<void>;
  /** Ends it as a crash does, with its extension host and all that this has started. */
  kill(): Promise<void>;
}

/** Either VS Code; the desktop's first. */
export async function openWindow(options: WindowOptions): Promise<EditorWindow> {
  const executable = await desktopExecutable();
  return executable === undefined ? openServed(options) : openDesktop(executable, options);
}

async function openDesktop(executable: string, options: WindowOptions): Promise<EditorWindow> {
  const profile = createProfile();
  if (options.vsix !== undefined) installVsix(executable, profile, options.vsix);
  const application = await electron.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-workspace-trust',
      ...profile.args,
      ...(options.vsix === undefined ? [`--extensionDevelopmentPath=${root}`] : []),
      options.folder,
    ],
  });
  const discard = () => rmSync(profile.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const page = await application.firstWindow();
  await page.setViewportSize(options.size);
  return {
    page,
    async close() {
      await application.close();
      discard();
    },
    async kill() {
      const { pid } = application.process();
      const closed = application.waitForEvent('close');
      // The group: the extension host is a process of its own.
      if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
      await closed;
      discard();
    },
  };
}
