/** The sanity check in a browser: one click, a curve over the maps, a verdict; nothing is left of it when something else is explained. */
import { equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, pickMethod, screenshot, settled } from './browser';

panelSuite('explain', 'the sanity check', (browser) => {
  let page: Page;

  it('shows how similar the map stays, layer by layer, and that it reacts', async () => {
    page = await browser.open();
    await button().click();
    await page.getByText('The map reacts to the weights: its rank correlation with the original is −0.05').waitFor();
    equal(await page.locator('netloupe-sanity canvas').count(), 4);
    const curve = page.getByRole('img', { name: /^Similarity with the original map/ });
    match((await curve.getAttribute('aria-label'))!, /: 0\.62, 0\.18, −0\.05$/);
    const points = await curve
      .locator('.signed circle')
      .evaluateAll((all) => all.map((point) => point.getAttribute('cy')));
    equal(points.length, 4);
    ok(
      points.every((y, i) => i === 0 || Number(y) > Number(points[i - 1])),
      'it falls',
    );
    match((await page.locator('netloupe-sanity figure').nth(1).textContent())!, /logits\s*0\.62/);
  });

  it('marks a map that does not react', async () => {
    page = await browser.open();
    await pickMethod(page, 'Guided Backpropagation');
    await page.waitForFunction(() => window.fake.runs.length === 2);
    await settled(page);
    await button().click();
    await page.getByText('Not to be trusted: this map does not react to the weights').waitFor();
    equal(await page.locator('netloupe-sanity vscode-icon[name=warning]').count(), 1);
    await screenshot(page, 'sanity-marked');
  });

  it('is about one explanation: another takes it away', async () => {
    page = await browser.open();
    await button().click();
    await page.getByText('The map reacts').waitFor();
    await page.getByRole('button', { name: /3 · three/ }).click();
    await settled(page);
    await page.getByText('The map reacts').waitFor({ state: 'detached' });
    await button().waitFor();
  });

  it('shows how far it is, and can be cancelled', async () => {
    page = await browser.open({ checkDelay: 60_000 });
    await button().click();
    await page.waitForFunction(() => window.fake.checks.length === 1);
    await page.evaluate(() => window.fake.checks[0]!.progress({ fraction: 0.4, message: '' }));
    await page.getByText('Randomising layers from the output down: 40 %').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await button().waitFor();
    await page.waitForFunction(() => window.fake.checks[0]!.cancelled);
  });

  for (const [name, theme, size] of [
    ['sanity-dark', 'dark', { width: 1200, height: 900 }],
    ['sanity-light', 'light', { width: 760, height: 900 }],
    ['sanity-contrast', 'highContrast', { width: 1200, height: 900 }],
    ['sanity-narrow', 'light', { width: 400, height: 900 }],
  ] as const)
    it(`looks: ${name}`, async () => {
      page = await browser.open({ theme }, size);
      await button().click();
      await page.getByText('The map reacts').waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= size.width, `${width} within ${size.width}`);
      await screenshot(page, name);
    });

  function button() {
    return page.getByRole('button', { name: 'Sanity Check' });
  }
});
