/** A convolutional network for 28×28 digits as in PyTorch's own example, at batch 64: small layers, where overhead shows. */
import type { Bench } from '../harness';

export async function mnistCnn(bench: Bench): Promise<void> {
  const workload = { model: 'mnist-cnn', batch: 64, turns: 10, runs: 5 } as const;
  await bench.makeModel('mnist-cnn', [64]);
  await bench.compare('MNIST CNN, batch 64, forward', { ...workload, task: 'forward' });
  await bench.compare('MNIST CNN, batch 64, input gradient', { ...workload, task: 'gradient' });
}
