/**
 * Packages the extension for this platform as netloupe-PLATFORM-ARCH-VERSION.vsix: the production bundles, and onnxruntime
 * and Dawn with this platform's binaries alone. `.vscodeignore` lists what ships.
 *
 *     node scripts/package.mjs [--out FILE.vsix]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { root } from './install.mjs';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const target = `${process.platform}-${process.arch}`;
const packagePath = values.out ?? join(root, `netloupe-${target}-${version}.vsix`);

const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(1);

const scratch = mkdtempSync(join(tmpdir(), 'netloupe-package-'));
try {
  const ignoreFile = join(scratch, 'vscodeignore');
  const shipped = readFileSync(join(root, '.vscodeignore'), 'utf8');
  // macOS' library is in the package twice, under two names; the binding loads the short one.
  const runtime = `bin/napi-v6/${process.platform}/${process.arch}/{*.node,*.dll,*.so.1,*.1.dylib}`;
  const dawn = `dist/${process.platform === 'darwin' ? 'darwin-universal' : target}/*`;
  writeFileSync(ignoreFile, `${shipped}\n!node_modules/onnxruntime-node/${runtime}\n!node_modules/webgpu/${dawn}\n`);
  await createVSIX({ cwd: root, packagePath, target, ignoreFile });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${packagePath}: ${(statSync(packagePath).size / 1e6).toFixed(1)} MB`);
