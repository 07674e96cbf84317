/** Plain forward runs, batched. They use the file's own graph, so they work for operators we have no definition of. */
import type { Engine } from '../engine/engine';
import type { Device } from '../engine/runtime';
import type { Model } from '../formats/model';
import type { BoundGraph } from '../graph/graph';
import { bind } from '../graph/passes/bind';
import { cut } from '../graph/passes/cut';
import { operators } from '../operators';
import { GraphError, throwIfCancelled } from '../shared/errors';
import { sizeOf, storageOf, type Shape, type Tensor } from '../shared/tensor';
import { rowsPerRun } from './batches';

export interface ForwardOptions {
  model: Model;
  /** By input name; all with the same first size. */
  feeds: Readonly<Record<string, Tensor>>;
  outputs: readonly string[];
  engine: Engine;
  device: Device;
  memoryBudget: number;
  signal?: AbortSignal | undefined;
  progress?: (fraction: number) => void;
}

/**
 * The values `outputs` for every sample, joined along their first axis. Throws GraphError for an unknown name, DeviceError if the
 * network cannot run.
 */
export async function forward(options: ForwardOptions): Promise<Record<string, Tensor>> {
  const { model, feeds, outputs, engine, device, memoryBudget, signal } = options;
  const graph = cut(model.graph, outputs);
  const program = await engine.compile(graph, { device });
  const count = Object.values(feeds)[0]?.shape[0] ?? 1;
  const fixed = graph.inputs.map(({ shape }) => shape?.[0]).find((size) => typeof size === 'number');
  const oneSample = Object.fromEntries(
    Object.entries(feeds).map(([name, { shape }]) => [name, [1, ...shape.slice(1)]]),
  );
  const rows = fixed ?? rowsPerRun(count, tryBind(graph, oneSample), memoryBudget);
  const parts: Record<string, Tensor>[] = [];
  for (let start = 0; start < count; start += rows) {
    throwIfCancelled(signal);
    const filled = Math.min(rows, count - start);
    const batch = graph.inputs.map(
      ({ name }) => [name, takeRows(feeds[name], start, filled, fixed ?? filled)] as const,
    );
    const results = await program.run(
      Object.fromEntries(batch.flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : []))),
    );
    parts.push(
      Object.fromEntries(Object.entries(results).map(([name, t]) => [name, firstRows(t, filled, fixed ?? filled)])),
    );
    options.progress?.((start + filled) / count);
  }
  return Object.fromEntries(outputs.map((name) => [name, join(parts.map((part) => part[name]!))]));
}

/** The graph with shapes, or undefined where an operator is unknown to us: then only the engine can tell what it needs. */
function tryBind(graph: Parameters<typeof bind>[0], shapes: Readonly<Record<string, Shape>>): BoundGraph | undefined {
  try {
    return bind(graph, shapes, operators);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

/** Rows start … start + filled, with zeros up to `rows`. */
function takeRows(tensor: Tensor | undefined, start: number, filled: number, rows: number): Tensor | undefined {
  if (!tensor || tensor.dtype === 'string') return tensor;
  const size = sizeOf(tensor.shape.slice(1));
  const data = new (storageOf(tensor.dtype))(rows * size);
  data.set(tensor.data.slice(start * size, (start + filled) * size) as never);
  return { dtype: tensor.dtype, shape: [rows, ...tensor.shape.slice(1)], data };
}

/** Drops the rows that were padding; a value that has no batch axis is left alone. */
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
