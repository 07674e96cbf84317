/** Results and runs for the tests of the store, small and made from a seed, and folders that are gone at the end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewRun } from '../../../../src/experiments/store/record';
import { formatRecord } from '../../../../src/experiments/store/recordText';
import { random } from '../../../../src/shared/random';
import type { AttributionResult, CurvesResult, Law, Provenance } from '../../../../src/shared/results';
import { float32, type Float32Tensor } from '../../../../src/shared/tensor';

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'netloupe-store-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const provenance: Provenance = {
  method: 'smoothgrad',
  parameters: { samples: 25, noise: 0.1 },
  seed: 7,
  device: 'cpu',
  seconds: 0.25,
  started: '2026-11-21T04:20:16.123Z',
  versions: { netloupe: '0.1.0' },
};

export const law: Law = {
  name: 'completeness',
  statement: 'The sums agree.',
  gap: [0.001, 0.02],
  tolerance: 0.01,
  holds: false,
};

/** Two samples of `size` inputs each. */
export function attribution(size = 12, seed = 1): AttributionResult {
  return {
    kind: 'attribution',
    attribution: noise([2, size], seed),
    standardError: noise([2, size], seed + 1),
    input: noise([2, size], seed + 2),
    output: noise([2, 3], seed + 3),
    outputIsProbability: false,
    target: { value: 'logits', indices: [2, 0] },
    targetOutput: [0.5, -1.5],
    law,
    conventions: ['Explains "logits" as the network gives it.'],
    provenance: {
      ...provenance,
      model: { path: '/w/digits.onnx', sha256: 'a'.repeat(64) },
      data: { path: '/w/digits.npz', array: 'x_test', sha256: 'b'.repeat(64) },
    },
  };
}

export function curves(): CurvesResult {
  return {
    kind: 'curves',
    xLabel: 'load α (patterns / weights)',
    yLabel: 'probability',
    curves: [
      { name: 'Cover 1965, N = 20', x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, 0.9, 0.5), from: 'theory' },
      {
        name: 'measured',
        x: Float64Array.of(1, 2),
        y: Float64Array.of(0.91, NaN),
        low: Float64Array.of(0.8, -Infinity),
        high: Float64Array.of(0.97, Infinity),
        from: 'measurement',
      },
    ],
    conventions: [],
    provenance: { ...provenance, parameters: { limit: Infinity } },
  };
}

export function newRun(id: string, others: Partial<NewRun> = {}): NewRun {
  return {
    id,
    label: 'smoothgrad · samples 25',
    request: { method: 'smoothgrad', parameters: { samples: 25 }, seed: 7, device: 'auto', model: 'digits.onnx', input: 'digits.npz#x_test', target: 'argmax' }, // prettier-ignore
    key: 'c'.repeat(64),
    started: '2026-11-21T04:20:16.123Z',
    seconds: 0.25,
    versions: { netloupe: '0.1.0' },
    ...others,
  };
}

export function noise(shape: readonly number[], seed: number): Float32Tensor {
  const { normal } = random(seed);
  return float32(shape, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, normal));
}

/** A run without arrays, and without flushing: a hundred runs take seconds otherwise. */
export function writeQuickly(root: string, id: string, state: 'done' | 'failed' = 'done'): void {
  const folder = join(root, '.netloupe', 'runs', id);
  mkdirSync(folder, { recursive: true });
  const outcome = state === 'done' ? { law } : { error: { kind: 'graph', message: 'No.' } as const };
  writeFileSync(join(folder, 'run.json'), formatRecord({ ...newRun(id), version: 1, state, ...outcome }));
}
