/** The clusters panel in a browser: what it shows first, what a click leads to, and how it looks. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, screenshot } from './browser';
import type { FakeClusters, FakeClustersOptions } from './fakeClusters';

panelSuite('clusters', 'the clusters panel', (browser) => {
  let page: Page;

  it('opens at the class with the most suspicious cluster, and shows its samples', async () => {
    await open({});
    await page.getByText('1 of 2 clusters suspicious').waitFor();
    equal(await page.locator('.clusters li').count(), 2);
    await page.getByRole('heading', { name: 'Cluster 1 of class 1 upright' }).waitFor();
    match((await page.locator('dl').textContent())!, /Isolation\s*100\s%.*Difference\s*77\s%.*Reliance\s*98\s%/s);
    equal(await page.locator('.samples li').count(), 48);
    equal(await page.locator('.samples netloupe-tile').count(), 96);
    await page.getByText('Show more (12 left)').click();
    equal(await page.locator('.samples li').count(), 60);
  });

  it('draws what the network was given, and its heatmap', async () => {
    await open({});
    deepEqual(await pixel('sample 1', 0, 0), [255, 255, 255, 255]);
    deepEqual(await pixel('sample 1', 5, 13), [0, 0, 0, 255]);
    const [mark, nothing] = [await pixel('heatmap of sample 1', 0, 0), await pixel('heatmap of sample 1', 5, 13)];
    ok(mark[0]! > 150 && mark[0]! > 2 * nothing[0]!, `${mark.join()} and ${nothing.join()}`);
  });

  it('shows the samples of another cluster by one click in the list', async () => {
    await open({});
    await page.getByRole('button', { name: /Cluster 2/ }).click();
    await page.getByRole('heading', { name: 'Cluster 2 of class 1 upright' }).waitFor();
    equal(
      await page
        .locator('.samples li')
        .first()
        .textContent()
        .then((text) => text!.trim()),
      '601',
    );
    equal(await page.locator('dt', { hasText: 'Reliance' }).count(), 0);
  });

  it('and by one in the plane', async () => {
    await open({});
    const canvas = page.locator('netloupe-scatter canvas');
    await canvas.click({ position: { x: 260, y: 20 } });
    await page.getByRole('heading', { name: 'Cluster 2 of class 1 upright' }).waitFor();
    await canvas.click({ position: { x: 20, y: 260 } });
    await page.getByRole('heading', { name: 'Cluster 1 of class 1 upright' }).waitFor();
  });

  it('goes to another class', async () => {
    await open({});
    await page.locator('vscode-single-select').click();
    await page.getByRole('option', { name: '0 level' }).click();
    await page.getByText('No separate clusters').waitFor();
  });

  it('copies the rows of a cluster', async () => {
    await open({});
    await page.getByRole('button', { name: 'Copy the rows of its samples' }).click();
    await page.locator('vscode-toolbar-button[icon=check]').waitFor();
    deepEqual((await fake()).copied, [Array.from({ length: 60 }, (_, i) => 10 * i + 1)]);
  });

  it('shows tables too', async () => {
    await open({ scenario: 'table' });
    equal(await page.locator('.samples netloupe-tile').count(), 12);
  });

  it('says what went wrong, and that it is reading', async () => {
    await open({ scenario: 'fails' });
    await page.getByText('The run is damaged; repeat it.').waitFor();
    await page.close();
    await open({ scenario: 'slow' }, false);
    await page.getByText('Reading the run…').waitFor();
  });

  for (const [name, theme, scenario, size] of [
    ['clusters-dark', 'dark', 'mark', { width: 1100, height: 800 }],
    ['clusters-light', 'light', 'mark', { width: 900, height: 800 }],
    ['clusters-contrast', 'highContrast', 'mark', { width: 1100, height: 800 }],
    ['clusters-narrow', 'dark', 'mark', { width: 400, height: 800 }],
    ['clusters-table-light', 'light', 'table', { width: 900, height: 600 }],
  ] as const) {
    it(`looks: ${name}`, async () => {
      page = await browser.show({ theme, scenario }, size);
      await page.locator('.samples li').first().waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      ok(width <= size.width, `${width} within ${size.width}`);
      await screenshot(page, name);
    });
  }

  async function open(options: Partial<FakeClustersOptions>, wait = true): Promise<void> {
    page = await browser.show({ theme: 'dark', scenario: 'mark', ...options });
    if (wait) await page.locator('.samples li, .failed vscode-icon').first().waitFor();
  }

  function pixel(name: string, column: number, row: number): Promise<number[]> {
    return page.getByRole('img', { name, exact: true }).evaluate(
      (canvas, place) => {
        const context = (canvas as HTMLCanvasElement).getContext('2d')!;
        return [...context.getImageData(place.column, place.row, 1, 1).data];
      },
      { column, row },
    );
  }

  function fake(): Promise<FakeClusters> {
    return page.evaluate(() => (window as unknown as { fakeClusters: FakeClusters }).fakeClusters);
  }
});
