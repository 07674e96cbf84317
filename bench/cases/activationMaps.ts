/** Class activation maps of one picture at the last layer with places: Grad-CAM, and Score-CAM with a forward run for each channel. */
import type { Bench } from '../harness';

export async function activationMaps(bench: Bench): Promise<void> {
  for (const [name, model, turns, runs, warmUp] of [
    ['MNIST CNN, 64 channels', 'mnist-cnn', 10, 5, 1],
    // A run of Score-CAM takes a quarter of a minute.
    ['ResNet-18, 512 channels', 'resnet18', 2, 1, 0],
  ] as const) {
    await bench.makeModel(model, [1]);
    const workload = { model, batch: 1 } as const;
    await bench.compare(`${name}, Grad-CAM`, { ...workload, task: 'grad-cam', turns: 10, runs: 5 });
    await bench.compare(
      `${name}, Score-CAM`,
      { ...workload, task: 'score-cam', turns, runs, warmUp },
      [16, 64].map((internalBatch) => ({ internalBatch })),
    );
  }
}
