/** The cloud panel as a film, in a browser: aligned maps, the step that is shown, keys, and steps that come late or not at all. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { alignedMaps } from '../../src/shared/cloud/procrustes';
import { panelSuite, screenshot } from './browser';
import { CloudPage } from './cloudPage';
import type { FakeCloud, FakeCloudOptions } from './fakeCloud';

panelSuite('cloud', 'the cloud panel as a film', (browser) => {
  let page: Page;
  let cloud: CloudPage;

  it('shows each step in the axes of the first, all in one frame', async () => {
    await open({ film: 4, points: 300 });
    const raw = await page.evaluate(() =>
      (window as unknown as { fakeCloud: FakeCloud }).fakeCloud.maps.map((map) => Array.from(map)),
    );
    const maps = alignedMaps(raw.map((map) => Float32Array.from(map)), 2).map((map) => map!.positions); // prettier-ignore
    const all = maps.flatMap((map) => [...map]).filter((value) => !Number.isNaN(value));
    const shown: number[][] = [];
    for (let step = 0; step < 4; step++) {
      await cloud.step(step);
      shown.push(await cloud.points());
    }
    // The same affine map takes every aligned map to what is drawn: two points of it are enough to know it.
    const [a, b] = [maps[0]!, shown[0]!];
    const scale = (b[2]! - b[0]!) / (a[2]! - a[0]!);
    for (const [step, map] of maps.entries())
      for (let i = 0; i < 100; i++) {
        const [k, first] = [2 * i, map[2 * i]!];
        ok(Math.abs(shown[step]![k]! - (b[0]! + (first - a[0]!) * scale)) < 1e-3, `step ${step}, point ${i}`);
      }
    ok(
      Math.max(
        ...shown
          .flat()
          .filter((value) => !Number.isNaN(value))
          .map(Math.abs),
      ) <= 1.0001,
    );
    ok(all.length > 0);
    match(
      await page.locator('.steps').innerText(),
      /epoch-1.onnx\s+41\s%\s+0.987\s+epoch-2.onnx\s+41\s%\s+0.987\s+0.\d+/,
    );
  });

  it('is played and gone through with keys, from the start again at its end', async () => {
    await open({ film: 3, points: 100 });
    await page.keyboard.press('ArrowRight');
    await title('epoch-2.onnx');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await title('epoch-3.onnx');
    await page.locator('netloupe-stage').click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('ArrowLeft');
    await title('epoch-2.onnx');
    await page.locator('input.at').focus();
    await page.keyboard.press('ArrowRight');
    await title('epoch-3.onnx');
    await page.evaluate(() => {
      const panel = document.querySelector('netloupe-cloud') as unknown as { film: { setSpeed(speed: number): void } };
      panel.film.setSpeed(4);
    });
    await page.keyboard.press(' ');
    await title('epoch-1.onnx');
    await page.locator('.film vscode-toolbar-button[label^="Pause"]').waitFor();
    await title('epoch-3.onnx');
    await page.locator('.film vscode-toolbar-button[label^="Play"]').waitFor();
  });

  it('keeps who is chosen and how points are coloured from step to step, and follows the predictions of each', async () => {
    await open({ film: 3 });
    const { box } = await cloud.around(0);
    await page.keyboard.press('s');
    await cloud.lasso(box);
    const chosen = await cloud.chosen();
    ok(chosen.length > 0);
    await cloud.colour('prediction (model)');
    const counts = async (): Promise<string> => page.locator('netloupe-cloud-legend').innerText();
    const before = await counts();
    await cloud.step(1);
    deepEqual(await cloud.chosen(), chosen);
    await page.waitForFunction((text) => {
      const legend = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-cloud-legend');
      return (legend as HTMLElement).shadowRoot!.textContent !== text;
    }, before);
    equal(await page.locator('aside h2').first().innerText().then((text) => text.toLowerCase()), 'prediction (model)'); // prettier-ignore
    await cloud.look({ pictures: false });
    await screenshot(page, 'cloud-film-trails', false);
  });

  it('follows the steps as they come, and stays where a person looks', async () => {
    await open({ film: 4, points: 100, waiting: [1, 2, 3] });
    await page.locator('.steps', { hasText: 'waiting' }).waitFor();
    await settle(1);
    await title('epoch-2.onnx');
    await cloud.step(0);
    await settle(2);
    await page.waitForFunction(() => {
      const panel = document.querySelector('netloupe-cloud') as unknown as { film: { steps: { session: { result?: object } }[] } };
      return panel.film.steps[2]!.session.result !== undefined;
    }); // prettier-ignore
    await title('epoch-1.onnx');
  });

  it('says why a step failed; the others are there', async () => {
    await open({ film: 3, points: 100, failing: 1 });
    await page.locator('.steps .wrong', { hasText: 'failed' }).waitFor();
    await cloud.step(1);
    await page.getByText('epoch-2.onnx has no layer "embedding".').waitFor();
    await page.locator('vscode-button', { hasText: 'Run Again' }).waitFor();
    await cloud.step(2);
    await page.getByText('Trustworthiness').waitFor();
    match(await page.locator('.steps tr').last().innerText(), /0\.\d+$/, 'aligned to the last that is there');
  });

  it('takes away the step that is shown, or all of them', async () => {
    await open({ film: 2, points: 100 });
    await cloud.step(1);
    for (const name of ['Arrays (npz)…', 'Aligned Maps of All Steps']) {
      await page.locator('.menu summary').click();
      await page.getByRole('menuitem', { name }).click();
      await page.locator('.note', { hasText: /Saved .*epoch-2/ }).waitFor();
    }
    const exports = (await cloud.fake('exports')) as FakeCloud['exports'];
    deepEqual(exports.map(({ kind }) => kind), ['npz', 'film']); // prettier-ignore
  });

  it('keeps its steps for a reload of the window', async () => {
    await open({ film: 3, points: 100 });
    await cloud.step(2);
    const state = await page.evaluate(() => JSON.parse(sessionStorage.getItem('state')!) as Record<string, unknown>);
    equal(state['step'], 2);
    deepEqual(
      (state['film'] as { question: { model: string } }[]).map(({ question }) => question.model),
      ['/workspace/epoch-2.onnx', '/workspace/epoch-3.onnx'],
    );
  });

  it('stands still between steps for those who want no motion', async () => {
    await open({ film: 2, points: 30 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await cloud.step(1);
    equal(await page.evaluate(() => {
      const stage = document.querySelector('netloupe-cloud')!.shadowRoot!.querySelector('netloupe-stage')!;
      const before = stage.drawn.count;
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(stage.drawn.count - before <= 2))));
    }), true); // prettier-ignore
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const)
    it(`looks in ${theme}`, async () => {
      await open({ film: 5, theme, failing: 3 });
      const { box } = await cloud.around(3);
      await cloud.lasso(box, 'Shift');
      await cloud.step(2);
      await cloud.stands();
      await screenshot(page, `cloud-film-${theme}`, false);
    });

  it('in space', async () => {
    await open({ film: 3, dimensions: 3, points: 1000 });
    await cloud.step(1);
    await screenshot(page, 'cloud-film-3d', false);
  });

  const settle = (step: number): Promise<void> =>
    page.evaluate((step) => (window as unknown as { fakeCloud: FakeCloud }).fakeCloud.settle(step), step);

  const title = (text: string): Promise<void> => page.locator('.film .step', { hasText: text }).waitFor();

  async function open(options: Partial<FakeCloudOptions>): Promise<void> {
    page = await browser.show(options, { width: 1200, height: 800 });
    cloud = new CloudPage(page);
    await page.locator('netloupe-cloud-legend li').first().waitFor();
    await page.locator('.film').waitFor();
  }
});
