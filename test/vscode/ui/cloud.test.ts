/** A cloud by hand: a trained digit network's layer laid out, some points caught with the lasso, and their heatmaps. */
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
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('cloud-failed');
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
    await workbench.page.waitForTimeout(500);
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
    await workbench.page.waitForTimeout(800);
    await workbench.screenshot('cloud-explained');
  });

  it('is there again after the window was reloaded, and from the Experiments view', async () => {
    await workbench.reload();
    await workbench.page.locator('.tab', { hasText: 'digits.onnx · digits.npz' }).first().click();
    await cloud().getByText('Trustworthiness').waitFor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.showViews();
    await workbench.row(/tsne/).first().click();
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
