/** The capacity panel by hand in a real window: the table, an exact number on the clipboard, XOR to its end, a reload, and the example files. */
import type { Locator } from 'playwright-core';
import { Workbench } from '../workbench';

describe('perceptron capacity, by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
  });
  after(() => workbench.close());

  it('opens its table from the palette, and copies an exact number', async () => {
    await workbench.runCommand('NetLoupe: Perceptron Capacity');
    await tab('Perceptron Capacity').waitFor();
    await panel().getByRole('grid').waitFor();
    await panel().getByText('T = 524288').waitFor();
    await panel().getByRole('textbox', { name: 'Inputs K' }).fill('19');
    await panel().getByRole('textbox', { name: 'Inputs K' }).press('Enter');
    // All but two of the 2^20: T(20, 19) = 2^20 − 2.
    await panel().getByText('T = 1048574').waitFor();
    await panel().getByRole('button', { name: 'Copy T' }).click();
    await panel().getByText('Copied T of N = 20, K = 19.').waitFor();
    await workbench.screenshot('capacity-table');
    await workbench.runCommand('File: New Untitled Text File');
    await tab('Untitled-1').waitFor();
    await workbench.page.keyboard.press('Control+v');
    await workbench.page.locator('.view-line', { hasText: /^1048574$/ }).waitFor();
    await tab('Perceptron Capacity').click();
  });

  it('counts and separates points in the compute process', async () => {
    await panel().getByRole('tab', { name: 'Points' }).click();
    await panel().getByText('No, and here is the proof:').waitFor();
    await panel().getByRole('cell', { name: '14', exact: true }).first().waitFor();
    await workbench.screenshot('capacity-points');
  });

  it('goes through the XOR exercise to its end', async () => {
    await panel().getByRole('tab', { name: 'XOR Exercise' }).click();
    const handle = panel().getByRole('button', { name: 'Handle 1 of the line' });
    for (let step = 0; step < 3; step++) await handle.press('ArrowRight');
    await panel().getByText('Is there a line for all four?').waitFor();
    await workbench.screenshot('capacity-try');
    await panel().getByRole('button', { name: 'I give up: prove it' }).click();
    await panel().getByText('XOR is one of the two that fail').waitFor();
    await workbench.screenshot('capacity-proof');
    await panel().getByRole('button', { name: 'Solve it with a hidden layer' }).click();
    await panel().getByText('All 4 points are correct').waitFor();
    await workbench.screenshot('capacity-solved');
  });

  it('measures beside the theory, and keeps the run', async () => {
    await panel().getByRole('tab', { name: 'Curves' }).click();
    await panel().getByRole('button', { name: 'Measure without a bias' }).click();
    await panel().getByText('Agrees with the theory').waitFor();
    await panel().getByText('Kept as a run in the Experiments view.').waitFor();
    await workbench.screenshot('capacity-measured');
  });

  it('is as it was after the window was reloaded', async () => {
    await panel().getByRole('tab', { name: 'Curves', selected: true }).waitFor();
    // VS Code's own command waits until the state of editors is stored; a reload of the page does not.
    await workbench.reload();
    await tab('Perceptron Capacity').waitFor();
    await panel().getByRole('tab', { name: 'Curves', selected: true }).waitFor();
    await panel().getByText('Agrees with the theory').waitFor();
    await panel().getByRole('tab', { name: 'Table' }).click();
    await panel().getByText('T = 1048574').waitFor();
    await panel().getByRole('tab', { name: 'XOR Exercise' }).click();
    await panel().getByText('All 4 points are correct').waitFor();
  });

  it('runs the exercise as an experiment file, and opens what came of it', async () => {
    await workbench.showViews();
    await run('XOR needs a hidden layer');
    await row(/Linear Separability/).click();
    await panel().getByRole('listitem').filter({ hasText: '2 hidden units' }).waitFor();
    await panel()
      .getByText(/separability: gap 0/)
      .waitFor();
    await workbench.screenshot('capacity-xor-result');
  });

  it('runs the experiment on the theory’s curve, and opens what came of it', async function () {
    this.timeout(180_000);
    await run('How much one neuron can store');
    await row(/Perceptron Capacity.*inputs 20/).click();
    await panel().getByRole('listitem').filter({ hasText: 'theory, 20 inputs' }).waitFor();
    await panel()
      .getByText(/agreement: gap/)
      .waitFor();
    await workbench.screenshot('capacity-store-result');
  });

  async function run(name: string): Promise<void> {
    await row(name).hover();
    await row(name).getByRole('button', { name: 'Run Experiment' }).click();
    await workbench.runCommand('Notifications: Show Notifications');
    const done = new RegExp(`${name}: \\d+ done`);
    await workbench.page
      .locator('.notifications-center .monaco-list-row', { hasText: done })
      .waitFor({ timeout: 150_000 });
    await workbench.runCommand('Notifications: Hide Notifications');
  }

  function panel() {
    return workbench.webview();
  }

  function tab(title: string): Locator {
    return workbench.page.locator('.tab', { hasText: title }).first();
  }

  function row(text: string | RegExp): Locator {
    return workbench.page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
  }
});
