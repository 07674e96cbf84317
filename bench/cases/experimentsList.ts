/**
 * A workspace of 10 000 runs, listed by a process that has just started: from the index, without one (it is made then), and, to
 * compare, by a program that reads every run.json. Times are from the start of the process to its end.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatRecord } from '../../src/experiments/store/recordText';
import { pack } from '../../src/experiments/store/pack';
import { newRunId } from '../../src/experiments/store/store';
import type { Law } from '../../src/shared/results';
import { float32 } from '../../src/shared/tensor';
import { bundle } from '../bundle';
import type { Bench } from '../harness';

const RUNS = 10_000;
const TURNS = 7;

export async function experimentsList(bench: Bench): Promise<void> {
  const root = join(bench.folder, 'runs-of-a-workspace');
  const index = join(root, '.netloupe', 'index.json');
  for (let i = 0; i < RUNS; i++) writeRun(root, i);

  const times = { without: [] as number[], with: [] as number[], read: [] as number[] };
  for (let turn = 0; turn < TURNS; turn++) {
    rmSync(index, { force: true });
    times.without.push(await listed('listRuns', root));
    times.with.push(await listed('listRuns', root));
    times.read.push(await listed('readRuns', root));
  }
  const read = median(times.read);
  const of = (mine: number): string => `${mine.toFixed(0)} ms, ${(mine / read).toFixed(2)} of reading every run.json`;
  bench.report({ title: '10 000 runs, listed by a new process', value: of(median(times.with)), goal: '500 ms' });
  bench.report({ title: 'The same without an index', value: of(median(times.without)), goal: '' });
  bench.report({ title: 'A program that reads every run.json', value: `${read.toFixed(0)} ms`, goal: '' });
}

async function listed(program: 'listRuns' | 'readRuns', root: string): Promise<number> {
  const script = await bundle(program);
  const start = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [script, root]);
  const time = performance.now() - start;
  if (stdout.trim() !== String(RUNS)) throw new Error(`${program} found ${stdout.trim()} runs`);
  return time;
}

/** An attribution of one picture, as a run of the bundled digits leaves it. */
function writeRun(root: string, index: number): void {
  const started = new Date(Date.UTC(2026, 0, 1, 0, 0, index));
  const id = newRunId(started);
  const folder = join(root, '.netloupe', 'runs', id);
  const stamp = { sha256: index.toString(16).padStart(64, '0'), bytes: 92_641, modified: 1_760_000_000_123.25 };
  const picture = float32([1, 1, 28, 28], new Float32Array(784));
  const law: Law = { name: 'completeness', statement: 'The sum of the attribution is the difference of the outputs at the input and at the baseline.', gap: [index / 1e9], tolerance: 0.01, holds: true }; // prettier-ignore
  const made = {
    started: started.toISOString(),
    seconds: 0.031,
    device: 'cpu',
    versions: { netloupe: '0.1.0', onnxruntime: '1.30.0', node: 'v20.20.2', platform: 'linux-x64' },
  };
  const parameters = { steps: 50, quadrature: 'gauss-legendre', baseline: 'zero' };
  const packed = pack({
    kind: 'attribution',
    attribution: picture,
    input: picture,
    output: float32([1, 10], new Float32Array(10)),
    outputIsProbability: false,
    target: { value: 'logits', indices: [index % 10] },
    targetOutput: [index / 1e4],
    law,
    conventions: [
      'Explains "logits" as the network gives it.',
      'The gradient is integrated along the straight line from the baseline to the input.',
      'The attribution is the integral times the difference of input and baseline, summed over nothing.',
    ],
    provenance: {
      ...made,
      method: 'integrated-gradients',
      parameters,
      seed: 0,
      model: { path: '/home/somebody/project/digits.onnx', sha256: stamp.sha256 },
      data: { path: '/home/somebody/project/digits.npz', array: 'x_test', sha256: stamp.sha256 },
    },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'run.json'),
    formatRecord({
      ...made,
      version: 1,
      id,
      experiment: 'experiments/strokes.netloupe.yaml',
      label: `integrated-gradients · sample ${index}`,
      request: {
        method: 'integrated-gradients',
        parameters,
        seed: 0,
        device: 'auto',
        model: 'digits.onnx',
        input: 'digits.npz#x_test',
        target: 'argmax',
      },
      key: stamp.sha256,
      state: 'done',
      kind: 'attribution',
      model: stamp,
      data: stamp,
      law,
      result: packed.json,
      arrays: { bytes: 6_812, sha256: stamp.sha256 },
    }),
  );
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
