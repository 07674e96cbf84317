/** The packaged extension, installed into an empty profile and used once: what the package lacks shows here. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { root } from '../../../scripts/vscode/paths';
import { Workbench } from '../workbench';

describe('packaged extension', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'netloupe-vsix-'));
  const vsix = join(scratch, 'netloupe.vsix');
  let workbench: Workbench | undefined;
  before(async function () {
    this.timeout(180_000);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/package.mjs', '--out', vsix], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    console.log(stdout.trim().split('\n').at(-1));
    workbench = await Workbench.open({ vsix });
  });
  after(async () => {
    await workbench?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('brings its engine along', () => {
    for (const [path, bytes] of Object.entries(unzipSync(readFileSync(vsix)))) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), bytes);
    }
    const cli = join(scratch, 'extension/dist/netloupe.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'devices'], {
      cwd: scratch,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\bcpu\b/);
  });

  it('brings its linear programming along', () => {
    const points = join(scratch, 'square.csv');
    writeFileSync(points, '0,0\n0,1\n1,0\n1,1\n');
    const cli = join(scratch, 'extension/dist/netloupe.mjs');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'capacity', '--file', points, '--labels=-1,-1,-1,1', '--bias'],
      { cwd: scratch, encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /weights 2, 2/);
  });

  it('activates when one of its commands is run', async () => {
    assert.ok(workbench);
    await workbench.runCommand('NetLoupe: Show Log');
    await workbench.shownOutput('NetLoupe').waitFor({ state: 'attached' });
  });
});
