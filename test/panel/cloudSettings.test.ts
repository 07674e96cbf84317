/** The form that a cloud is made of: what it asks for, when, what it refuses, and the way back. */
import { deepEqual, equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, screenshot } from './browser';
import { CloudPage } from './cloudPage';
import type { FakeCloud, FakeCloudOptions } from './fakeCloud';

panelSuite('cloud', 'the settings of a cloud', (browser) => {
  let page: Page;
  let cloud: CloudPage;

  it('lay out again with what is changed once Enter says so, and go back', async () => {
    await open({});
    await field('perplexity').fill('12, 50');
    await field('Seed').fill('7');
    equal((await forms()).length, 0, 'a change alone does nothing');
    await field('Seed').press('Enter');
    await cloud.button('Finish Now').click();
    await page.getByText('KL divergence').waitFor();
    deepEqual(await forms(), [
      { layer: 'embedding', method: 'tsne', parameters: { perplexity: [12, 50] }, seed: 7, device: 'cpu' },
    ]);
    await fact('Seed', '7').waitFor();
    await screenshot(page, 'cloud-settings', false);
    await cloud.button('Previous map').click();
    await fact('Seed', '0').waitFor();
    equal(await field('perplexity').inputValue(), '40');
    equal(await page.locator('vscode-button', { hasText: 'Previous map' }).count(), 0);
  });

  it('keep the old map until the first picture of the new one has come, and where that is cancelled', async () => {
    await open({});
    await field('iterations').fill('2000');
    await cloud.button('Recompute').click();
    await page.getByText(/iteration \d+/).waitFor();
    equal(await page.getByText('KL divergence').count(), 0, 'figures of the old map do not stand beside the new one');
    await cloud.button('Cancel').click();
    await page.getByText('Cancelled.').waitFor();
    await page.getByText('KL divergence').waitFor();
    equal(await field('iterations').inputValue(), '2000', 'what was asked for stays in the form');
    equal(await page.locator('vscode-button', { hasText: 'Previous map' }).count(), 0);
  });

  it('refuse what a parameter does not take, at its field, and do not run', async () => {
    await open({});
    await field('perplexity').fill('0');
    await page.getByText('Enter a number from 1 to 10000, or a list').waitFor();
    await field('perplexity').press('Enter');
    await cloud.button('Recompute').click();
    equal((await forms()).length, 0);
    await field('learningRate').fill('3');
    await field('learningRate').fill('');
    await field('perplexity').fill('');
    await field('perplexity').press('Enter');
    await page.getByText(/iteration \d+/).waitFor();
    deepEqual(
      (await forms()).map(({ parameters }) => parameters),
      [{}],
    );
  });

  it('change method, layer, pooling and device, and keep what each method was given', async () => {
    await open({});
    await choose('Method', 'UMAP');
    await field('neighbours').fill('30');
    await choose('Method', 't-SNE');
    equal(await field('perplexity').inputValue(), '40');
    await choose('Method', 'UMAP');
    await choose('Layer', 'relu3');
    await choose('Pooling', 'max');
    await choose('Device', 'webgpu');
    await cloud.button('Recompute').click();
    await page.getByText(/iteration \d+/).waitFor();
    deepEqual(await forms(), [
      { layer: 'relu3', pooling: 'max', method: 'umap', parameters: { neighbours: 30 }, seed: 0, device: 'webgpu' },
    ]);
  });

  for (const [how, pick] of [
    ['by a click', async (): Promise<void> => shownLayers().first().click()],
    ['by Enter', async (): Promise<void> => page.keyboard.press('Enter')],
  ] as const)
    it(`list all layers again after one was searched for and chosen ${how}`, async () => {
      await open({});
      const search = page.getByRole('combobox', { name: 'Layer', exact: true });
      await search.click();
      equal(await shownLayers().count(), 3);
      await search.fill('conv');
      await page.keyboard.press('ArrowDown');
      equal(await shownLayers().count(), 1);
      await pick();
      await shownLayers().first().waitFor({ state: 'hidden' });
      equal(await search.inputValue(), 'conv1');
      await search.click();
      await shownLayers().first().waitFor();
      equal(await shownLayers().count(), 3);
    });

  it('have no layer where there is no model', async () => {
    await open({ model: false });
    await page.locator('netloupe-cloud-settings vscode-single-select').first().waitFor();
    equal(await page.locator('netloupe-cloud-settings').getByText('Pooling').count(), 0);
  });

  for (const theme of ['light', 'highContrast'] as const)
    it(`look as they should, ${theme}`, async () => {
      await open({ theme });
      await field('perplexity').fill('0');
      await page.getByText('Enter a number').waitFor();
      await screenshot(page, `cloud-settings-${theme}`, false);
    });

  async function open(options: Partial<FakeCloudOptions>): Promise<void> {
    page = await browser.show(options, { width: 1200, height: 900 });
    cloud = new CloudPage(page);
    await page.locator('netloupe-cloud-legend li').first().waitFor();
    await page.getByText('Settings', { exact: true }).click();
    await field('perplexity').waitFor();
  }

  function field(name: string) {
    return page.locator(`netloupe-cloud-settings netloupe-field[name="${name}"] input`);
  }

  async function choose(list: string, title: string): Promise<void> {
    const select = page.locator(`netloupe-cloud-settings vscode-single-select[label="${list}"]`);
    await select.click();
    await select.locator('.option, li').filter({ hasText: title }).first().click();
  }

  function shownLayers() {
    return page.locator('netloupe-cloud-settings vscode-single-select[label="Layer"] li.option');
  }

  function fact(name: string, value: string) {
    return page.locator('section[aria-label=About] tr', { hasText: name }).locator('td', { hasText: value });
  }

  async function forms(): Promise<FakeCloud['forms']> {
    return (await cloud.fake('forms')) as FakeCloud['forms'];
  }
});
