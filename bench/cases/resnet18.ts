/** ResNet-18 on 224×224 pictures: the network that everybody knows, for one picture and for a batch. */
import type { Bench } from '../harness';

export async function resnet18(bench: Bench): Promise<void> {
  await bench.makeModel('resnet18', [1, 16]);
  for (const [batch, turns, runs] of [
    [1, 8, 4],
    [16, 4, 1],
  ] as const) {
    const workload = { model: 'resnet18', batch, turns, runs } as const;
    await bench.compare(`ResNet-18, batch ${batch}, forward`, { ...workload, task: 'forward' });
    await bench.compare(`ResNet-18, batch ${batch}, input gradient`, { ...workload, task: 'gradient' });
  }
}
