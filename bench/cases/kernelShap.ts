/** KernelSHAP of one picture with 2,048 coalitions of patches. Both sides solve the same regression: theirs is given our coalitions. */
import type { Bench } from '../harness';

export async function kernelShap(bench: Bench): Promise<void> {
  for (const [name, model, side, turns, warmUp, batches] of [
    ['MNIST CNN, 49 patches', 'mnist-cnn', 4, 5, 1, [16, 64, 256]],
    // A run takes most of a minute.
    ['ResNet-18, 256 patches', 'resnet18', 14, 1, 0, [64]],
  ] as const) {
    await bench.makeModel(model, [1]);
    const parameters = { samples: 2048, players: `patches:${side}` };
    await bench.compare(
      `${name}, KernelSHAP, 2,048 samples`,
      { model, task: 'kernel-shap', batch: 1, parameters, turns, runs: 1, warmUp },
      batches.map((internalBatch) => ({ internalBatch })),
    );
  }
}
