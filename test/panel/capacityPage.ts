/** The capacity panel in a browser, before a fake editor that computes in this process: what its tests share. */
import type { Page } from 'playwright-core';
import { LocalService } from '../../src/kernel/service';
import { perceptronCapacity } from '../../src/methods/capacity/perceptronCapacity';
import { describeMethod } from '../../src/methods/method';
import type { MeasureForm } from '../../src/shared/api/capacity';
import type { HiddenLayerRequest, PointSet, SeparationRequest } from '../../src/shared/capacity/requests';
import type { PanelBrowser, Size } from './browser';
import type { CapacityFakeOptions } from './fakeCapacity';

const service = new LocalService();

export const defaults: CapacityFakeOptions = {
  theme: 'dark',
  setup: { method: describeMethod(perceptronCapacity) },
  delays: {},
  failures: {},
  file: null,
};

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

/** A field by its whole name. */
export function field(page: Page, name: string) {
  return page.getByRole('textbox', { name, exact: true });
}

/** With the keyboard: the label lies over the box. */
export async function setBias(page: Page, bias: boolean): Promise<void> {
  const box = page.getByRole('checkbox', { name: /^With a bias/ });
  if ((await box.isChecked()) !== bias) await box.press('Space');
}

/** What was handed over to be saved, as text. */
export function savedText(page: Page, index: number): Promise<string> {
  return page.evaluate((i) => new TextDecoder().decode(window.capacityFake.saved[i]!.bytes), index);
}

/** The size of a picture that was handed over to be saved, in pixels. */
export function savedPng(page: Page, index: number): Promise<{ width: number; height: number }> {
  return page.evaluate(async (i) => {
    const bytes = new Uint8Array(window.capacityFake.saved[i]!.bytes);
    const { width, height } = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    return { width, height };
  }, index);
}

/** T(N+1, K) = T(N, K) + T(N, K−1): a point more leaves a labeling be, or is met by the planes of one dimension less. */
export function count(n: number, k: number, bias = false): bigint {
  let row = [0n, ...Array<bigint>(k + Number(bias)).fill(2n)];
  for (let step = 1; step < n; step++) row = row.map((here, i) => (i === 0 ? 0n : here + row[i - 1]!));
  return row.at(-1)!;
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
      const result = await service.run({
        ...form,
        method: perceptronCapacity.id,
        device: 'auto',
        memoryBudget: 2 ** 30,
      });
      return { form, result, notKept: 'The result is not kept, since no folder is open.' };
    }
  }
}
