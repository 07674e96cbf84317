/** The capacity panel's table in a browser, against a recursion of the test's own that does not know the formula. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite } from './browser';
import { count, field, openPanel, savedPng, savedText, setBias } from './capacityPage';

/** Where cells lie at the closest zoom. */
const cell = { width: 54, height: 24, left: 56, top: 26 };

panelSuite('capacity', 'the table of the capacity panel', (browser) => {
  let page: Page;

  it('tells T of the cell in focus, of both numbers typed, with and without a bias', async () => {
    await open();
    for (const [n, k, bias] of [
      [20, 10, false],
      [200, 77, false],
      [2000, 1000, false],
      [2000, 999, true],
      [37, 5, true],
    ] as const) {
      await go(n, k);
      await setBias(page, bias);
      equal(await value(), `T = ${count(n, k, bias)}`, `${n}, ${k}`);
    }
    await page.getByText(/general position means that no K \+ 1 points lie on one hyperplane/).waitFor();
  });

  it('shows every digit at the pointer, and copies every digit', async () => {
    await open();
    await go(2000, 1000);
    await page.getByRole('grid').hover();
    const tip = page.getByRole('tooltip');
    const [, n, k] = /N = (\d+) points, K = (\d+) inputs/.exec((await tip.textContent())!)!;
    equal(await tip.locator('.digits').textContent(), `T = ${count(Number(n), Number(k))}`);
    await page.getByRole('button', { name: 'Copy T' }).click();
    await page.getByText('Copied T of N = 2000, K = 1000.').waitFor();
    await page.getByRole('grid').press('Control+c');
    await page.waitForFunction(() => window.capacityFake.copied.length === 2);
    deepEqual(await copied(), [String(2n ** 1999n), String(2n ** 1999n)]);
  });

  it('moves as a spreadsheet does, and copies what is selected as a table', async () => {
    await open();
    const grid = page.getByRole('grid');
    for (const [keys, n, k] of [
      [['ArrowDown', 'ArrowRight'], 21, 11],
      [['ArrowUp', 'ArrowLeft', 'ArrowLeft'], 20, 9],
      [['Home'], 20, 1],
      [['Control+Home'], 1, 1],
      [['ArrowUp', 'ArrowLeft'], 1, 1],
      [['Control+End'], 2000, 2000],
      [['ArrowDown', 'ArrowRight'], 2000, 2000],
      [['Control+ArrowUp', 'Control+ArrowLeft'], 1, 1],
    ] as const) {
      for (const key of keys) await grid.press(key);
      equal(await value(), `T = ${count(n, k)}`);
      match((await page.getByRole('gridcell').textContent())!, new RegExp(`^${n} points, ${k} inputs: `));
    }
    await grid.press('Shift+ArrowDown');
    await grid.press('Shift+ArrowRight');
    await page.getByRole('button', { name: 'Copy N 1–2, K 1–2' }).click();
    await page.getByText('Copied T of N 1–2, K 1–2.').waitFor();
    deepEqual(await copied(), ['N\tK=1\tK=2\n1\t2\t2\n2\t2\t4\n']);
  });

  it('takes a cell and a block with the mouse', async () => {
    await open();
    await page.mouse.move(...(await middleOf(3, 2)));
    await page.mouse.down();
    equal(await value(), `T = ${count(3, 2)}`);
    await page.mouse.move(...(await middleOf(6, 4)), { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Copy N 3–6, K 2–4' }).waitFor();
  });

  it('colours by P, and draws where every labeling ends and where half of them do', async () => {
    await open();
    const [none, half, all] = [await colour(40, 1), await colour(20, 10), await colour(5, 9)];
    deepEqual(all, await colour(9, 9));
    ok(luma(none) < luma(half) && luma(half) < luma(all), `${luma(none)} < ${luma(half)} < ${luma(all)}`);
    for (const [bias, ratio, n, k] of [
      [false, 1, 8, 8],
      [false, 2, 12, 6],
      [true, 1, 9, 8],
      [true, 2, 14, 6],
    ] as const) {
      await setBias(page, bias);
      const line = await lumasBelow(n, k);
      ok(Math.max(...line) > 240 && Math.min(...line) < 40, `white and black below ${n}, ${k}: ${line.join()}`);
      const inside = await lumasBelow(n - 1, k);
      ok(Math.min(...inside) < 60 && Math.max(...inside) <= luma(all) + 1, `no line at ratio ${ratio}`);
    }
    await page.getByText('N = 2(K + 1): half of them').waitFor();
  });

  it('draws only what is in view, wherever that is', async () => {
    await open();
    const grid = page.getByRole('grid');
    for (let turn = 0; turn < 40; turn++) {
      await grid.evaluate((scroller) => scroller.scrollBy(2500, 1100));
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await grid.press('Control+End');
    deepEqual(
      await grid.evaluate((scroller) => [scroller.querySelectorAll('*').length < 10, scroller.scrollTop > 4e4]),
      [true, true],
    );
    for (let zoom = 0; zoom < 5; zoom++) await page.getByRole('button', { name: 'Zoom out (−)' }).click();
    const { width, height } = (await page.locator('canvas').first().boundingBox())!;
    ok(width <= 1200 && height <= 800);
    equal(await grid.evaluate((scroller) => scroller.scrollHeight), 2026);
  });

  it('says what is no number of points or inputs, and keeps the cell', async () => {
    await open();
    for (const text of ['-3', '2.5', '1e9', 'many', '0', '']) {
      await field(page, 'Points N').fill(text);
      await field(page, 'Points N').press('Enter');
      await page.getByRole('alert').getByText(`N must be a whole number from 1 to 2,000, not “${text}”.`).waitFor();
      equal(await value(), 'T = 524288');
    }
  });

  it('saves a block as CSV, in exact integers, and the view as a picture', async () => {
    await open();
    await page.getByText('Save a block as CSV').click();
    for (const [name, text] of [
      ['N from', '1'],
      ['N to', '30'],
      ['K from', '1'],
      ['K to', '4'],
    ] as const)
      await field(page, name).fill(text);
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByText('Saved /workspace/capacity-T-N1-30-K1-4.csv.').waitFor();
    const rows = Array.from({ length: 30 }, (_, i) => [i + 1, ...[1, 2, 3, 4].map((k) => count(i + 1, k))].join());
    equal(await savedText(page, 0), ['N,K=1,K=2,K=3,K=4', ...rows, ''].join('\n'));
    await page.getByRole('button', { name: 'Save the view as .png' }).click();
    await page.getByText('Saved /workspace/perceptron-capacity.png.').waitFor();
    const { width, height } = await savedPng(page, 1);
    ok(width > 900 && height > 300, `${width} × ${height}`);
  });

  it('refuses a block that is none, or too large, in one sentence', async () => {
    await open();
    await page.getByText('Save a block as CSV').click();
    await field(page, 'N to').fill('0');
    await page.getByRole('alert').getByText('Enter whole numbers from 1 to 2,000').waitFor();
    equal(await page.getByRole('button', { name: 'Save…' }).getAttribute('disabled'), '');
    await field(page, 'N from').fill('1');
    await field(page, 'N to').fill('2000');
    await field(page, 'K to').fill('2000');
    await page.getByRole('alert').getByText('more than 20 million characters').waitFor();
  });

  async function open(): Promise<void> {
    page = await openPanel(browser);
    await page.getByRole('tab', { name: 'Table' }).waitFor();
  }

  function copied(): Promise<string[]> {
    return page.evaluate(() => window.capacityFake.copied);
  }

  async function go(n: number, k: number): Promise<void> {
    for (const [name, number] of [
      ['Points N', n],
      ['Inputs K', k],
    ] as const) {
      await field(page, name).fill(String(number));
      await field(page, name).press('Enter');
    }
  }

  async function value(): Promise<string> {
    return (await page.getByRole('region', { name: 'The cell in focus' }).locator('.digits').textContent())!.trim();
  }

  /** On the page, of a table that is not scrolled. */
  async function middleOf(n: number, k: number): Promise<[number, number]> {
    const { x, y } = (await page.locator('netloupe-capacity-grid canvas').boundingBox())!;
    return [x + cell.left + (k - 0.5) * cell.width, y + cell.top + (n - 0.5) * cell.height];
  }

  /** Beside the number in the cell, of a table that shows it at its corner. */
  async function colour(n: number, k: number): Promise<number[]> {
    await page
      .getByRole('grid')
      .evaluate((scroller, top) => scroller.scrollTo(0, top), Math.max(0, n - 15) * cell.height);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const top = cell.top + (n - 1 - Math.max(0, n - 15)) * cell.height + 8;
    return (await pixels(cell.left + (k - 1) * cell.width + 6, top, 1))[0]!;
  }

  /** Across the lower edge of a cell, where a boundary may run. */
  async function lumasBelow(n: number, k: number): Promise<number[]> {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return (await pixels(cell.left + (k - 1) * cell.width + 20, cell.top + n * cell.height - 5, 9)).map(luma);
  }

  function pixels(x: number, y: number, height: number): Promise<number[][]> {
    return page.locator('netloupe-capacity-grid canvas').evaluate(
      (canvas, at) => {
        const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(at.x, at.y, 1, at.height);
        return Array.from({ length: at.height }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);
      },
      { x, y, height },
    );
  }
});

/** Rec. 709. */
function luma([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
}
