/** A prediction explained by hand: from the Models view and the palette to the heatmap in the panel, through reloads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArrays, writeBrokenModel, writeModel, writePicture } from '../fixtures';
import { Workbench } from '../workbench';

describe('explain prediction, by hand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloupe-explain-'));
  let workbench: Workbench;
  before(async () => {
    writeModel(join(folder, 'models/small.onnx'));
    writePicture(join(folder, 'models/near.png'));
    writePicture(join(folder, 'far.png'));
    writeArrays(join(folder, 'data/arrays.npz'));
    workbench = await Workbench.open({ folder });
  });
  after(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists what is in a model', async () => {
    await workbench.showViews();
    await workbench.row('small.onnx').click();
    for (const text of [
      /x\s*input · float32 \[N, 1, 8, 8\]/,
      /Layers\s*5 ·/,
      /\/first\s*MatMul \[N, 16\] · 1.02 k parameters/,
    ]) {
      await workbench.row(text).waitFor();
    }
    await workbench.screenshot('models-view');
  });

  it('explains with Enter, Enter, Enter: the nearest picture, the winning class, integrated gradients', async () => {
    await workbench.runCommand('NetLoupe: Explain Prediction…');
    await workbench.quickPick('near.png').waitFor();
    await workbench.screenshot('pick-data');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('dog').waitFor();
    await workbench.screenshot('pick-target');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('Integrated Gradients').waitFor();
    await workbench.screenshot('pick-method');
    await workbench.page.keyboard.press('Enter');
    await heatmap();
    await tab('near.png · small.onnx').waitFor();
    await statusBar(/NetLoupe: CPU/).waitFor();
    await workbench.screenshot('panel');
  });

  it('goes back a step, and offers what was used last', async () => {
    await workbench.runCommand('NetLoupe: Explain Prediction…');
    await workbench.quickPick(/near\.png.*recently used/).waitFor();
    await workbench.quickPick('arrays.npz').click();
    await workbench.quickPick(/pictures\s*float32 \[2, 1, 8, 8\]/).waitFor();
    await workbench.page.locator('.quick-input-widget:visible [aria-label^="Back"]').click();
    await workbench.quickPick('far.png').click();
    await workbench.quickPick('A unit of a layer…').click();
    await workbench.quickPick('/first').click();
    await workbench.quickInput().fill('99');
    await workbench.page.locator('.quick-input-widget:visible', { hasText: 'from 0 to 15' }).waitFor();
    await workbench.quickInput().fill('3');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('SmoothGrad').click();
    await tab('far.png · small.onnx').waitFor();
    await heatmap();
    await workbench.screenshot('panel-unit');
  });

  it('shows the same after the panel was hidden', async () => {
    await tab('near.png · small.onnx').click();
    await heatmap();
    await tab('far.png · small.onnx').click();
    await heatmap();
  });

  it('shows the same after the window was reloaded', async () => {
    // VS Code's own command waits until the state of editors is stored; a reload of the page does not.
    await Promise.all([workbench.page.waitForEvent('load'), workbench.runCommand('Developer: Reload Window')]);
    await tab('far.png · small.onnx').waitFor();
    await heatmap();
    await workbench.screenshot('panel-reloaded');
  });

  it('explains from the menu of a picture in the explorer', async () => {
    await workbench.page.keyboard.press('Control+Shift+E');
    await workbench.page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: 'far.png' })
      .first()
      .click({ button: 'right' });
    // A menu that has just opened takes a click for the release of the button that opened it.
    await workbench.page.locator('.monaco-menu .action-label', { hasText: 'Explain Prediction…' }).hover();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick(/\/first:3|first:3/).waitFor();
    await workbench.screenshot('pick-target-again');
    await workbench.page.keyboard.press('Escape');
  });

  it('says what is wrong with a file that is no model', async () => {
    writeBrokenModel(join(folder, 'broken.onnx'));
    await workbench.showViews();
    await workbench.row('broken.onnx').click();
    await workbench.row(/This file/).waitFor();
    await workbench.screenshot('models-view-broken');
  });

  function heatmap(): Promise<void> {
    return workbench.webview().locator('netloupe-explain canvas').first().waitFor();
  }

  function tab(title: string) {
    return workbench.page.locator('.tab', { hasText: title }).first();
  }

  function statusBar(text: RegExp) {
    return workbench.page.locator('.statusbar-item', { hasText: text });
  }
});
