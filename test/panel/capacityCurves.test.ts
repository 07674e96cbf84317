/** The capacity panel's curves in a browser: what they plot, in numbers, and the experiment beside them. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite } from './browser';
import { count, field, openPanel, savedPng, savedText, setBias, showPart } from './capacityPage';
import type { CapacityFakeOptions } from './fakeCapacity';

panelSuite('capacity', 'the curves of the capacity panel', (browser) => {
  let page: Page;

  it('save what they plot: P of all N up to four points per weight, half at two', async () => {
    await open();
    await field(page, 'Inputs K, separated by commas').fill('3, 7');
    await page.getByRole('button', { name: 'Save the curves as .csv' }).click();
    await page.getByText('Saved /workspace/perceptron-capacity-curves.csv.').waitFor();
    const rows = (await savedText(page, 0)).split('\r\n').slice(1, -1);
    const expected = [3, 7].flatMap((k) => Array.from({ length: 4 * k }, (_, i) => [k, i + 1] as const));
    equal(rows.length, expected.length);
    expected.forEach(([k, n], i) => {
      const [name, x, y] = rows[i]!.split(',');
      equal(name, `K = ${k}`);
      equal(Number(x), n / k);
      const share = Number(count(n, k)) / 2 ** n;
      ok(Math.abs(Number(y) - share) <= 1e-15, `${y} is ${share}`);
    });
    ok(rows.includes('K = 7,2,0.5,,'));
    await page.getByRole('button', { name: 'Save the picture as .png' }).click();
    await page.getByText('Saved /workspace/perceptron-capacity-curves.png.').waitFor();
    const { width, height } = await savedPng(page, 1);
    ok(width > 900 && height > 300, `${width} × ${height}`);
  });

  it('are per weight with a bias', async () => {
    await open();
    await setBias(page, true);
    await page.getByRole('img', { name: 'share P of all labelings against points per weight, N / (K + 1)' }).waitFor();
  });

  it('say what is no list of inputs', async () => {
    await open();
    for (const [text, sentence] of [
      ['5, x', '“x” is not a number of inputs; enter whole numbers from 1 to 500.'],
      ['0', '“0” is not a number of inputs'],
      ['1e9', '“1e9” is not a number of inputs'],
      ['', 'Enter one or more numbers of inputs'],
      ['1 2 3 4 5 6 7 8 9', '9 curves are too many to tell apart; enter up to 8 numbers.'],
    ] as const) {
      await field(page, 'Inputs K, separated by commas').fill(text);
      await page.getByRole('alert').getByText(sentence).waitFor();
    }
  });

  it('measure an experiment, stop it, and show why it failed', async () => {
    await open({ delays: { measure: 60_000 }, failures: { measure: 'There is no room left.' } });
    await page.getByRole('button', { name: 'Measure without a bias' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    await page.waitForFunction(() => window.capacityFake.asked[0]!.cancelled);
    await page.evaluate(() => (window.capacityFake.options.delays = {}));
    await page.getByRole('button', { name: 'Measure without a bias' }).click();
    await page.getByRole('alert').getByText('There is no room left.').waitFor();
    deepEqual(await page.evaluate(() => window.capacityFake.asked.map(({ cancelled }) => cancelled)), [true, false]);
  });

  async function open(options: Partial<CapacityFakeOptions> = {}): Promise<void> {
    page = await openPanel(browser, options);
    await showPart(page, 'Curves');
  }
});
