/**
 * Plain forward runs, batched. They use the file's own graph, so they work for unknown operators too, but not if the
 * file's operator set is older than the engine supports.
 */
import type { Engine } from '../engine/engine';
import type { Device } from '../engine/runtime';
import type { Model } from '../formats/models/model';
import type { BoundGraph, Graph } from '../graph/graph';
import { bind } from '../graph/passes/bind';
import { cut } from '../graph/passes/cut';
import { FIRST_RUN } from '../graph/passes/earlySets';
import { operators } from '../operators';
import { GraphError, throwIfCancelled } from '../shared/errors';
import type { Shape, Tensor } from '../shared/tensor';
import { rowsPerRun } from './batches';
import { hasRows, joinRows, samplesOfRun, padRows, takeRows } from './stacking';

export interface BatchOptions {
  model: Model;
  outputs: readonly string[];
  engine: Engine;
  device: Device;
  memoryBudget: number;
  signal?: AbortSignal | undefined;
  progress?: (fraction: number) => void;
}

export interface ForwardOptions extends BatchOptions {
  /** By input name. A common first size counts the samples; otherwise they are used whole. */
  feeds: Readonly<Record<string, Tensor>>;
}

/** Samples that are read on demand. */
export interface Feeds {
  count: number;
  /** By input name, for one sample: [1, …]. */
  shapes: Readonly<Record<string, Shape>>;
  /** By input name, `count` samples from `start` on. */
  read(start: number, count: number): Promise<Readonly<Record<string, Tensor>>>;
}

/**
 * The values `outputs` for every sample, stacked along their first axis. In a model with a fixed batch, values without a
 * batch axis come unchanged. Throws GraphError for an unknown name, DeviceError if the network cannot run.
 */
export async function forward({ feeds, ...options }: ForwardOptions): Promise<Record<string, Tensor>> {
  if (new Set(Object.values(feeds).map(({ shape }) => shape[0])).size > 1) return forwardOnce(options, feeds);
  const parts: Record<string, Tensor>[] = [];
  const source: Feeds = {
    count: Object.values(feeds)[0]?.shape[0] ?? 1,
    shapes: Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, [1, ...shape.slice(1)]])),
    read: async (start, count) =>
      Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, takeRows(tensor, start, count)])),
  };
  for await (const { values } of forwardBatches(options, source)) parts.push(values);
  return Object.fromEntries(options.outputs.map((name) => [name, joinRows(parts.map((part) => part[name]!))]));
}

async function forwardOnce(
  { model, outputs, engine, device }: BatchOptions,
  feeds: ForwardOptions['feeds'],
): Promise<Record<string, Tensor>> {
  const shapes = Object.entries(feeds).map(([name, { shape }]): [string, Shape] => [name, shape]);
  const graph = runnable(cut(model.graph, outputs), Object.fromEntries(shapes));
  return (await engine.compile(graph, { device })).run(feeds);
}

/** The graph itself; or, where the engine refuses its operator set, bound to these shapes and brought to a later one. */
function runnable(graph: Graph, shapes: Readonly<Record<string, Shape>>): Graph {
  return graph.opset < FIRST_RUN ? bind(graph, shapes, operators) : graph;
}

/** One run of the engine: the values of the samples from `start` on. */
export interface Batch {
  start: number;
  count: number;
  values: Record<string, Tensor>;
}

/** The same batch by batch, so that memory never holds all samples or all values. Throws the same errors. */
export async function* forwardBatches(
  { model, outputs, engine, device, memoryBudget, signal, progress }: BatchOptions,
  source: Feeds,
): AsyncGenerator<Batch, void, undefined> {
  const { count, shapes, read } = source;
  const own = cut(model.graph, outputs);
  const declared = own.inputs.map(({ shape }) => shape?.[0]).find((size) => typeof size === 'number');
  const rows = declared ?? rowsFor(own, source, { outputs, memoryBudget });
  const graph = runnable(own, inRows(shapes, rows));
  const fixed = graph === own ? declared : rows;
  const program = await engine.compile(graph, { device });
  for (let start = 0; start < count; start += rows) {
    throwIfCancelled(signal);
    const filled = Math.min(rows, count - start);
    const feeds = await read(start, filled);
    const batch = graph.inputs.flatMap(({ name }) => {
      const tensor = feeds[name];
      return tensor ? [[name, padRows(tensor, filled, fixed ?? filled)] as const] : [];
    });
    const results = await program.run(Object.fromEntries(batch));
    const run = fixed ?? filled;
    const values = Object.entries(results).map(([name, value]) => [name, samplesOfRun(value, filled, run)] as const);
    yield { start, count: filled, values: Object.fromEntries(values) };
    progress?.((start + filled) / count);
  }
}

/** Samples per run, if the file leaves it open: one, if the outputs have no batch axis. */
function rowsFor(
  graph: Graph,
  { count, shapes }: Feeds,
  { outputs, memoryBudget }: Pick<BatchOptions, 'outputs' | 'memoryBudget'>,
): number {
  const one = tryBind(graph, shapes);
  const most = rowsPerRun(count, one, memoryBudget);
  if (most === 1) return 1;
  if (!one) return graph.outputs.every(({ shape }) => typeof (shape ?? '?')[0] === 'string') ? most : 1;
  const many = tryBind(graph, inRows(shapes, most));
  return many && outputs.every((name) => hasRows(one.types.get(name)!.shape, many.types.get(name)!.shape, most))
    ? most
    : 1;
}

/** The graph with shapes, or undefined if they do not fit or an operator is unknown: then only the engine knows. */
function tryBind(graph: Graph, shapes: Readonly<Record<string, Shape>>): BoundGraph | undefined {
  try {
    return bind(graph, shapes, operators);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

function inRows(shapes: Readonly<Record<string, Shape>>, rows: number): Record<string, Shape> {
  return Object.fromEntries(Object.entries(shapes).map(([name, [, ...rest]]) => [name, [rows, ...rest]]));
}
