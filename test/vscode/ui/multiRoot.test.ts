/** A workspace of several folders: the Models view groups its models by folder, and leaves out folders without any. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeModel } from '../fixtures';
import { Workbench } from '../workbench';

describe('models of several folders', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'netloupe-roots-'));
  let workbench: Workbench;
  before(async () => {
    const folder = join(scratch, 'roots.code-workspace');
    writeModel(join(scratch, 'apples/first.onnx'));
    writeModel(join(scratch, 'pears/deep/second.onnx'));
    mkdirSync(join(scratch, 'plums'));
    writeFileSync(folder, JSON.stringify({ folders: [{ path: 'apples' }, { path: 'pears' }, { path: 'plums' }] }));
    workbench = await Workbench.open({ folder });
  });
  after(async () => {
    await workbench.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('stand under their folders', async () => {
    await workbench.showViews();
    await workbench.row('second.onnx').waitFor();
    await workbench.screenshot('models-view-folders');
    const rows = await workbench.page.locator('.sidebar .monaco-list-row').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.replaceAll(/\s+/g, ' ').trim()),
      ['apples', 'first.onnx', 'pears', 'second.onnxdeep'],
    );
  });
});
