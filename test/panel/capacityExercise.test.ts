/** The XOR exercise in a browser: lines that are tried, the proof that none will do, and the hidden layer that does. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite } from './browser';
import { field, openPanel, showPart } from './capacityPage';

panelSuite('capacity', 'the XOR exercise of the capacity panel', (browser) => {
  let page: Page;
  beforeEach(async () => {
    page = await openPanel(browser);
    await showPart(page, 'XOR Exercise');
  });

  it('counts the points on the right side of a line, whichever side that is', async () => {
    for (const [from, to, right] of [
      [[0.5, 1.5], [0.5, -0.5], 2],
      [[1.5, 0], [0, 1.5], 3],
      [[0, 0.5], [0.5, 0], 3],
      [[-0.5, 1.5], [-0.5, -0.5], 2],
      [[-0.5, 0.5], [1.5, 0.5], 2],
    ] as const) {
      await drag(1, from);
      await drag(2, to);
      await page.getByText(`${right} of 4 points are classified correctly`).waitFor();
      equal(await page.locator('netloupe-try-line .wrong').count(), 4 - right);
    }
    await page.getByText('Your best so far: 3 of 4.').waitFor();
    await page.getByText('Three is easy. Is there a line for all four?').waitFor();
  });

  it('moves the line with the arrow keys', async () => {
    const handle = page.getByRole('button', { name: /^Handle 1 of the line/ });
    const x = async () => Number(await handle.locator('circle').getAttribute('cx'));
    const before = await x();
    for (let step = 0; step < 4; step++) await handle.press('ArrowRight');
    // 4 · 0.05 of the 2.5 units that are in view, drawn as 480.
    ok(Math.abs((await x()) - before - 38.4) < 1e-6);
  });

  it('proves that there is none: 14 of 16 labelings have a line, XOR is one of the two that do not', async () => {
    await page.getByRole('button', { name: 'I give up: prove it' }).click();
    await page.getByText('0.5·(+B) + 0.5·(+C) = 0.5·(−A) + 0.5·(−D)').waitFor();
    await page.getByText('Of the 16 labelings of the square’s corners, one perceptron can produce 14.').waitFor();
    await page.getByText('XOR is one of the two that fail:').waitFor();
    deepEqual(await page.locator('figure.impossible figcaption').allTextContents(), ['✗ XOR', '✗ XNOR']);
    equal(await page.locator('figure').count(), 16);
  });

  it('solves it with two hidden units, whose regions hold the four points', async () => {
    await page.getByRole('button', { name: 'One hidden layer' }).click();
    await page.getByText('All 4 points are correct with 2 hidden units').waitFor();
    const [origin, right, up, both] = await regions([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    deepEqual([both, up], [origin, right]);
    ok(origin !== right);
    equal(await page.locator('netloupe-hidden-layer .units .stroke').count(), 2);
  });

  it('is stuck with one unit, and takes no number that is none', async () => {
    await page.getByRole('button', { name: 'One hidden layer' }).click();
    await page.getByText('All 4 points are correct').waitFor();
    for (const text of ['0', '-1', '1.5', '99', 'x', '']) {
      await field(page, 'Hidden units').fill(text);
      await field(page, 'Hidden units').press('Enter');
      equal(await field(page, 'Hidden units').inputValue(), '2');
    }
    await field(page, 'Hidden units').fill('1');
    await field(page, 'Hidden units').press('Enter');
    await page.getByRole('button', { name: 'Train' }).click();
    await page.getByText(/Stuck with [23] of 4 points correct/).waitFor();
    await page.getByRole('button', { name: 'Another seed' }).click();
    await page
      .locator('.verdict')
      .getByText(/, seed 1\./)
      .waitFor();
  });

  it('stands at its step after a reload', async () => {
    await page.getByRole('button', { name: 'One hidden layer' }).click();
    await page.getByText('All 4 points are correct').waitFor();
    await page.reload();
    await page.getByText('All 4 points are correct').waitFor();
    match((await page.locator('[aria-current=step]').textContent())!, /One hidden layer/);
  });

  async function drag(handle: 1 | 2, [x, y]: readonly [number, number]): Promise<void> {
    const box = (await page.locator('netloupe-try-line svg').boundingBox())!;
    const from = (await page.getByRole('button', { name: `Handle ${handle} of the line` }).boundingBox())!;
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + ((x + 0.75) / 2.5) * box.width, box.y + ((1.75 - y) / 2.5) * box.height, {
      steps: 4,
    });
    await page.mouse.up();
  }

  /** The colours of the drawn regions at places of the plane. */
  function regions(places: [number, number][]): Promise<string[]> {
    return page.locator('netloupe-hidden-layer svg image').evaluate(async (image, all) => {
      const picture = new Image();
      picture.src = image.getAttribute('href')!;
      await picture.decode();
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(picture, 0, 0);
      return all.map(([x, y]) => {
        const [column, row] = [((x + 0.75) / 2.5) * picture.width, ((1.75 - y) / 2.5) * picture.height];
        return context.getImageData(column, row, 1, 1).data.join();
      });
    }, places);
  }
});
