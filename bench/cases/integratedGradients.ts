/**
 * Integrated gradients of one picture, 50 steps of Gauss-Legendre. PyTorch's loop takes the steps in batches of the size that is
 * fastest here; ours chooses its own, and also runs the two ends of the path for the completeness gap.
 */
import type { Bench } from '../harness';

export async function integratedGradients(bench: Bench): Promise<void> {
  await bench.makeModel('resnet18', [1]);
  await bench.compare(
    'ResNet-18, integrated gradients, 50 steps',
    { model: 'resnet18', task: 'integrated-gradients', batch: 1, parameters: { steps: 50 }, turns: 4, runs: 1 },
    [1, 10, 25, 50].map((internalBatch) => ({ internalBatch })),
  );
}
