/** The network's own values: any of them for given inputs. */
import { chooseDevice } from '../engine/devices';
import { loadArray } from '../formats';
import type { Model } from '../formats/models/model';
import { forward } from '../methods/forward';
import type { CallOptions, ForwardAnswer, ForwardRequest } from '../shared/requests';
import type { Tensor } from '../shared/tensor';
import { costOfModel } from './describe';
import type { Host } from './host';
import { anyBatch, load, named } from './inputs';

export async function answerForward(
  host: Host,
  request: ForwardRequest,
  { signal, onProgress }: CallOptions,
): Promise<ForwardAnswer> {
  const start = performance.now();
  const model = await host.open(request.model);
  const outputs = request.outputs.length ? request.outputs : model.graph.outputs.map(({ name }) => name);
  const feeds = await feedsOf(model, request, signal);
  const samples = Object.values(feeds)[0]?.shape[0] ?? 1;
  const device = await chooseDevice(request.device, () => costOfModel(model.graph) * samples);
  const results = await forward({
    model,
    feeds,
    outputs,
    engine: host.engineOf(),
    device,
    memoryBudget: request.memoryBudget,
    signal,
    progress: (fraction) => onProgress?.({ fraction, message: 'Running the model' }),
  });
  return { outputs: results, device, seconds: (performance.now() - start) / 1000 };
}

/** A model with several inputs takes them by name from the arrays of one .npz; text cannot come from a data set. */
async function feedsOf(
  model: Model,
  { input, preprocessing }: ForwardRequest,
  signal: AbortSignal | undefined,
): Promise<Record<string, Tensor>> {
  const [first, ...others] = model.graph.inputs;
  if (!first) return {};
  const open = { ...(signal && { signal }) };
  if (!others.length && first.dtype === 'string')
    return { [first.name]: await loadArray(input, anyBatch(first), open) };
  if (!others.length)
    return { [first.name]: (await load(input, await named(model, first), preprocessing, open)).tensor };
  const arrays = model.graph.inputs.map(
    async (info) => [info.name, await loadArray(`${input}#${info.name}`, info, open)] as const,
  );
  return Object.fromEntries(await Promise.all(arrays));
}
