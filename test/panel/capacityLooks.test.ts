/** How the capacity panel looks in each theme, wide and narrow: pictures for people, and that nothing is wider than the page. */
import { ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, screenshot } from './browser';
import { openPanel, showPart } from './capacityPage';

/** What is measured takes its time. */
const themesOf = (part: string) =>
  part === 'measured' ? ['dark' as const] : (['dark', 'light', 'highContrast'] as const);

const wide = { width: 1200, height: 800 };

panelSuite('capacity', 'the capacity panel looks', (browser) => {
  let page: Page;

  const parts: Record<string, (page: Page) => Promise<void>> = {
    table: async () => {},
    overview: async () => {
      for (let i = 0; i < 5; i++) await page.getByRole('button', { name: 'Zoom out (−)' }).click();
    },
    tip: async () => await page.getByRole('grid').hover({ position: { x: 300, y: 200 } }),
    curves: async () => await showPart(page, 'Curves'),
    measured: async () => {
      await showPart(page, 'Curves');
      await page.getByRole('button', { name: 'Measure without a bias' }).click();
      await page.getByText('Agrees with the theory').waitFor();
    },
    impossible: async () => {
      await showPart(page, 'Points');
      await page.getByText('Checked in exact arithmetic.').waitFor();
      await page.getByText('without: not in general position').waitFor();
    },
    separated: async () => {
      await showPart(page, 'Points');
      await page.getByRole('button', { name: 'Random' }).click();
      await page.getByText('= 256').last().waitFor();
    },
    try: async () => await showPart(page, 'XOR Exercise'),
    proof: async () => {
      await showPart(page, 'XOR Exercise');
      await page.getByRole('button', { name: 'I give up: prove it' }).click();
      await page.getByText('two that fail').waitFor();
    },
    solved: async () => {
      await showPart(page, 'XOR Exercise');
      await page.getByRole('button', { name: 'One hidden layer' }).click();
      await page.getByText('All 4 points are correct').waitFor();
    },
  };

  for (const [name, theme, size] of [
    ...Object.keys(parts).flatMap((part) => themesOf(part).map((theme) => [part, theme, wide] as const)),
    ...Object.keys(parts).map((part) => [part, 'dark', { width: 420, height: 900 }] as const),
  ]) {
    it(`${name}, ${theme}, ${size.width} pixels`, async () => {
      page = await openPanel(browser, { theme }, size);
      await parts[name]!(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= size.width, `${width} within ${size.width}`);
      await screenshot(page, `capacity-${name}-${theme}-${size.width}`, false);
    });
  }
});
