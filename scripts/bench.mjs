/**
 * `npm run bench`: speed and memory beside PyTorch's. Builds what it measures first. It measures and never judges, so its status
 * is 0 whatever the figures are.
 *
 *     npm run bench [-- CASE …]          cases: mnistCnn, resnet18, integratedGradients, backwardPasses, activationMaps,
 *                                        occlusion, kernelShap, digits, largeModel, extensionHost,
 *                                        experimentsList, embedding
 */
import { spawnSync } from 'node:child_process';
import { installIfNeeded, root } from './install.mjs';

installIfNeeded();
const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
run('scripts/build.mjs', '--production');
run('--import=tsx', 'bench/main.ts', ...process.argv.slice(2));
process.exitCode = 0;
