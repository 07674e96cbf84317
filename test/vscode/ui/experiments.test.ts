/** Experiments by hand: a grid from the lens of its file, from the view and from a terminal, and what becomes of its runs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../../../scripts/vscode/paths';
import type { RunRecord } from '../../../src/experiments/store/record';
import { Workbench } from '../workbench';

describe('experiments, by hand', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
  });
  after(() => workbench.close());

  it('runs the grid of the examples from its lens', async () => {
    await workbench.showViews();
    await row(/What a little training changes.*no runs yet/).click();
    await lens('Run (6 runs)').waitFor();
    await workbench.screenshot('experiments-before');
    await lens('Run (6 runs)').click();
    await row(/SmoothGrad · digits-epoch-1\.onnx.*gap/).waitFor();
    await notification('What a little training changes: 6 done');
    await lens('Open Last Result').waitFor();
    await workbench.screenshot('experiments');
    assert.equal(records().length, 6);
  });

  it('runs it from the view, and from a terminal, with identical arrays', async () => {
    await row(/What a little training changes/).hover();
    await row(/What a little training changes/)
      .getByRole('button', { name: 'Run Experiment' })
      .click();
    await (await notification('all 6 runs are already done')).getByRole('button', { name: 'Run Again' }).click();
    await until('12 runs', () => records().length === 12);
    const cli = [join(root, 'dist/netloupe.mjs'), 'experiment', 'run', 'strokes.netloupe.yaml', '--again'];
    execFileSync(process.execPath, cli, { cwd: workbench.folder });
    await row(/What a little training changes.*18/).waitFor();
    const arrays = new Map<string, Set<string>>();
    for (const { label, arrays: seal } of records()) {
      arrays.set(label, (arrays.get(label) ?? new Set()).add(seal!.sha256));
    }
    assert.equal(arrays.size, 6);
    for (const [label, hashes] of arrays) assert.equal(hashes.size, 1, label);
  });

  it('opens a result with Enter, in the panel, as it was', async () => {
    const before = records().length;
    await row(/Integrated Gradients · digits\.onnx/).click();
    await workbench.webview().locator('netloupe-explain canvas').first().waitFor();
    await workbench.webview().getByText('Completeness holds').waitFor();
    assert.equal(records().length, before);
    await workbench.screenshot('experiments-result');
  });

  it('renames with F2 and deletes with Delete, and Undo brings it back', async () => {
    await row(/^Gradient · digits-epoch-1\.onnx/).click();
    await workbench.page.keyboard.press('F2');
    await workbench.quickInput().fill('The young one');
    await workbench.page.keyboard.press('Enter');
    await row('The young one').waitFor();
    const before = records().length;
    await row('The young one').click();
    await workbench.page.keyboard.press('Delete');
    await row('The young one').waitFor({ state: 'detached' });
    await until('a run less', () => records().length === before - 1);
    const deleted = await notification('Deleted “The young one”');
    await workbench.screenshot('experiments-deleted');
    await deleted.getByRole('button', { name: 'Undo' }).click();
    await row('The young one').waitFor();
  });

  it('filters and groups', async () => {
    await workbench.runCommand('NetLoupe: Filter Runs…');
    await workbench.quickInput().fill('smoothgrad epoch-1');
    await workbench.page.keyboard.press('Enter');
    await workbench.runCommand('NetLoupe: Group Runs…');
    await workbench.quickPick('By model').click();
    await workbench.page.locator('.sidebar .pane-header', { hasText: 'by model · “smoothgrad epoch-1”' }).waitFor();
    await row('digits-epoch-1.onnx').waitFor();
    await workbench.screenshot('experiments-by-model');
  });

  function row(text: string | RegExp) {
    return workbench.page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
  }

  function lens(title: string) {
    return workbench.page.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** In the list of notifications: an editor that is driven by a program pops none up. */
  async function notification(text: string): Promise<Locator> {
    await workbench.runCommand('Notifications: Show Notifications');
    const found = workbench.page.locator('.notifications-center .monaco-list-row', { hasText: text }).first();
    await found.waitFor();
    return found;
  }

  function records(): RunRecord[] {
    const runs = join(workbench.folder, '.netloupe/runs');
    return readdirSync(runs).map((id) => JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')) as RunRecord);
  }
});

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited 60 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
