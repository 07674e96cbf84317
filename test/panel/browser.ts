/**
 * A panel in a real browser: bundles it as the product does, serves it from memory under the strict policy of a
 * webview, with a fake editor behind it. Suites get a browser, tests a page and a few verbs.
 */
import { deepEqual } from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium';
import type { FakeOptions } from './fakeEditor';

const origin = 'https://panel.test';
const policy = `default-src 'none'; script-src ${origin}; style-src ${origin}; font-src ${origin}; img-src ${origin} data: blob:`;
const htmlOf = (panel: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet"><link rel="stylesheet" href="${panel}.css">
  </head><body><netloupe-${panel}></netloupe-${panel}>
  <script src="fake.js"></script><script src="${panel}.js"></script></body></html>`;

/** How long a page may take for one step, on a machine that has much else to do; less than a test may take. */
const PATIENCE_MS = 60_000;

export const defaultOptions: FakeOptions = {
  theme: 'dark',
  scenario: 'digit',
  delays: [0],
  failures: [''],
  withResult: false,
  openFails: false,
  classes: 10,
  checkDelay: 0,
};

interface ServedFile {
  body: string | Buffer;
  contentType: string;
}

const contentTypes: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
};

export interface Size {
  width: number;
  height: number;
}

/**
 * A suite of tests of one panel, with one browser. After each test its pages have kept to their policy and are closed; of one
 * that failed a picture is kept.
 */
export function panelSuite(panel: string, title: string, tests: (browser: PanelBrowser) => void): void {
  describe(title, () => {
    const browser = new PanelBrowser(panel);
    before(() => browser.start());
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await browser.keepPictures(`failed ${this.currentTest.title}`);
      await browser.leavePages();
    });
    after(() => browser.close());
    tests(browser);
  });
}

/** One browser and one bundle for a suite. */
export class PanelBrowser {
  #files!: Map<string, ServedFile>;
  #browser: Browser | undefined;

  constructor(private readonly panel: string) {}

  async start(): Promise<void> {
    this.#files = await bundle(this.panel);
    this.#browser = await launchChromium();
  }

  /** Opens the explain panel; waits until the first run has ended unless told not to. */
  async open(
    options: Partial<FakeOptions> = {},
    size: Size = { width: 1200, height: 900 },
    wait = true,
  ): Promise<Page> {
    const page = await this.show({ ...defaultOptions, ...options }, size);
    if (wait) await settled(page);
    return page;
  }

  /** Opens the page with what its fake finds in `window.fakeOptions`. */
  async show(options: object, size: Size = { width: 1200, height: 900 }): Promise<Page> {
    const context = await this.#browser!.newContext({
      viewport: size,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.route(`${origin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const file = this.#files.get(name);
      await route.fulfill(file ?? { status: 404, body: '' });
    });
    await page.addInitScript((value) => (window.fakeOptions = value as FakeOptions), options);
    await page.goto(`${origin}/index.html`);
    return page;
  }

  /** Of every open page, in test/output/panel. */
  async keepPictures(name: string): Promise<void> {
    for (const page of this.#pages()) await screenshot(page, name.replaceAll(/\W+/g, '-'));
  }

  /** Closes the pages, and throws if one has done what the policy of webviews refuses. */
  async leavePages(): Promise<void> {
    const violations = await Promise.all(this.#pages().map((page) => page.evaluate(() => window.violations)));
    await Promise.all(this.#contexts().map((context) => context.close()));
    deepEqual(violations.flat(), []);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  #contexts(): BrowserContext[] {
    return this.#browser?.contexts() ?? [];
  }

  #pages(): Page[] {
    return this.#contexts().flatMap((context) => context.pages());
  }
}

/** Waits until nothing runs and the fonts are there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const root = document.querySelector('netloupe-explain')?.shadowRoot;
    return (
      root?.querySelector('main') && !root.querySelector('netloupe-header[running]') && !root.querySelector('.renewing')
    );
  });
  await page.evaluate(() => document.fonts.ready);
}

/** Chooses a method of the gallery by its title. */
export async function pickMethod(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: /^Method: / }).click();
  await page.getByRole('option', { name: title, exact: true }).click();
}

/** RGBA of a pixel of a layer, in the picture's own pixels. */
export async function pixel(page: Page, layer: 'input' | 'heat', column: number, row: number): Promise<number[]> {
  return await page.locator(`canvas[data-layer=${layer}]`).evaluate(
    (canvas, place) => {
      const context = (canvas as HTMLCanvasElement).getContext('2d')!;
      return [...context.getImageData(place.column, place.row, 1, 1).data];
    },
    { column, row },
  );
}

/** Keeps a picture of the page in test/output for people to look at. */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  await mkdir('test/output/panel', { recursive: true });
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    return document.fonts.ready;
  });
  await page.screenshot({ path: `test/output/panel/${name}.png`, fullPage, animations: 'disabled' });
}

/** The panel, and the file in test/panel that stands for its editor. */
async function bundle(panel: string): Promise<Map<string, ServedFile>> {
  const fake = panel === 'explain' ? 'fakeEditor' : `fake${panel[0]!.toUpperCase()}${panel.slice(1)}`;
  const { outputFiles } = await build({
    entryPoints: [
      { in: `webview/${panel}/main.ts`, out: panel },
      { in: `test/panel/${fake}.ts`, out: 'fake' },
    ],
    bundle: true,
    write: false,
    outdir: 'out',
    platform: 'browser',
    format: 'iife',
    target: 'chrome134',
    logLevel: 'warning',
  });
  const codicons = join(createRequire(import.meta.url).resolve('@vscode/codicons/package.json'), '../dist');
  const files = new Map<string, ServedFile>();
  const add = (name: string, body: ServedFile['body']) =>
    files.set(name, { body, contentType: contentTypes[name.split('.').pop()!]! });
  for (const { path, text } of outputFiles) add(basename(path), text);
  for (const name of ['codicon.css', 'codicon.ttf']) add(name, await readFile(join(codicons, name)));
  const policyTag = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return add('index.html', htmlOf(panel).replace('<head>', `<head>${policyTag}`));
}
