/** A cloud by hand: a trained digit network's layer laid out, and again otherwise; some points caught with the lasso, their heatmaps and a data set of them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Workbench } from '../workbench';

describe('show embedding, by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
    for (const name of ['checkpoints', 'digits'])
      rmSync(join(workbench.folder, name), { recursive: true, force: true });
  });
  after(async () => await workbench.close());

  it('lays out what a layer makes of the digits', async () => {
    await workbench.runCommand('NetLoupe: Show Embedding…');
    await workbench.quickPick('digits.onnx').click();
    await workbench.quickPick('digits.npz').click();
    await workbench.quickPick(/relu3/).waitFor();
    await workbench.screenshot('cloud-pick-layer');
    await workbench.quickPick(/relu3/).click();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('t-SNE').waitFor();
    await workbench.screenshot('cloud-pick-method');
    await workbench.quickPick('t-SNE').click();
    await cloud().getByText('Trustworthiness').waitFor();
    await cloud()
      .getByRole('button', { name: /^0|zero/ })
      .first()
      .waitFor();
    await workbench.screenshot('cloud');
  });

  it('catches points with the lasso', async () => {
    await lassoAll();
    await cloud()
      .getByText(/\d+ points/)
      .first()
      .waitFor();
    await workbench.screenshot('cloud-lasso');
  });

  it('opens the heatmaps of those that are chosen', async () => {
    await cloud().locator('vscode-button', { hasText: 'Explain' }).click();
    await workbench.page
      .locator('.tab', { hasText: /digits-\d+-\w+\.npz/ })
      .first()
      .waitFor();
    await workbench.webview(1).locator('netloupe-explain canvas').first().waitFor();
    await workbench.screenshot('cloud-explained');
  });

  it('opens them as a data set of their own, in a cloud of its own', async () => {
    await workbench.page.locator('.tab', { hasText: 'digits.onnx · digits.npz' }).first().click();
    await workbench.runCommand('View: Close Editors in Other Groups');
    await cloud().locator('vscode-button', { hasText: 'New Data Set' }).click();
    const tab = workbench.page.locator('.tab', { hasText: /relu3 of digits\.onnx · digits-\d+-\w+\.npz/ });
    await tab.first().waitFor({ timeout: 60_000 });
    await cloud().getByText('New Data Set').waitFor({ state: 'detached' });
    await cloud().getByText('Trustworthiness').waitFor({ timeout: 50_000 });
    await cloud().locator('netloupe-cloud-legend li').first().waitFor();
    await workbench.screenshot('cloud-new-data-set');
    await workbench.runCommand('View: Close Editor');
  });

  it('lays out by UMAP in the same panel, and goes back', async () => {
    await cloud().getByText('Settings', { exact: true }).click();
    const method = cloud().locator('netloupe-cloud-settings vscode-single-select[label="Method"]');
    await method.click();
    await method.locator('.option', { hasText: 'UMAP' }).first().click();
    const seed = cloud().locator('netloupe-field[name="Seed"] input');
    await seed.fill('3');
    await seed.press('Enter');
    await cloud().locator('section[aria-label=About] td', { hasText: 'UMAP' }).waitFor({ timeout: 60_000 });
    await cloud().getByText('Settings', { exact: true }).scrollIntoViewIfNeeded();
    await workbench.screenshot('cloud-umap');
    await cloud().locator('vscode-button', { hasText: 'Previous map' }).click();
    await cloud().locator('section[aria-label=About] td', { hasText: 't-SNE' }).waitFor();
  });

  it('is there again after the window was reloaded, and from the Experiments view', async () => {
    await workbench.reload();
    await workbench.page.locator('.tab', { hasText: 'digits.onnx · digits.npz' }).first().click();
    await cloud().getByText('Trustworthiness').waitFor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.showViews();
    await workbench.row(/t-SNE/).first().click();
    await cloud().getByText('Trustworthiness').waitFor();
    await workbench.screenshot('cloud-reopened');
  });

  function cloud() {
    return workbench.webview().locator('netloupe-cloud');
  }

  /** Around the right half, with Shift held down. */
  async function lassoAll(): Promise<void> {
    const { x, y, width, height } = (await cloud().locator('netloupe-stage').boundingBox())!;
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
