/** From the request to the heatmap of the bundled digit: a new compute process (cold), and one that has answered before (warm). */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KernelClient } from '../../src/kernel/client';
import type { AttributeRequest } from '../../src/shared/requests';
import type { Bench } from '../harness';

const COLD = 5;
const WARM = 20;

const request: AttributeRequest = {
  model: path('../../examples/digits.onnx'),
  input: path('../../examples/digits/0-a.png'),
  method: 'integrated-gradients',
  parameters: {},
  target: 'argmax',
  device: 'cpu',
  seed: 0,
  memoryBudget: 2 ** 30,
};

export async function digits(bench: Bench): Promise<void> {
  if (!existsSync(request.model) || !existsSync(request.input)) {
    console.log(`  left out: ${request.model} or ${request.input} is not there`);
    return;
  }
  const cold: number[] = [];
  const warm: number[] = [];
  for (let process = 0; process < COLD; process++) {
    const kernel = new KernelClient({ script: path('../../dist/kernel.mjs'), log: () => undefined });
    cold.push(await explain(kernel));
    for (let i = 0; i < WARM / COLD; i++) warm.push(await explain(kernel));
    await kernel.dispose();
  }
  report(bench, 'Digit, integrated gradients, cold', cold, '1500 ms');
  report(bench, 'Digit, integrated gradients, warm', warm, '200 ms');
}

async function explain(kernel: KernelClient): Promise<number> {
  const start = performance.now();
  await kernel.service.attribute(request);
  return performance.now() - start;
}

/** The median, for that is what a person waits. */
function report(bench: Bench, title: string, times: number[], goal: string): void {
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
  bench.report({ title, value: `${median.toFixed(0)} ms`, goal });
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
