/**
 * Activations on request: from the cache if they were computed before, else computed in memory or straight to a file.
 */
import { columnArray } from '../shared/columns';
import { streamNpz, type NpzStream } from '../formats/npz-stream';
import { activations, collect, valueOf, type ActivationOptions } from '../methods/activations/activations';
import { keyOf, type CachedRows } from '../methods/activations/cache';
import type { ActivationsAnswer, ActivationsRequest } from '../shared/dataset';
import type { Pooling } from '../shared/embedding';
import { ArgumentError } from '../shared/errors';
import type { CallOptions } from '../shared/requests';
import type { Tensor } from '../shared/tensor';
import { askOf, type Asked, type Host } from './host';

export async function answerActivations(
  host: Host,
  request: ActivationsRequest,
  options: CallOptions,
): Promise<ActivationsAnswer> {
  const start = performance.now();
  if (!request.layers.length) throw new ArgumentError('Choose at least one layer.');
  const asked = await askOf(host, request);
  const { layers, conventions } = request.out
    ? await writeLayers(asked, request, request.out, options)
    : await layersInMemory(host, asked, request, options);
  return {
    layers,
    device: asked.device,
    seconds: (performance.now() - start) / 1000,
    conventions: [...asked.dataset.description.conventions, ...asked.samples.conventions, ...conventions],
  };
}

/** Rows of layers, each looked up by everything it depends on. Throws as {@link collect}. */
export async function rowsOfLayers(
  host: Host,
  asked: Asked,
  request: { layers: readonly string[]; pooling: Pooling; memoryBudget: number },
  options: CallOptions,
): Promise<CachedRows[]> {
  const { model, dataset, samples, device } = asked;
  const [modelHash, dataHash] = await Promise.all([host.hash(model), dataset.sha256(options)]);
  const values = request.layers.map((name) => valueOf(model, name));
  const { array } = dataset.description;
  const { preprocessing } = samples;
  const keys = values.map((layer) =>
    keyOf({ model: modelHash, data: dataHash, array, preprocessing, layer, pooling: request.pooling, device }),
  );
  const found = await Promise.all(keys.map((key) => host.cache.recall(key)));
  const missing = values.filter((_, i) => !found[i]);
  if (!missing.length) return found.map((rows) => rows!);
  const computed = await activations(optionsOf(asked, { ...request, layers: missing }, options));
  for (const { layer, rows, pool } of computed) {
    const cached = { layer, rows, convention: pool.convention };
    for (const [i, value] of values.entries()) {
      if (value !== layer) continue;
      if (!found[i]) await host.cache.remember(keys[i]!, cached);
      found[i] = cached;
    }
  }
  return found.map((rows) => rows!);
}

async function layersInMemory(host: Host, asked: Asked, request: ActivationsRequest, options: CallOptions) {
  const found = await rowsOfLayers(host, asked, request, options);
  return {
    layers: found.map(({ layer, rows }) => ({ layer, rows, shape: [...rows.shape] })),
    conventions: found.map(({ convention }) => convention),
  };
}

async function writeLayers(asked: Asked, request: ActivationsRequest, out: string, options: CallOptions) {
  const layers: ActivationsAnswer['layers'] = [];
  const conventions: string[] = [];
  let stream: NpzStream | undefined;
  try {
    await collect(
      optionsOf(asked, request, options),
      async (collected) => {
        for (const { layer, pool } of collected) {
          layers.push({ layer, shape: [asked.samples.count, pool.width] });
          conventions.push(pool.convention);
        }
        stream = await streamNpz(
          out,
          layers.map(({ layer, shape }) => ({ name: layer, shape })),
        );
      },
      (layer, _start, rows) => stream!.write(layers[layer]!.layer, rows),
    );
    await stream!.finish(await labelArrays(asked, new Set(layers.map(({ layer }) => layer))));
  } catch (error) {
    await stream?.abandon();
    throw error;
  }
  return { layers, conventions };
}

/**
 * The data's labels go with the rows, so that the file is a data set of its own: as numbers if all categories are
 * numbers, else as text.
 */
async function labelArrays({ dataset }: Asked, taken: ReadonlySet<string>): Promise<Record<string, Tensor>> {
  const arrays: Record<string, Tensor> = {};
  for (const { name, label } of dataset.description.columns) {
    if (!label || taken.has(name)) continue;
    const column = await dataset.column(name);
    arrays[name] = columnArray(column);
  }
  return arrays;
}

function optionsOf(
  { model, inputName, samples, device, engine }: Asked,
  { layers, pooling, memoryBudget }: { layers: readonly string[]; pooling: Pooling; memoryBudget: number },
  { signal, onProgress }: CallOptions,
): ActivationOptions {
  return {
    ...{ model, inputName, samples, device, engine, layers, pooling, memoryBudget, signal },
    progress: (fraction) => onProgress?.({ fraction, message: 'Running the model' }),
  };
}
