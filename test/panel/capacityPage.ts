/** The capacity panel in a browser, before a fake editor that computes in this process: what its tests share. */
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { LocalService } from '../../src/kernel/service';
import { methodById } from '../../src/methods';
import { describeMethod } from '../../src/methods/method';
import { measuredMethod, type MeasureForm } from '../../src/shared/capacity/panel';
import type { HiddenLayerRequest, PointSet, SeparationRequest } from '../../src/shared/capacity/requests';
import { PanelBrowser, type Size } from './browser';
import type { CapacityFakeOptions } from './fakeCapacity';

const service = new LocalService();

export const defaults: CapacityFakeOptions = {
  theme: 'dark',
  setup: { method: describeMethod(methodById(measuredMethod)) },
  delays: {},
  failures: {},
  file: null,
};

export function startBrowser(): Promise<PanelBrowser> {
  return PanelBrowser.start('capacity', 'fakeCapacity');
}

export async function openPanel(
  browser: PanelBrowser,
  options: Partial<CapacityFakeOptions> = {},
  size: Size = { width: 1200, height: 800 },
): Promise<Page> {
  const page = await browser.show({ ...defaults, ...options }, size);
  await page.exposeFunction('compute', compute);
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Shows one of the tabs. */
export async function showPart(page: Page, name: 'Table' | 'Curves' | 'Points' | 'XOR Exercise'): Promise<void> {
  await page.getByRole('tab', { name }).click();
}

/** Keeps a picture of the page in test/output for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir('test/output/capacity', { recursive: true });
  await page.mouse.move(0, 0);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.screenshot({ path: `test/output/capacity/${name}.png` });
}

async function compute(message: string, request: unknown): Promise<unknown> {
  switch (message) {
    case 'count':
      return service.countLabelings(request as PointSet);
    case 'separate':
      return service.separate(request as SeparationRequest);
    case 'solve':
      return service.solveWithHiddenLayer(request as HiddenLayerRequest);
    default: {
      const form = request as MeasureForm;
      const result = await service.run({ ...form, method: measuredMethod, device: 'auto', memoryBudget: 2 ** 30 });
      return { form, result, notKept: 'It is not kept, since no folder is open.' };
    }
  }
}
