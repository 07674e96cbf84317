/** How faithful the methods beside each other are, in a browser: asked for, under way, given up, refused, ranked with their curves. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, screenshot, type Size } from './browser';
import type { FakeCompare, FakeCompareOptions } from './fakeCompare';

panelSuite('compare', 'faithfulness in the compare panel', (browser) => {
  let page: Page;

  it('ranks the methods by the names of their runs, the best first, between its bounds', async () => {
    await open();
    await button().click();
    const rows = page.locator('netloupe-faithfulness tbody tr');
    await rows.first().waitFor();
    const names = await rows.locator('th').allTextContents();
    deepEqual(names, [
      '2 · integrated-gradients · digits.onnx',
      '1 · gradient · digits.onnx',
      '3 · A coarse map',
      'Random order',
      'Best order found',
    ]);
    const first = (await rows.first().locator('td').allTextContents()).map(words);
    deepEqual(first, [
      '1',
      '1 33.9 ± 0.2',
      '1 0.0312 ± 0.1 no better than random',
      '1 0.99991 ± 0.1',
      '2 ≈ 61.1 ± 1.8',
    ]);
    equal(await page.locator('netloupe-faithfulness td vscode-icon[name=warning]').count(), 1);
    await page.getByText('20 samples, “logits”').waitFor();
    await page.getByText('Infidelity: 100 random boxes.').waitFor({ state: 'attached' });
  });

  it('draws a curve for each method, and its bounds, of each measure that has them', async () => {
    await open();
    await button().click();
    await page.locator('netloupe-faithfulness netloupe-curves canvas').nth(2).waitFor();
    equal(await page.locator('netloupe-faithfulness netloupe-curves').count(), 3);
    const drawn = await page.getByRole('img', { name: /^probability against share/ }).first().getAttribute('aria-label'); // prettier-ignore
    match(
      drawn!,
      /1 · gradient · digits.onnx, 2 · integrated-gradients · digits.onnx, 3 · A coarse map, random order, greedy search$/,
    );
    equal(await page.locator('netloupe-curves').first().locator('.swatch:is(.dashed, .dotted).bound').count(), 2);
  });

  it('shows how far it is, and can be given up', async () => {
    await open({ evaluation: 'hangs' });
    await button().click();
    await page.getByText('Deletion: 42 %').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await button().waitFor();
    await page.waitForFunction(
      () => (window as unknown as { fakeCompare: FakeCompare }).fakeCompare.evaluationsCancelled === 1,
    );
    equal(await page.locator('netloupe-faithfulness table').count(), 0);
  });

  it('says why not, in its place, and can be asked again', async () => {
    await open({ evaluation: 'fails' });
    await button().click();
    await page.getByRole('alert').getByText('These runs differ in model').waitFor();
    await button().waitFor();
  });

  it('is there again where a page that was hidden is shown', async () => {
    await open({ evaluation: 'answered before' });
    await page.locator('netloupe-faithfulness tbody tr').nth(4).waitFor();
  });

  it('is not offered where nothing is explained', async () => {
    await open({ scenario: 'curves' });
    equal(await button().count(), 0);
  });

  for (const [name, theme, width] of [
    ['faithfulness-dark', 'dark', 1200],
    ['faithfulness-light', 'light', 760],
    ['faithfulness-contrast', 'highContrast', 1200],
    ['faithfulness-narrow', 'light', 400],
  ] as const)
    it(`looks: ${name}`, async () => {
      await open({ theme }, { width, height: 900 });
      await button().click();
      await page.locator('netloupe-faithfulness netloupe-curves canvas').nth(2).waitFor();
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      ok(needed <= width, `${needed} within ${width}`);
      await screenshot(page, name);
    });

  async function open(options: Partial<FakeCompareOptions> = {}, size?: Size): Promise<void> {
    page = await browser.show({ theme: 'dark', scenario: 'maps', ...options }, size);
    await page.locator('article.run').first().waitFor();
  }

  function button() {
    return page.getByRole('button', { name: 'Evaluate Faithfulness' });
  }
});

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
