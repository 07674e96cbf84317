/**
 * Backward passes with rules of their own: guided backpropagation, and LRP epsilon-plus on merged BatchNormalization. Ours also sums up
 * what every layer kept, for the ledger.
 */
import type { Bench } from '../harness';

export async function backwardPasses(bench: Bench): Promise<void> {
  await bench.makeModel('mnist-cnn', [64]);
  await bench.makeModel('resnet18', [1, 16]);
  for (const [name, model, batch, turns, runs] of [
    ['MNIST CNN', 'mnist-cnn', 64, 10, 5],
    ['ResNet-18', 'resnet18', 1, 8, 3],
    ['ResNet-18', 'resnet18', 16, 3, 1],
  ] as const) {
    const workload = { model, batch, turns, runs } as const;
    await bench.compare(`${name}, batch ${batch}, guided backpropagation`, { ...workload, task: 'guided-backprop' });
    const parameters = { composite: 'epsilon-plus' };
    await bench.compare(`${name}, batch ${batch}, LRP epsilon-plus`, { ...workload, task: 'lrp', parameters });
  }
}
