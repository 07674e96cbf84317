/**
 * Runs the cases, prints the table. See `docs/benchmarks.md` for what was measured and when.
 *
 *     npm run bench [-- CASE …]
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Bench, THREADS } from './harness';
import { mnistCnn } from './cases/mnistCnn';
import { resnet18 } from './cases/resnet18';
import { integratedGradients } from './cases/integratedGradients';

const cases = { mnistCnn, resnet18, integratedGradients };
const asked = process.argv.slice(2);
void spawnSync; void cpus; void THREADS;
const bench = new Bench(['/usr/bin/python3', fileURLToPath(new URL('peers/torch_peer.py', import.meta.url))]);
for (const [name, run] of Object.entries(cases)) if (!asked.length || asked.includes(name)) await run(bench);
console.log(bench.comparisons);
bench.dispose();
