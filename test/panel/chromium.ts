/** One Chromium and one server of pages for all suites of the panels: mocha starts them before the first and ends them after the last (`--require`). */
import type { Server } from 'node:http';
import { chromium, type BrowserServer } from 'playwright-core';
import { chromiumOptions } from '../../scripts/chromium';
import { servePages } from './pages';

/** The environment variables that tell the processes of the suites where the browser and the pages are. */
export const CHROMIUM = 'NETLOUPE_TEST_CHROMIUM';
export const PAGES = 'NETLOUPE_TEST_PAGES';

let browser: BrowserServer;
let pages: Server;

export async function mochaGlobalSetup(): Promise<void> {
  ({ server: pages, origin: process.env[PAGES] } = await servePages());
  // Pages of one suite share a renderer: to start one takes twice as long as to load a page.
  browser = await chromium.launchServer(chromiumOptions({ args: ['--process-per-site'] }));
  process.env[CHROMIUM] = browser.wsEndpoint();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await browser.close();
  pages.closeAllConnections();
  pages.close();
}
