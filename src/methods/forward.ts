/**
 * Plain forward runs, batched. They use the file's own graph, so they work for unknown operators too, but not if the
 * file's operator set is older than the engine supports.
 */
import type { Engine } from '../engine/engine';
import type { Device } from '../engine/runtime';
import type { Model } from '../formats/models/model';
import type { BoundGraph } from '../graph/graph';
import { bind } from '../graph/passes/bind';
import { cut } from '../graph/passes/cut';
import { operators } from '../operators';
import { FIRST_RUN } from '../graph/passes/earlySets';
import { GraphError, throwIfCancelled } from '../shared/errors';
import { sizeOf, storageOf, type Shape, type Tensor } from '../shared/tensor';
import { rowsPerRun } from './batches';

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
  /** By input name; all share their first size. */
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
 * The values `outputs` for every sample, joined along their first axis. Throws GraphError for an unknown name,
 * DeviceError if the network cannot run.
 */
export async function forward({ feeds, ...options }: ForwardOptions): Promise<Record<string, Tensor>> {
  const parts: Record<string, Tensor>[] = [];
  const source: Feeds = {
    count: Object.values(feeds)[0]?.shape[0] ?? 1,
    shapes: Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, [1, ...shape.slice(1)]])),
    read: async (start, count) =>
      Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, takeRows(tensor, start, count)])),
  };
  for await (const { values } of forwardBatches(options, source)) parts.push(values);
  return Object.fromEntries(options.outputs.map((name) => [name, join(parts.map((part) => part[name]!))]));
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
  { count, shapes, read }: Feeds,
): AsyncGenerator<Batch, void, undefined> {
  const own = cut(model.graph, outputs);
  const declared = own.inputs.map(({ shape }) => shape?.[0]).find((size) => typeof size === 'number');
  const rows = declared ?? rowsPerRun(count, tryBind(own, shapes), memoryBudget);
  const isEarly = own.opset < FIRST_RUN;
  const graph = isEarly ? bind(own, inRows(shapes, rows), operators) : own;
  const fixed = isEarly ? rows : declared;
  const program = await engine.compile(graph, { device });
  for (let start = 0; start < count; start += rows) {
    throwIfCancelled(signal);
    const filled = Math.min(rows, count - start);
    const feeds = await read(start, filled);
    const batch = graph.inputs.flatMap(({ name }) => {
      const tensor = feeds[name];
      return tensor ? [[name, padded(tensor, filled, fixed ?? filled)] as const] : [];
    });
    const results = await program.run(Object.fromEntries(batch));
    const values = Object.entries(results).map(([name, t]) => [name, firstRows(t, filled, fixed ?? filled)] as const);
    yield { start, count: filled, values: Object.fromEntries(values) };
    progress?.((start + filled) / count);
  }
}

/** The graph with shapes, or undefined if it has an unknown operator: then only the engine knows what it needs. */
function tryBind(graph: Parameters<typeof bind>[0], shapes: Readonly<Record<string, Shape>>): BoundGraph | undefined {
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

function takeRows(tensor: Tensor, start: number, count: number): Tensor {
  const size = sizeOf(tensor.shape.slice(1));
  return {
    dtype: tensor.dtype,
    shape: [count, ...tensor.shape.slice(1)],
    data: tensor.data.slice(start * size, (start + count) * size),
  };
}

/** Padded with zeros to `rows`. */
function padded(tensor: Tensor, filled: number, rows: number): Tensor {
  if (filled === rows || tensor.dtype === 'string') return tensor;
  const data = new (storageOf(tensor.dtype))((tensor.data.length / filled) * rows);
  data.set(tensor.data as never);
  return { dtype: tensor.dtype, shape: [rows, ...tensor.shape.slice(1)], data };
}

/** Drops padding rows; leaves a value without a batch axis alone. */
function firstRows(tensor: Tensor, filled: number, rows: number): Tensor {
  if (filled === rows || tensor.shape[0] !== rows) return tensor;
  const size = sizeOf(tensor.shape.slice(1));
  return { ...tensor, shape: [filled, ...tensor.shape.slice(1)], data: tensor.data.slice(0, filled * size) };
}

function join(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (!first || parts.length === 1 || first.dtype === 'string') return first!;
  const data = new (storageOf(first.dtype))(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data as never, at);
    at += part.data.length;
  }
  const rows = parts.reduce((sum, part) => sum + (part.shape[0] ?? 1), 0);
  return { dtype: first.dtype, shape: [rows, ...first.shape.slice(1)], data };
}
