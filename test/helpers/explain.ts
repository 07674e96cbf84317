/** Explanations of small networks made in tests, through real files. */
import { LocalService } from '../../src/kernel/service';
import type { Graph } from '../../src/graph/graph';
import type { AttributionResult } from '../../src/shared/results';
import type { Shape } from '../../src/shared/tensor';
import { writeArray, writeModel, type temporaryFolder } from './models';

/** How one number, the first of the output, is explained: on the CPU, with this seed. */
export function explainer(files: ReturnType<typeof temporaryFolder>, seed = 0, service = new LocalService()) {
  return (
    graph: Graph,
    shape: Shape,
    values: ArrayLike<number>,
    method: string,
    parameters: object = {},
  ): Promise<AttributionResult> =>
    service.attribute({
      model: writeModel(files.path('model.onnx'), graph),
      input: writeArray(files.path('x.npy'), shape, values),
      method,
      parameters: { ...parameters },
      target: '0',
      device: 'cpu',
      seed,
      memoryBudget: 2 ** 30,
    });
}
