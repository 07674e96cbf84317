/**
 * Activations of layers over a data set: any number of layers in one pass, each pooled to one row per sample. Rows
 * stream to their consumer, so a data set need not fit into memory; `cache.ts` keeps computed ones.
 */
import type { Samples } from '../../formats';
import { producers, type Graph } from '../../graph/graph';
import type { Pooling } from '../../shared/embedding';
import { ArgumentError } from '../../shared/errors';
import { nearestNames } from '../../shared/nearest';
import { float32, toFloat32, type Float32Tensor } from '../../shared/tensor';
import { forwardBatches, type BatchOptions } from '../forward';
import { poolOf, poolRows, type Pool } from './pooling';

export interface ActivationOptions extends Omit<BatchOptions, 'outputs'> {
  /**
   * Name of the model input that receives the samples; a model with several inputs has no activations over one data
   * set.
   */
  inputName: string;
  samples: Samples;
  /** Names of values or of layers. */
  layers: readonly string[];
  pooling: Pooling;
}

export interface CollectedLayer {
  /** Name of the value. */
  layer: string;
  pool: Pool;
}

/**
 * Calls `begin` once, when the widths of the rows are known, then `take` with rows [count × width] of each layer, in
 * order, valid only during the call. Throws ArgumentError for an unknown layer, with the nearest names.
 */
export async function collect(
  { model, inputName, samples, layers, pooling, ...options }: ActivationOptions,
  begin: (layers: readonly CollectedLayer[]) => Promise<void> | void,
  take: (layer: number, start: number, rows: Float32Array) => Promise<void> | void,
): Promise<void> {
  const outputs = [...new Set(layers.map((name) => valueOf(model, name)))];
  const batches = forwardBatches(
    { ...options, model, outputs },
    {
      count: samples.count,
      shapes: { [inputName]: [1, ...samples.shape] },
      read: async (start, count) => ({
        [inputName]: await samples.read(start, count, options.signal && { signal: options.signal }),
      }),
    },
  );
  let collected: CollectedLayer[] | undefined;
  for await (const { start, count, values } of batches) {
    if (!collected) {
      collected = outputs.map((layer) => ({
        layer,
        pool: poolOf(model.graph, layer, values[layer]!.shape, pooling, count),
      }));
      await begin(collected);
    }
    for (const [i, { layer, pool }] of collected.entries()) {
      const value = toFloat32(values[layer]!);
      const rows = new Float32Array(count * pool.width);
      poolRows(value.data, value.shape, pool, rows);
      await take(i, start, rows);
    }
  }
}

/** The same as arrays [N, D], by the names of the values. */
export async function activations(
  options: ActivationOptions,
): Promise<{ rows: Float32Tensor; layer: string; pool: Pool }[]> {
  const whole: { rows: Float32Tensor; layer: string; pool: Pool }[] = [];
  await collect(
    options,
    (layers) => {
      for (const { layer, pool } of layers) {
        const shape = [options.samples.count, pool.width];
        whole.push({ layer, pool, rows: float32(shape, new Float32Array(options.samples.count * pool.width)) });
      }
    },
    (layer, start, rows) => {
      const { pool, rows: all } = whole[layer]!;
      all.data.set(rows, start * pool.width);
    },
  );
  return whole;
}

/** The output of a layer, by its own name or the layer's. Throws ArgumentError, with the nearest names. */
export function valueOf({ graph, path }: { graph: Graph; path: string }, name: string): string {
  const made = producers(graph);
  if (made.has(name)) return name;
  const node = graph.nodes.find((candidate) => candidate.name === name);
  if (node?.outputs[0]) return node.outputs[0];
  const names = [...new Set([...made.keys(), ...graph.nodes.map((candidate) => candidate.name)])].filter(Boolean);
  throw new ArgumentError(`${path} has no layer "${name}"; ${nearestNames(name, names)}.`);
}
