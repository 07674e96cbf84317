/**
 * Steps a person takes in a VS Code window, for the tests that look at the workbench from outside. Each waits for what it
 * needs and fails with what it could not find. How a window comes about is scripts/vscode/window.ts' business.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { examples, root } from '../../scripts/vscode/paths';
import { endServed } from '../../scripts/vscode/servedWindow';
import { openWindow, type EditorWindow, type WindowOptions } from '../../scripts/vscode/window';

/** Screenshots land here; git ignores it. */
const pictures = join(root, 'test/output');

/** How long a step may take on a machine that has much else to do; less than a test may, so that what fails says what it waited for. */
const PATIENCE_MS = 60_000;

const defaultSize = { width: 1280, height: 800 };

export interface WorkbenchOptions extends Partial<WindowOptions> {
  /** Settings of the workspace. */
  settings?: Record<string, unknown>;
}

const open = new Set<Workbench>();

/** Root hooks, for mocha's `--require`: a test that fails leaves a picture of each window, named after the test. */
export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    if (this.currentTest?.state !== 'failed') return;
    const name = `failed ${this.currentTest.fullTitle()}`.replace(/\W+/g, '-');
    let n = 0;
    for (const workbench of open) await workbench.keepPicture(n++ === 0 ? name : `${name}-${n}`);
  },
  afterAll: endServed,
};

export class Workbench {
  private constructor(
    private readonly window: EditorWindow,
    /** The open workspace: a copy of the examples, free to be changed, unless a folder was given. */
    readonly folder: string,
    private readonly scratch: string | undefined,
  ) {}

  /** Opens a window and waits until the extension's contributions are there. Close it in an `after` hook. */
  static async open({ settings, ...options }: WorkbenchOptions = {}): Promise<Workbench> {
    const scratch = options.folder === undefined ? mkdtempSync(join(tmpdir(), 'netloupe-workspace-')) : undefined;
    const folder = options.folder ?? join(scratch!, 'examples');
    // Without the runs of whoever tried the examples.
    const filter = (path: string): boolean => basename(path) !== '.netloupe';
    if (scratch !== undefined) cpSync(examples, folder, { recursive: true, filter });
    if (settings !== undefined) {
      mkdirSync(join(folder, '.vscode'), { recursive: true });
      writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    }
    const workbench = new Workbench(await openWindow({ size: defaultSize, ...options, folder }), folder, scratch);
    open.add(workbench);
    workbench.page.setDefaultTimeout(PATIENCE_MS);
    try {
      await workbench.activityBarItem().waitFor();
    } catch (error) {
      await workbench.keepPicture('workbench-without-netloupe');
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** Reloads the window, as a person does to restart its extensions, and waits for ours. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.runCommand('Developer: Reload Window');
    await loaded;
    await this.activityBarItem().waitFor();
  }

  get page(): Page {
    return this.window.page;
  }

  /** NetLoupe's icon in the activity bar; commands before it is there may not be listed. */
  activityBarItem() {
    return this.page.locator('.activitybar [aria-label="NetLoupe"]').first();
  }

  /**
   * Shows NetLoupe's views in the side bar. The icon of views that are shown hides them, and a reloaded window may show them just
   * before the click: then it is clicked again.
   */
  async showViews(): Promise<void> {
    const title = this.page.locator('.sidebar .composite.title', { hasText: 'NetLoupe' });
    for (let attempt = 1; !(await title.isVisible()); attempt++) {
      await this.activityBarItem().click();
      try {
        await title.waitFor({ timeout: 5_000 * attempt });
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  /** A row of the visible trees and lists by its text. */
  row(text: string | RegExp) {
    return this.page.locator('.monaco-list-row', { hasText: text }).first();
  }

  /**
   * Picks a command from the palette by its full title, such as "NetLoupe: Show Log". It is opened again if it did not open, because
   * a page that is still loading had the key, or opened before the command was known: it does not fill in late. With `shown`, also
   * until that is there: a list that moves under the pointer takes the click for another entry.
   */
  async runCommand(title: string, shown?: Locator): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      const timeout = 5_000 * attempt;
      try {
        await this.quickInput().fill(`>${title}`, { timeout });
        await this.quickPick(title).click({ timeout });
        await shown?.waitFor({ state: 'attached', timeout });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** The text field of the open palette, quick pick or input box. */
  quickInput() {
    return this.page.locator('.quick-input-widget:visible input.input');
  }

  /** An entry of the open quick pick by its text. */
  quickPick(text: string | RegExp) {
    return this.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: text }).first();
  }

  /** The output channel of that name, once it is the one on show in the panel. */
  shownOutput(channel: string) {
    return this.page.locator('.part.panel select option:checked', { hasText: channel }).first();
  }

  /** The document inside a webview, once it has loaded: the first visible one, or that of the `n`th (from 0). */
  webview(n = 0): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').nth(n).frameLocator('iframe#active-frame');
  }

  /** With `npm test -- --pictures`, keeps a picture of the window in test/output for people to look at. */
  async screenshot(name: string): Promise<void> {
    if (process.env['NETLOUPE_PICTURES'] !== undefined) await this.keepPicture(name);
  }

  /** Saves a picture of the window as test/output/NAME.png. */
  async keepPicture(name: string): Promise<void> {
    const path = join(pictures, `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }

  /**
   * Clicks a row of a tree until what it opens is there: a tree that is drawn again between press and release of the button takes no
   * click.
   */
  async openRow(row: Locator, opened: Locator): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await row.click();
      try {
        await opened.waitFor({ timeout: 5_000 * attempt });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
      }
    }
  }

  /** As if the machine had stopped: nothing gets the time to say goodbye. The folder stays if it was given. */
  async kill(): Promise<void> {
    await this.window.kill();
    this.discard();
  }

  async close(): Promise<void> {
    await this.window.close();
    this.discard();
  }

  private discard(): void {
    open.delete(this);
    if (this.scratch !== undefined) rmSync(this.scratch, { recursive: true, force: true });
  }
}
