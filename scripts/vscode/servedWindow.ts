/**
 * Windows of the served VS Code. All share one server and one Chromium, whose caches spare the next window most of its start; each
 * begins with empty storage and an extension host of its own. One at a time: opening a window ends the one before.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../chromium';
import { root } from './paths';
import { ServedEditor } from './served';
import type { EditorWindow, WindowOptions } from './window';

interface Shared {
  /** The packaged extension that the server has installed, if it has. */
  vsix: string | undefined;
  editor: ServedEditor;
  browser: Browser;
  context: BrowserContext;
  /** Keeps the renderer of the context alive between windows. */
  empty: Page;
}

let shared: Shared | undefined;

export async function openServed({ folder, vsix, size }: WindowOptions): Promise<EditorWindow> {
  if (shared?.vsix !== vsix) await endServed();
  const { editor, browser, context, empty } = (shared ??= await start(vsix));
  await forget(empty, editor.origin);
  const page = await context.newPage();
  await page.setViewportSize(size);
  await page.goto(editor.url({ folder, ...(vsix === undefined ? { development: root } : {}) }));
  return {
    page,
    async close() {
      await page.close();
      editor.endExtensionHosts();
    },
    async kill() {
      shared = undefined;
      editor.kill();
      await browser.close();
      await editor.stop();
    },
  };
}

/** Ends server and browser, if they run. */
export async function endServed(): Promise<void> {
  const ending = shared;
  shared = undefined;
  await ending?.browser.close();
  await ending?.editor.stop();
}

async function start(vsix: string | undefined): Promise<Shared> {
  const editor = await ServedEditor.start(vsix === undefined ? {} : { vsix });
  try {
    const browser = await launchChromium({ args: ['--process-per-site'] });
    const context = await browser.newContext();
    const empty = await context.newPage();
    await empty.goto(`${editor.origin}/healthz`);
    return { vsix, editor, browser, context, empty };
  } catch (error) {
    await editor.stop();
    throw error;
  }
}

/** Empties the storage of the workbench: what its windows remembered of layout, commands and extensions. */
async function forget(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
}
