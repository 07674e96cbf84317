/** `npm start` as a person types it: it prints an address, and the window behind it has a first explanation on screen. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../../scripts/chromium';
import { root } from '../../../scripts/vscode/paths';

describe('npm start', () => {
  let start: ChildProcess | undefined;
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    if (start?.exitCode !== null) return;
    start.kill('SIGINT');
    await once(start, 'close');
  });

  it('serves VS Code on the examples where there is no desktop', async function () {
    if (process.platform === 'win32') this.skip();
    // It builds, starts a server, a window and a compute process: 12 s on two idle cores.
    this.timeout(180_000);
    start = spawn(process.execPath, ['scripts/start.mjs', '--served'], { cwd: root });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(await printedAddress(start));
    await page.locator('.activitybar [aria-label="NetLoupe"]').first().waitFor({ timeout: 60_000 });
    assert.match(await page.title(), /examples/);
    const panel = page.frameLocator('iframe.webview.ready').first().frameLocator('iframe#active-frame');
    await panel.getByText('Completeness holds').waitFor({ timeout: 90_000 });
    // The README's picture: `npm run docs` takes it from there.
    await page.screenshot({ path: join(root, 'test/output/explain.png') });
  });
});

async function printedAddress({ stdout, stderr }: ChildProcess): Promise<string> {
  let output = '';
  for (const stream of [stdout, stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for await (const _ of stdout!) {
    const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(output) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`npm start ended without an address:\n${output}`);
}
