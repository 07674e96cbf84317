/** The compare panel in a browser: what it shows, what follows the pointer, and how it looks. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, screenshot } from './browser';
import { eventually } from '../helpers/eventually';
import type { FakeCompare, FakeCompareOptions } from './fakeCompare';

panelSuite('compare', 'the compare panel', (browser) => {
  let page: Page;

  it('shows every run, and says why one is missing', async () => {
    await open({});
    equal(await page.locator('article.run').count(), 4);
    equal(await page.locator('article.run canvas').count(), 3);
    await page.getByText('The run d is not here any more; repeat it.').waitFor();
    // The other sample fails; this one does not.
    await page.getByText('completeness: gap 0.002, tolerance 0.01').waitFor();
    equal(await page.locator('.law .holds').count(), 1);
  });

  it('says what is explained, shows it, and what the colours mean', async () => {
    await open({});
    await page.getByRole('heading', { name: 'digits.onnx · digits.npz#x_test for winning class' }).waitFor();
    equal(await page.getByRole('article', { name: 'Input' }).locator('canvas').count(), 1);
    await page.getByRole('img', { name: 'Colours from −its limit (against) to +its limit (for)' }).waitFor();
    await page.getByText('One colour scale for all').click();
    await page.getByRole('img', { name: /^Colours from −[\d.]+ \(against\)/ }).waitFor();
  });

  it('has its similarity and its faithfulness above the fold, and words on its buttons', async () => {
    page = await browser.show({ theme: 'dark', scenario: 'maps' }, { width: 1200, height: 900 });
    for (const name of ['Similarity', 'Faithfulness']) {
      const heading = page.getByRole('heading', { name, exact: true });
      await heading.waitFor();
      ok((await heading.boundingBox())!.y < 900, name);
    }
    for (const text of ['Picture…', 'Table…', 'Arrays…']) await page.getByText(text, { exact: true }).waitFor();
    equal(await page.locator('details[open]').count(), 0);
  });

  it('reads all runs under one pointer', async () => {
    await open({});
    await page
      .locator('article.run .frame')
      .first()
      .hover({ position: { x: 20, y: 20 } });
    const readout = page.locator('.readout');
    await readout.getByText('row').waitFor();
    match((await readout.textContent())!, /1\s*−?[\d.×⁻⁰-⁹¹²³]+\s*2\s*−?[\d.×⁻⁰-⁹¹²³]+/);
    equal(await page.locator('.place').count(), 5);
  });

  it('zooms all at once', async () => {
    await open({});
    await page.locator('article.run .frame').first().press('+');
    equal(await page.locator('.frame.zoomed').count(), 5);
  });

  it('takes one colour scale for all, or each its own', async () => {
    await open({});
    const captions = () => page.locator('article.run figcaption').allTextContents();
    await eventually(async () => ok(new Set(await captions()).size > 1, 'methods differ in units'));
    await page.getByText('One colour scale for all').click();
    await eventually(async () => equal(new Set(await captions()).size, 1));
  });

  it('tells how alike runs are, and draws the difference of the pair that is chosen', async () => {
    await open({});
    const cell = page.getByRole('button', { name: /^gradient · digits.onnx and integrated-gradients/ });
    equal(await cell.getAttribute('aria-pressed'), 'true');
    match((await cell.textContent())!, /0\.\d\d/);
    await page.getByText('Run 1 − Run 2').waitFor();
    await page.getByRole('button', { name: /^gradient · digits.onnx and A coarse map: –/ }).click();
    await page.getByText('Runs 1 and 3 have maps of different shapes').waitFor();
  });

  it('follows the sample', async () => {
    await open({});
    await page.locator('vscode-single-select').first().click();
    await page.getByRole('option', { name: '2 of 2' }).click();
    await page.getByText('completeness: gap 0.4').waitFor();
  });

  it('saves the picture, the table and the arrays', async () => {
    await open({});
    for (const name of ['Save Picture…', 'Save Table (CSV)…', 'Save Arrays (npz)…'])
      await page.getByRole('button', { name }).click();
    await page.getByText('Saved /workspace/comparison.npz').waitFor({ state: 'attached' });
    await eventually(async () => deepEqual((await exported()).sort(), ['csv', 'npz', 'png']));
  });

  it('says what went wrong, and that it is reading', async () => {
    await open({ scenario: 'fails' });
    await page.getByText('The store of runs in /workspace cannot be read.').waitFor();
    await page.close();
    await open({ scenario: 'slow' }, false);
    await page.getByText('Reading runs…').waitFor();
  });

  for (const [name, theme, scenario, size] of [
    ['compare-dark', 'dark', 'maps', { width: 1200, height: 900 }],
    ['compare-light', 'light', 'maps', { width: 760, height: 900 }],
    ['compare-contrast', 'highContrast', 'maps', { width: 1200, height: 900 }],
    ['compare-narrow', 'dark', 'maps', { width: 400, height: 800 }],
    ['compare-curves-light', 'light', 'curves', { width: 900, height: 500 }],
    ['compare-curves-dark', 'dark', 'curves', { width: 600, height: 500 }],
  ] as const) {
    it(`looks: ${name}`, async () => {
      page = await browser.show({ theme, scenario }, size);
      await page.locator('article.run').first().waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= size.width, `${width} within ${size.width}`);
      await screenshot(page, name);
    });
  }

  async function open(options: Partial<FakeCompareOptions>, wait = true): Promise<void> {
    page = await browser.show({ theme: 'dark', scenario: 'maps', ...options });
    if (wait) await page.locator('article.run, .failed vscode-icon').first().waitFor();
  }

  function exported(): Promise<string[]> {
    return page.evaluate(() =>
      (window as unknown as { fakeCompare: FakeCompare }).fakeCompare.exports.map(({ kind }) => kind),
    );
  }
});
