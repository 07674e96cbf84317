/** Folders of pictures as data, by hand: chosen in the wizard and walked through, their activations collected, typed in an experiment. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodePng } from '../../../src/formats';
import { tensorOf } from '../../../src/shared/tensor';
import { eventually } from '../../helpers/eventually';
import { writeModel } from '../fixtures';
import { Workbench } from '../workbench';

describe('folders of pictures, by hand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloupe-folders-'));
  let workbench: Workbench;
  before(async () => {
    writeModel(join(folder, 'small.onnx'));
    for (let n = 0; n < 12; n++) {
      const path = join(folder, 'pets', ['cat', 'dog', 'owl'][n % 3]!, `${n}.png`);
      const levels = Array.from({ length: 64 }, (_, i) => (i * (n + 3) * 7) % 256);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, encodePng(tensorOf('uint8', [8, 8, 1], levels)));
    }
    writeFileSync(join(folder, 'pets.netloupe.yaml'), 'model: small.onnx\ndata: lost\nmethod: gradient\n');
    workbench = await Workbench.open({ folder });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('explains all pictures of a folder by their labels, and walks them by name', async () => {
    await workbench.runCommand('NetLoupe: Explain Prediction…');
    await workbench.quickPick(/pets\/.*sub-folders are labels/s).waitFor();
    await workbench.screenshot('datasets-pick');
    await workbench.quickPick(/pets\/.*sub-folders are labels/s).click();
    await workbench.quickPick(/Label.*“folder”/).click();
    await workbench.quickPick('Integrated Gradients').click();
    const page = workbench.webview();
    await page.locator('netloupe-explain canvas').first().waitFor();
    await page.getByText('cat/0.png').waitFor();
    for (let n = 0; n < 4; n++) await page.getByRole('button', { name: /Next sample/ }).click();
    await page.getByText('5/12').waitFor();
    await page.getByText('dog/1.png').waitFor();
    await page.getByText('1 · dog').first().waitFor();
    await workbench.screenshot('datasets-explain');
  });

  it('collects layers’ activations into a file beside the folder', async () => {
    await workbench.runCommand('NetLoupe: Collect Activations…');
    await workbench.quickPick(/pets.*recently used/s).click();
    for (const layer of ['active', 'second']) await workbench.quickPick(layer).click();
    await workbench.screenshot('datasets-layers');
    await workbench.page.keyboard.press('Enter');
    const dialog = workbench.page.locator('.quick-input-widget:visible', { has: workbench.page.getByRole('button', { name: 'OK' }) }); // prettier-ignore
    await eventually(async () =>
      assert.match(await dialog.locator('input.input').inputValue(), /pets\.small\.activations\.npz$/),
    );
    await workbench.screenshot('datasets-save');
    await dialog.getByRole('button', { name: 'OK' }).click();
    await workbench.page.locator('.explorer-folders-view').getByText('pets.small.activations.npz').waitFor();
  });

  it('completes folders in an experiment, and says what is not there', async () => {
    const { page } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await page.keyboard.press('ControlOrMeta+p');
    await page.keyboard.type('pets.netloupe.yaml');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'pets.netloupe.yaml' }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.squiggly-warning').first().waitFor();
    await page.locator('.view-line', { hasText: 'lost' }).click();
    await page.keyboard.press('End');
    for (let i = 0; i < 4; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('pet');
    await page.keyboard.press('Control+Space');
    const suggested = page.locator('.suggest-widget .monaco-list-row', { hasText: 'pets/' }).first();
    await suggested.waitFor();
    await workbench.screenshot('datasets-completion');
    await suggested.click();
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'owl/' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.view-line', { hasText: 'data: pets/' }).waitFor();
    await page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
  });
});
