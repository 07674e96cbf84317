/** How the panel looks: every size and theme, and the states between results. The pictures in test/output/panel are for people. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, screenshot, type Size } from './browser';
import { eventually } from '../helpers/eventually';
import type { FakeOptions } from './fakeExplain';
import type { ScenarioName } from './scenario';
import type { ThemeName } from './themes';

panelSuite('explain', 'looks of the explain panel', (browser) => {
  let page: Page;

  describe('every size and theme', () => {
    const looks: [string, ThemeName, ScenarioName, Size][] = [
      ['narrow', 'dark', 'digit', { width: 400, height: 800 }],
      ['middle', 'light', 'batch', { width: 760, height: 800 }],
      ['wide', 'light', 'photo', { width: 1400, height: 1000 }],
      ['wide-contrast', 'highContrast', 'photo', { width: 1400, height: 1000 }],
      ['narrow-signal', 'light', 'signal', { width: 400, height: 800 }],
      ['narrow-volume', 'dark', 'volume', { width: 400, height: 800 }],
    ];
    for (const [name, theme, scenario, size] of looks)
      it(`${name} has nothing that sticks out`, async () => {
        page = await browser.open({ theme, scenario }, size);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        ok(width <= size.width, `${width} within ${size.width}`);
        deepEqual(await stickingOut(page), []);
        const beside = await page.evaluate(() => {
          const root = document.querySelector('netloupe-explain')!.shadowRoot!;
          const [form, views] = ['aside', '.views'].map(
            (part) => root.querySelector(part)!.getBoundingClientRect().top,
          );
          return form === views;
        });
        equal(beside, size.width >= 860, 'form beside the pictures');
        await screenshot(page, name);
      });

    it('redraws plots when the theme changes', async () => {
      page = await browser.open({ scenario: 'signal', theme: 'dark' });
      const plot = page.getByRole('img', { name: /^Signal/ });
      const png = async () => await plot.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      const before = await png();
      await page.evaluate(() => window.fake.setTheme('light'));
      await eventually(async () => ok((await png()) !== before));
    });
  });

  describe('states to look at', () => {
    const failure =
      'Operator NonZero (node "nz") has no gradient here. Forward runs still work; or choose a target above it.';
    const states: [string, Partial<FakeOptions>, (page: Page) => Promise<void>][] = [
      ['failed', { failures: ['', failure] }, async (page) => await page.getByRole('alert').waitFor()],
      [
        'running',
        { delays: [0, 60_000] },
        async (page) => await page.getByRole('button', { name: 'Cancel' }).waitFor(),
      ],
    ];
    for (const [name, options, shown] of states)
      it(name, async () => {
        page = await browser.open({ theme: 'dark', ...options });
        await page.getByRole('button', { name: /3 · three/ }).click();
        await shown(page);
        await screenshot(page, name);
      });
  });
});

/** Components whose box reaches beyond the box of the panel. */
async function stickingOut(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const root = document.querySelector('netloupe-explain')!.shadowRoot!;
    const names: string[] = [];
    const left: ParentNode[] = [root];
    for (let parent = left.pop(); parent; parent = left.pop())
      for (const element of parent.querySelectorAll('*')) {
        if (element.shadowRoot && element.tagName.startsWith('NETLOUPE')) left.push(element.shadowRoot);
        const { right } = element.getBoundingClientRect();
        if (right > window.innerWidth + 1 && !element.closest('.frame, .scroll')) names.push(element.tagName);
      }
    return names;
  });
}
