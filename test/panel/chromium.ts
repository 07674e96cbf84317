/** One Chromium for all suites of the panels: mocha starts it before the first and ends it after the last (`--require`). */
import { chromium, type BrowserServer } from 'playwright-core';
import { chromiumOptions } from '../../scripts/chromium';

/** The environment variable that tells the processes of the suites where it listens. */
export const CHROMIUM = 'NETLOUPE_TEST_CHROMIUM';

let server: BrowserServer;

export async function mochaGlobalSetup(): Promise<void> {
  server = await chromium.launchServer(chromiumOptions());
  process.env[CHROMIUM] = server.wsEndpoint();
}

export async function mochaGlobalTeardown(): Promise<void> {
  await server.close();
}
