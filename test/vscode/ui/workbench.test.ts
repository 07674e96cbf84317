/** The extension under development, seen from the window: its icon, its view, and its commands in the palette. */
import assert from 'node:assert/strict';
import { Workbench } from '../workbench';

describe('workbench', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
  });
  after(() => workbench.close());

  it('shows the Models view behind its icon', async () => {
    await workbench.showViews();
    assert.match(await workbench.page.locator('.sidebar').innerText(), /Models/i);
  });

  it('is there again after a reload', async () => {
    await workbench.reload();
    await workbench.showViews();
  });

  it('opens its log from the palette', async () => {
    await workbench.runCommand('NetLoupe: Show Log', workbench.shownOutput('NetLoupe'));
  });
});
