/** Who is shown and who is chosen without a lasso: a range of numbers, whole classes, words, neighbours, keys; and what is said of it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { eventually } from '../helpers/eventually';
import { panelSuite, screenshot } from './browser';
import { CloudPage } from './cloudPage';
import type { FakeCloud, FakeCloudOptions } from './fakeCloud';

panelSuite('cloud', 'choosing in the cloud panel', (browser) => {
  let page: Page;
  let cloud: CloudPage;

  it('shows a range of numbers, by keys and by hand, and all of them again', async () => {
    await open({});
    await cloud.colour('confidence');
    const [lowest, highest] = [thumb('Lowest shown'), thumb('Highest shown')];
    const top = Number(await highest.getAttribute('aria-valuemax'));
    const bottom = Number(await lowest.getAttribute('aria-valuemin'));
    await lowest.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    const low = bottom + 0.51 * (top - bottom);
    ok(Math.abs(Number(await lowest.getAttribute('aria-valuenow')) - low) < 1e-6);
    const values = Array.from({ length: 1999 }, (_, i) => Math.fround(0.5 + 0.5 * Math.abs(Math.cos(i))));
    const above = values.flatMap((value, i) => (value >= low ? [i] : []));
    await page.getByText(`${above.length.toLocaleString('en')} of 2,000`).waitFor();
    await page.getByTitle('Select the visible points; Shift').click();
    await chose(above);
    await screenshot(page, 'cloud-range', false);
    const box = (await page.locator('netloupe-range canvas').boundingBox())!;
    await page.mouse.move(box.x + box.width - 2, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.75 * box.width, box.y + 4, { steps: 4 });
    await page.mouse.up();
    const high = Number(await highest.getAttribute('aria-valuenow'));
    ok(Math.abs(high - (bottom + 0.75 * (top - bottom))) < 0.02 * (top - bottom), `${high}`);
    await lowest.focus();
    await page.keyboard.press('Escape');
    equal(await page.getByText('of 2,000').count(), 0);
    await chose(above);
    await highest.focus();
    await page.keyboard.press('Home');
    await page.getByText('Up to').waitFor();
    equal(await highest.getAttribute('aria-valuenow'), await highest.getAttribute('aria-valuemin'));
    await page.locator('netloupe-range canvas').dblclick();
    equal(await page.getByText('Up to').count(), 0);
  });

  it('chooses a class from the legend, adds another, takes one away', async () => {
    await open({ points: 60 });
    const select = page.getByRole('button', { name: 'Select three' });
    await select.click();
    await chose([3, 13, 23, 33, 43, 53]);
    await page.getByRole('button', { name: 'Select four' }).click({ modifiers: ['Shift'] });
    await eventually(async () => equal((await cloud.chosen()).length, 12));
    await select.click({ modifiers: ['Alt'] });
    await chose([4, 14, 24, 34, 44, 54]);
  });

  it('chooses all that are shown, and those that are not chosen', async () => {
    await open({ points: 60 });
    await page.getByRole('button', { name: /^zero/ }).click();
    await page.locator('netloupe-stage').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('Control+a');
    const shown = Array.from({ length: 60 }, (_, i) => i).filter((i) => i % 10 !== 0);
    await chose(shown);
    await page.getByRole('button', { name: 'Select three' }).click();
    await page.keyboard.press('i');
    await chose(shown.filter((i) => i % 10 !== 3));
  });

  it('chooses the point under the pointer with its nearest, and adds the nearest of all who are chosen', async () => {
    await open({ points: 60 });
    const { k, indices } = ((await cloud.fake('result')) as FakeCloud['result']).neighbours;
    const near = (i: number): number[] => Object.values(indices).slice(i * k, (i + 1) * k);
    await page.mouse.move(...(await cloud.placeOf(12)));
    await page.locator('.card').waitFor();
    await page.keyboard.press('n');
    const first = sorted([12, ...near(12)]);
    await chose(first);
    await page.getByRole('button', { name: 'Add Neighbours' }).click();
    await chose(sorted([...first, ...first.flatMap(near)]));
  });

  it('finds samples by a word or a row, and says when there are none', async () => {
    await open({ points: 60, model: false });
    const find = page.locator('vscode-textfield[label="Find samples"] input');
    await find.fill('Three');
    await find.press('Enter');
    await chose([3, 13, 23, 33, 43, 53]);
    await find.fill('17');
    await find.press('Shift+Enter');
    await chose([3, 13, 17, 23, 33, 43, 53]);
    await find.fill('whale');
    await find.press('Enter');
    await page.getByText('No sample has “whale” in a category.').waitFor();
    await eventually(async () => equal((await cloud.chosen()).length, 7));
    await find.press('Control+a');
    await eventually(async () => equal((await cloud.chosen()).length, 7));
  });

  it('tells a screen reader how many of whom are chosen', async () => {
    await open({ points: 60 });
    const status = page.locator('section[aria-label=Selection] [role=status]');
    equal(await status.innerText(), 'Nothing selected');
    await page.getByRole('button', { name: 'Select three' }).click();
    await page.getByRole('button', { name: 'Select four' }).click({ modifiers: ['Shift'] });
    match(await status.innerText(), /^12 points selected: 6 three, 6 four. Accuracy: 83\s%$/);
  });

  it('goes to the files of a folder, the lines of a table, and to nothing of arrays', async () => {
    for (const [format, text] of [
      ['folder', 'Go to File'],
      ['csv', 'Go to Line'],
    ] as const) {
      await open({ points: 60, format });
      await page.mouse.click(...(await cloud.placeOf(3)));
      await cloud.button(text).click();
      const [request] = (await cloud.fake('selections')) as FakeCloud['selections'];
      deepEqual(request, { kind: 'files', indices: [3] });
    }
    await open({ points: 60 });
    await page.mouse.click(...(await cloud.placeOf(3)));
    await cloud.button('Show Rows').waitFor();
    equal(await page.locator('vscode-button', { hasText: 'Go to' }).count(), 0);
  });

  async function open(options: Partial<FakeCloudOptions>): Promise<void> {
    page = await browser.show(options, { width: 1200, height: 900 });
    cloud = new CloudPage(page);
    await page.locator('netloupe-cloud-legend li').first().waitFor();
    if (options.model !== false) await cloud.hasColumn('confidence (model)');
    await page.evaluate(() => document.fonts.ready);
    await cloud.stands();
  }

  async function chose(indices: number[]): Promise<void> {
    await eventually(async () => deepEqual(await cloud.chosen(), indices));
  }

  function thumb(name: string) {
    return page.getByRole('slider', { name });
  }
});

function sorted(indices: number[]): number[] {
  return [...new Set(indices)].sort((a, b) => a - b);
}
