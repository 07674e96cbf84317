/** Occlusion of one picture by a window of an eighth of its sides that moves by half of itself. */
import type { Bench } from '../harness';

export async function occlusion(bench: Bench): Promise<void> {
  for (const [name, model, window, turns, runs, warmUp] of [
    ['MNIST CNN, 169 windows', 'mnist-cnn', 4, 10, 5, 1],
    ['ResNet-18, 225 windows', 'resnet18', 28, 2, 1, 0],
  ] as const) {
    await bench.makeModel(model, [1]);
    const parameters = { window, stride: window / 2 };
    await bench.compare(
      `${name}, occlusion`,
      { model, task: 'occlusion', batch: 1, parameters, turns, runs, warmUp },
      [16, 64].map((internalBatch) => ({ internalBatch })),
    );
  }
}
