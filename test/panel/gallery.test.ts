/** The gallery of methods in a browser: what it says of each, how it is searched, and what the keyboard does. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { panelSuite, pickMethod, screenshot } from './browser';

panelSuite('explain', 'the gallery of methods', (browser) => {
  let page: Page;

  it('lists methods by family, with what each is good for and misses, the current one marked', async () => {
    await open();
    equal(await page.locator('netloupe-gallery [role=group]').count(), 5);
    const option = page.getByRole('option', { name: 'Integrated Gradients' });
    equal(await option.getAttribute('aria-selected'), 'true');
    match(
      (await option.textContent())!,
      /on the way from a baseline to the input, completely\.\s*Ignores features equal/,
    );
    equal(await page.locator('netloupe-gallery [aria-selected=true]').count(), 1);
  });

  it('says why a method cannot explain this, and does not take it', async () => {
    await open();
    const cam = page.getByRole('option', { name: 'CAM', exact: true });
    await cam.getByText('stands Relu; CAM is for networks that end in global average pooling').waitFor();
    equal(await cam.getAttribute('aria-disabled'), 'true');
    await cam.click({ force: true });
    ok(await page.getByRole('dialog', { name: 'Methods' }).isVisible());
    await search().fill('class score');
    await page.keyboard.press('Enter');
    ok(await page.getByRole('dialog', { name: 'Methods' }).isVisible());
    equal(await page.evaluate(() => window.fake.runs.length), 1);
  });

  it('is searched by words, and Enter takes what is found', async () => {
    await open();
    await search().fill('window falls');
    deepEqual(await titles(), ['Occlusion']);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fake.runs.at(-1)?.form.method === 'occlusion');
    equal(await page.getByRole('dialog').count(), 0);
    await page.getByRole('button', { name: 'Method: Occlusion' }).waitFor();
  });

  it('finds by family, and says when there is nothing', async () => {
    await open();
    await search().fill('backward');
    deepEqual(await titles(), ['Guided Backpropagation', 'Layer-wise Relevance Propagation']);
    await search().fill('backward nonsense');
    await page.getByText('No method matches.').waitFor();
    await page.keyboard.press('Enter');
    equal(await page.evaluate(() => window.fake.runs.length), 1);
  });

  it('goes by arrows over what can be chosen, round the ends; Escape leaves all as it is', async () => {
    await open();
    const order = ['smoothgrad', 'guided-backprop', 'lrp', 'grad-cam', 'occlusion', 'kernel-shap', 'gradient'];
    await page.getByText('stands Relu').waitFor();
    for (const id of order) {
      await page.keyboard.press('ArrowDown');
      equal(await search().getAttribute('aria-activedescendant'), `method-${id}`);
    }
    await page.keyboard.press('ArrowUp');
    equal(await search().getAttribute('aria-activedescendant'), 'method-kernel-shap');
    await page.keyboard.press('Escape');
    equal(await page.getByRole('dialog').count(), 0);
    ok(await page.getByRole('button', { name: /^Method:/ }).evaluate((button) => button.matches(':focus')));
    equal(await page.evaluate(() => window.fake.runs.length), 1);
  });

  it('gives the form the parameters of what is picked', async () => {
    page = await browser.open();
    await pickMethod(page, 'Grad-CAM');
    await page.waitForFunction(() => window.fake.runs.at(-1)?.form.method === 'grad-cam');
    equal(await page.getByRole('textbox', { name: 'Steps', exact: true }).count(), 0);
  });

  it('asks for a comparison of methods with the form as it is', async () => {
    page = await browser.open();
    await page.getByRole('button', { name: 'Compare Methods…' }).click();
    await page.waitForFunction(() => window.fake.comparisons.length === 1);
    equal(await page.evaluate(() => window.fake.comparisons[0]!.method), 'integrated-gradients');
  });

  for (const [name, theme, size] of [
    ['gallery-dark', 'dark', { width: 1200, height: 800 }],
    ['gallery-light', 'light', { width: 1000, height: 800 }],
    ['gallery-contrast', 'highContrast', { width: 1000, height: 800 }],
    ['gallery-narrow', 'dark', { width: 400, height: 800 }],
  ] as const)
    it(`looks: ${name}`, async () => {
      page = await browser.open({ theme }, size);
      await openGallery();
      await page.getByText('stands Relu').waitFor();
      await page.keyboard.press('ArrowDown');
      const box = (await page.getByRole('dialog').boundingBox())!;
      ok(box.x >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height);
      await screenshot(page, name, false);
    });

  async function open(): Promise<void> {
    page = await browser.open();
    await openGallery();
  }

  async function openGallery(): Promise<void> {
    await page.getByRole('button', { name: 'Method: Integrated Gradients' }).click();
  }

  function search() {
    return page.getByRole('combobox', { name: 'Search methods' });
  }

  function titles(): Promise<string[]> {
    return page.locator('.option .title').allTextContents();
  }
});
