/** Methods beside each other, by hand: the gallery of the panel, a grid of six of them, and two runs chosen in the tree. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/experiments/store/record';
import { Workbench } from '../workbench';

const six = ['gradient', 'integrated-gradients', 'guided-backprop', 'lrp', 'grad-cam', 'occlusion'];

describe('methods beside each other, by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
  });
  after(() => workbench.close());

  it('lists all methods in the gallery, and says which cannot explain this network', async () => {
    await workbench.showViews();
    await workbench.row(/^digits\.onnx/).hover();
    await workbench
      .row(/^digits\.onnx/)
      .getByRole('button', { name: 'Explain Prediction…' })
      .click();
    await workbench.quickPick('3-a.png').click();
    await workbench.quickPick('Winning class').click();
    await workbench.quickPick('Integrated Gradients').waitFor();
    for (const family of ['gradients', 'backward passes'])
      await workbench.page.locator('.quick-input-list-separator', { hasText: family }).first().waitFor();
    await workbench.quickPick('Integrated Gradients').click();
    const page = workbench.webview();
    await page.locator('netloupe-explain canvas').first().waitFor();
    await page.getByRole('button', { name: 'Method: Integrated Gradients' }).click();
    await page.getByText(/Relu lies between .*; CAM is for networks that end in global average pooling/).waitFor();
    assert.ok((await page.locator('netloupe-gallery [role=option]').count()) >= 33);
    await workbench.screenshot('methods-gallery');
    await page.getByRole('combobox', { name: 'Search methods' }).fill('smooth');
    await workbench.page.keyboard.press('Enter');
    await page.getByText('SmoothGrad for').waitFor();
  });

  it('checks whether the map reacts to the weights, with one click', async () => {
    const page = workbench.webview();
    await page.getByRole('button', { name: 'Sanity Check' }).click();
    await page.getByText(/The map reacts to the weights|Not to be trusted/).waitFor();
    const maps = await page.locator('netloupe-sanity canvas').count();
    assert.ok(maps >= 4, `${maps} maps: as it is, and one for each layer that was trained`);
    await page.locator('netloupe-sanity').scrollIntoViewIfNeeded();
    await workbench.screenshot('methods-sanity');
  });

  it('explains by six methods from the panel, and shows six maps with a matrix of six by six', async () => {
    await workbench.webview().getByRole('button', { name: 'Compare Methods…' }).click();
    await workbench.quickPick('Integrated Gradients').waitFor();
    await workbench.screenshot('methods-pick');
    await workbench.page.keyboard.press('Enter');
    const page = workbench.webview();
    await page.locator('netloupe-compare article.run').nth(5).waitFor();
    assert.equal(await page.locator('article.run canvas').count(), 6);
    assert.equal(await page.locator('netloupe-matrix tbody td').count(), 36);
    const likeness = (await page.locator('netloupe-matrix tbody td').allTextContents()).map(parseNumber);
    for (let i = 0; i < 6; i++) {
      assert.equal(likeness[7 * i], 1);
      for (let j = 0; j < 6; j++) assert.equal(likeness[6 * i + j], likeness[6 * j + i]);
    }
    await page.getByText('The map of “pool2”, laid over the input.').waitFor();
    await workbench.screenshot('methods-compare');
    assert.deepEqual(records().slice(-6).map(({ request }) => request.method), six); // prettier-ignore
    assert.ok(records().slice(-6).every(({ state, request }) => state === 'done' && request.target === 'argmax')); // prettier-ignore
  });

  it('ranks the six by how faithful they are, with a curve for each', async () => {
    const page = workbench.webview();
    await page.getByRole('button', { name: 'Evaluate Faithfulness' }).click();
    const section = page.locator('netloupe-faithfulness');
    await section.locator('tbody tr').nth(7).waitFor();
    const names = await section.locator('tbody th').allTextContents();
    assert.deepEqual(
      names.slice(0, 6).sort(),
      ['1 · Gradient', '2 · Integrated Gradients', '3 · Guided Backpropagation', '4 · LRP', '5 · Grad-CAM', '6 · Occlusion'], // prettier-ignore
    );
    assert.deepEqual(names.slice(6), ['Random order', 'Best order found']);
    const ranks = await section.locator('tbody tr td:nth-child(2)').allTextContents();
    assert.deepEqual(ranks.slice(0, 6).map(parseNumber), ranks.slice(0, 6).map(parseNumber).sort((a, b) => a - b)); // prettier-ignore
    assert.equal(await section.locator('netloupe-curves canvas').count(), 3);
    await section.scrollIntoViewIfNeeded();
    await workbench.screenshot('methods-faithfulness');
  });

  it('keeps both as runs, and shows them again with a click', async () => {
    const kinds = records().map(({ kind }) => kind);
    assert.deepEqual([kinds.includes('evaluation'), kinds.includes('sanity')], [true, true]);
    const before = kinds.length;
    await workbench.openRow(
      run(/Faithfulness · 6 methods/),
      workbench.page.locator('.tab.active', { hasText: /^Run/ }),
    );
    const page = workbench.webview();
    await page.locator('netloupe-evaluation netloupe-curves canvas').nth(2).waitFor();
    assert.equal(await page.locator('netloupe-evaluation tbody tr').count(), 8);
    await workbench.screenshot('methods-evaluation-run');
    await workbench.openRow(run(/Sanity Check/), page.getByText(/The map reacts to the weights|Not to be trusted/));
    assert.ok((await page.locator('netloupe-cascade canvas').count()) >= 4);
    await workbench.screenshot('methods-sanity-run');
    assert.equal(records().length, before, 'nothing was computed again');
  });

  it('compares two runs that are chosen in the tree', async () => {
    await workbench.openRow(run(/6 runs/), run(/^Occlusion/));
    await run(/^Occlusion/).click();
    await run(/^Gradient/).click({ modifiers: ['ControlOrMeta'] });
    await run(/^Gradient/).click({ button: 'right' });
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Compare' }).hover();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab', { hasText: 'Compare 2 Runs' }).waitFor();
    const page = workbench.webview();
    await page.locator('netloupe-matrix tbody td').nth(3).waitFor();
    assert.equal(await page.locator('article.run canvas').count(), 2);
    await page.getByRole('heading', { name: /· (Gradient|Occlusion)$/ }).nth(1).waitFor(); // prettier-ignore
    await workbench.screenshot('methods-two');
  });

  function run(text: RegExp) {
    return workbench.page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
  }

  /** Oldest first. */
  function records(): RunRecord[] {
    const runs = join(workbench.folder, '.netloupe/runs');
    return readdirSync(runs)
      .sort()
      .map((id) => JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')) as RunRecord);
  }
});

function parseNumber(text: string): number {
  return Number(text.trim().replace('−', '-'));
}
