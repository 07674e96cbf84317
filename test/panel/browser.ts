/**
 * A panel in a real browser: the built page under the strict policy of a webview, with a fake editor behind it. Suites get a
 * browser, tests a page and a few verbs.
 */
import { deepEqual } from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { CHROMIUM, PAGES } from './chromium';
import type { FakeOptions } from './fakeExplain';

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
  beside: {},
  checkDelay: 0,
};

export interface Size {
  width: number;
  height: number;
}

/**
 * A suite of tests of one panel. After each test its pages have kept to their policy and are closed; of one
 * that failed a picture is kept, and nothing else it leaves behind.
 */
export function panelSuite(panel: string, title: string, tests: (browser: PanelBrowser) => void): void {
  describe(title, () => {
    const browser = new PanelBrowser(panel);
    before(() => browser.start());
    afterEach(async function () {
      if (this.currentTest?.state !== 'failed') return browser.leavePages();
      await browser.keepPictures(`failed ${this.currentTest.title}`);
      await browser.restart();
    });
    after(() => browser.close());
    tests(browser);
  });
}

/** A suite's own pages in the browser that all suites share: each is fresh, and all have one renderer, which an empty page keeps alive. */
export class PanelBrowser {
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;
  #empty: Page | undefined;

  constructor(private readonly panel: string) {}

  async start(): Promise<void> {
    this.#browser = await chromium.connect(process.env[CHROMIUM]!);
    await this.restart();
  }

  /** Begins with nothing open, whatever the pages do. */
  async restart(): Promise<void> {
    await this.#context?.close();
    this.#context = await this.#browser!.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    this.#context.setDefaultTimeout(PATIENCE_MS);
    this.#empty = await this.#context.newPage();
    await this.#empty.goto(this.#address('blank.html'));
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
    const page = await this.#context!.newPage();
    await page.setViewportSize(size);
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.addInitScript((value) => (window.fakeOptions = value as FakeOptions), options);
    await page.goto(this.#address('index.html'));
    return page;
  }

  /** Of every open page, in test/output/panel. */
  async keepPictures(name: string): Promise<void> {
    for (const page of this.#pages()) await keepPicture(page, name.replaceAll(/\W+/g, '-'), true);
  }

  /** Closes the pages, and throws if one has done what the policy of webviews refuses. */
  async leavePages(): Promise<void> {
    const violations = await Promise.all(this.#pages().map((page) => page.evaluate(() => window.violations)));
    await Promise.all(this.#pages().map((page) => page.close()));
    deepEqual(violations.flat(), []);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  #address(name: string): string {
    return `${process.env[PAGES]}/${this.panel}/${name}`;
  }

  #pages(): Page[] {
    return this.#context!.pages().filter((page) => page !== this.#empty);
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

/** With `npm test -- --pictures`, keeps a picture of the page in test/output for people to look at. */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  if (process.env['NETLOUPE_PICTURES'] !== undefined) await keepPicture(page, name, fullPage);
}

async function keepPicture(page: Page, name: string, fullPage: boolean): Promise<void> {
  await mkdir('test/output/panel', { recursive: true });
  await page.evaluate(() => {
    window.scrollTo(0, 0);
    return document.fonts.ready;
  });
  await page.screenshot({ path: `test/output/panel/${name}.png`, fullPage, animations: 'disabled' });
}
