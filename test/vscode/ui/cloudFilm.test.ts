/** Several clouds of the same digits, by hand: two layers beside each other, and a film of one layer across two checkpoints. */
import { equal, notEqual } from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench } from '../workbench';

describe('clouds of the same data, by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
    rmSync(join(workbench.folder, 'digits'), { recursive: true, force: true });
  });
  after(async () => await workbench.close());

  it('two layers lie beside each other, and a lasso in one chooses the same samples in the other', async () => {
    await workbench.runCommand('NetLoupe: Show Embedding…');
    await workbench.quickPick('digits.onnx').click();
    await workbench.quickPick('digits.npz').click();
    await workbench.quickPick(/relu3/).click();
    await workbench.quickPick(/pool1/).click();
    await workbench.screenshot('cloud-pick-layers');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('Principal').click();
    for (const n of [0, 1]) await cloud(n).getByText('Trustworthiness').waitFor({ timeout: 60_000 });
    await lassoHalf(0);
    const counts = [0, 1].map((n) => cloud(n).locator('.count b'));
    for (const count of counts) await count.waitFor();
    equal(await counts[0]!.innerText(), await counts[1]!.innerText());
    notEqual(await counts[0]!.innerText(), '200 points');
    const whom = [0, 1].map((n) =>
      cloud(n).evaluate((panel) => (panel as unknown as { selected: readonly number[] }).selected.join()),
    );
    equal(await whom[0], await whom[1]);
    await workbench.screenshot('cloud-beside');
  });

  it('a film goes through checkpoints, and computes only what was not computed before', async () => {
    await workbench.runCommand('View: Close All Editors');
    const before = runs();
    equal(before, 2);
    await showFilm();
    await cloud().locator('.steps tr:last-child td:last-child', { hasText: /0\.\d/ }).waitFor({ timeout: 60_000 });
    equal(runs(), before + 1, 'the last step is a cloud of the layers that were beside each other');
    await cloud().locator('netloupe-stage').click();
    await workbench.page.keyboard.press('ArrowLeft');
    await cloud().locator('.film .step', { hasText: 'digits-epoch-1' }).waitFor();
    await workbench.page.keyboard.press('Space');
    await cloud().locator('.film .step', { hasText: /^digits$/ }).waitFor(); // prettier-ignore
    await lassoHalf(0);
    await cloud().locator('.count b').waitFor();
    await workbench.screenshot('cloud-film');
    await showFilm();
    await cloud().getByText('Trustworthiness').waitFor({ timeout: 60_000 });
    equal(runs(), before + 1);
  });

  it('the film is there again after the window was reloaded, at its step', async () => {
    await workbench.reload();
    await workbench.page.locator('.tab', { hasText: 'Film of relu3' }).last().click();
    await cloud().locator('.film').waitFor({ timeout: 60_000 });
    equal(await cloud().locator('.steps tr button').count(), 2);
    equal(runs(), 3);
  });

  async function showFilm(): Promise<void> {
    await workbench.runCommand('NetLoupe: Show Embedding Across Checkpoints…');
    await workbench.quickPick('digits-epoch-1.onnx').click();
    await workbench.quickPick(/^digits.onnx/).click();
    await workbench.screenshot('cloud-pick-checkpoints');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('digits.npz').click();
    await workbench.quickPick(/relu3/).click();
    await workbench.quickPick('Principal').click();
  }

  function cloud(n = 0) {
    return workbench.webview(n).locator('netloupe-cloud');
  }

  function runs(): number {
    const folder = join(workbench.folder, '.netloupe/runs');
    return existsSync(folder) ? readdirSync(folder).length : 0;
  }

  /** Around the right half, with Shift held down. */
  async function lassoHalf(n: number): Promise<void> {
    const { x, y, width, height } = (await cloud(n).locator('netloupe-stage').boundingBox())!;
    const { keyboard, mouse } = workbench.page;
    await keyboard.down('Shift');
    await mouse.move(x + width / 2, y + 8);
    await mouse.down();
    await mouse.move(x + width - 8, y + 8, { steps: 4 });
    await mouse.move(x + width - 8, y + height - 8, { steps: 4 });
    await mouse.move(x + width / 2, y + height - 8, { steps: 4 });
    await mouse.up();
    await keyboard.up('Shift');
  }
});
