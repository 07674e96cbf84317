/**
 * Which methods cannot explain a prediction, and why: prepares the prediction as far as it takes to ask them
 * (`methods/unsuitable.ts`).
 */
import { attributions } from '../methods/attribution';
import { parseTarget, targetValue } from '../methods/target';
import { unsuitable } from '../methods/unsuitable';
import type { Service } from '../shared/requests';
import { toFloat32 } from '../shared/tensor';
import type { Host } from './host';
import { blackInput, explainedInput, load } from './inputs';

/** Why methods cannot explain the first prediction, by id; the others can. */
export async function unsuitableMethods(
  host: Host,
  request: Parameters<Service['unsuitable']>[0],
): Promise<Record<string, string>> {
  const model = await host.open(request.model);
  const explained = await explainedInput(model);
  const read = (spec: string, most?: number) => load(spec, explained, request.preprocessing, { most });
  const loaded = await read(request.input, 1);
  const black = blackInput(loaded, explained);
  return unsuitable(attributions, {
    model,
    inputName: explained.name,
    input: toFloat32(loaded.tensor),
    target: { value: targetValue(await parseTarget(request.target, model), model), indices: [0] },
    ...(black && { black }),
    readInput: async (other) => toFloat32((await read(other)).tensor),
  });
}
