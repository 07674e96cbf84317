/** A model of 553 MB (VGG-16): its structure is listed without reading the weights, and its gradient takes them from the file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeNpy } from '../../src/formats';
import { KernelClient } from '../../src/kernel/client';
import { float32 } from '../../src/shared/tensor';
import type { Bench } from '../harness';
import { writeModel } from '../models';
import { peakBytes } from '../peer';
import { megabytes } from '../table';

export async function largeModel(bench: Bench): Promise<void> {
  const model = join(bench.folder, 'vgg16.onnx');
  const input = join(bench.folder, 'vgg16.npy');
  writeModel('vgg16', model);
  writeFileSync(input, encodeNpy(float32([1, 3, 224, 224], new Float32Array(3 * 224 * 224).fill(0.5))));
  await measure(bench, 'VGG-16 of 553 MB, structure', '1000 ms, 150 MB', (kernel) =>
    kernel.service.describeModel(model),
  );
  const gradient = { model, input, method: 'gradient', parameters: {}, target: '3', device: 'cpu', seed: 0 };
  await measure(bench, 'VGG-16 of 553 MB, first gradient', '', (kernel) =>
    kernel.service.attribute({ ...gradient, memoryBudget: 2 ** 30 }),
  );
}

/** From the request to a new process to its answer, and that process's peak memory. */
async function measure(bench: Bench, title: string, goal: string, ask: (kernel: KernelClient) => Promise<unknown>) {
  const script = fileURLToPath(new URL('../../dist/kernel.mjs', import.meta.url));
  const kernel = new KernelClient({ script, log: () => undefined });
  const start = performance.now();
  await ask(kernel);
  const time = performance.now() - start;
  bench.report({ title, value: `${time.toFixed(0)} ms, ${megabytes(await peakBytes(kernel.pid))}`, goal });
  await kernel.dispose();
}
