/** A grid whose editor is killed in mid-run: the next window goes on by itself, nothing is lost and nothing is computed twice. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/experiments/store/record';
import { writeModel, writePicture } from '../fixtures';
import { Workbench } from '../workbench';

describe('experiments after a crash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netloupe-crash-'));
  const runs = join(folder, '.netloupe/runs');
  const grids = join(folder, '.netloupe/grids');
  const dark = { settings: { 'workbench.colorTheme': 'Default Dark Modern' } };
  let workbench: Workbench | undefined;
  let survivors: RunRecord[];
  before(() => {
    writeModel(join(folder, 'large.onnx'), 2048);
    writePicture(join(folder, 'picture.png'));
    // Each run takes a second or two.
    writeFileSync(
      join(folder, 'long.netloupe.yaml'),
      'model: large.onnx\ndata: picture.png\nmethod: { id: smoothgrad, parameters: { samples: 1600 } }\nseed: [0, 1, 2, 3, 4, 5]\n',
    );
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  it('is killed with some runs done, some under way and some waiting', async () => {
    workbench = await Workbench.open({ folder, ...dark });
    await workbench.showViews();
    await workbench.row(/^long/).click();
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Run (6 runs)' }).click();
    await workbench.row(/SmoothGrad · seed 5\s*waiting/).waitFor();
    await workbench.row(/SmoothGrad · seed \d\s*\d+ % · SmoothGrad/).waitFor();
    // Last, so that most of the runs are still to come.
    await workbench.page.locator('.codelens-decoration a', { hasText: /Cancel · [1-5] of 6/ }).waitFor();
    await workbench.screenshot('experiments-running');
    await workbench.kill();
    workbench = undefined;
    survivors = records();
    assert.ok(survivors.length > 0 && survivors.length < 6, `${survivors.length} runs were done`);
    assert.equal(readdirSync(grids).length, 1);
  });

  it('is gone on with by the next window', async function () {
    this.timeout(180_000);
    workbench = await Workbench.open({ folder, ...dark });
    await until('the grid to be finished', () => existsSync(grids) && readdirSync(grids).length === 0);
    const all = records();
    assert.deepEqual(
      all.map(({ label }) => label).sort(),
      [0, 1, 2, 3, 4, 5].map((seed) => `smoothgrad · seed ${seed}`),
    );
    assert.deepEqual(
      all.map(({ state }) => state),
      Array(6).fill('done'),
    );
    for (const survivor of survivors)
      assert.deepEqual(
        all.find(({ id }) => id === survivor.id),
        survivor,
      );
    assert.deepEqual(readdirSync(join(folder, '.netloupe/claims')), []);
    await workbench.showViews();
    await workbench.row(/SmoothGrad · seed 5\s*\d\d:\d\d/).waitFor();
    await workbench.screenshot('experiments-resumed');
  });

  function records(): RunRecord[] {
    return readdirSync(runs).map((id) => JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')) as RunRecord);
  }
});

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 120_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited 120 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
