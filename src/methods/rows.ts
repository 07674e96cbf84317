/**
 * Many rows through a graph derived from the network: the core of every method that runs the network more than once.
 * Rows stream through in batches that fit the memory budget, so that a thousand need no more memory than one batch. The
 * method decides what the graph computes (a value, a gradient, relevance) and what the rows mean.
 */
import type { Model } from '../formats/models/model';
import type { BoundGraph } from '../graph/graph';
import { bind } from '../graph/passes/bind';
import { cut } from '../graph/passes/cut';
import { toFloat32Graph } from '../graph/passes/float32';
import { splice } from '../graph/passes/splice';
import { operators } from '../operators';
import { ArgumentError, GraphError, throwIfCancelled, UnsuitableError } from '../shared/errors';
import { sizeOf, toFloat32, type Float32Tensor, type Shape } from '../shared/tensor';
import { rowsPerRun } from './batches';
import type { MethodContext } from './method';
import { hasRows, shapeOfSample } from './stacking';

/** A graph for a number of rows: the first axis of every feed and output counts them. */
export interface RowGraph {
  graph: BoundGraph;
  /** Inputs of the graph that are written row by row. */
  feeds: readonly string[];
  /** Outputs that are read row by row; the graph may have no others. */
  outputs: readonly string[];
}

export interface RowTask<G extends RowGraph = RowGraph> {
  /** Identifies this graph among others derived from the same network. */
  name: string;
  /** The network's values it needs: the network is cut to them. */
  of: readonly string[];
  /** Builds the graph from the network bound to a number of rows. */
  build(network: BoundGraph, rows: number): G;
}

export interface Rows {
  count: number;
  /** The sample of the input that row i belongs to; i itself by default. */
  sampleOf?(i: number): number;
  /** Writes row i of each feed, in the order of {@link RowGraph.feeds}; the arrays start at zero. */
  write(i: number, feeds: readonly Float32Array[]): void;
  /**
   * Receives row i of each output, in the order of {@link RowGraph.outputs}; the arrays are valid only during the call.
   */
  take(i: number, outputs: readonly Float32Array[]): void;
}

export type RowContext = Pick<
  MethodContext,
  'model' | 'inputName' | 'input' | 'below' | 'engine' | 'device' | 'memoryBudget' | 'signal' | 'progress'
>;

/**
 * Runs all rows. Progress goes from 0 to 1. Throws CancelledError between batches, UnsuitableError for a model with
 * several inputs, ArgumentError for outputs that mix samples, and whatever `build` throws. Returns what was built, and
 * the shape of a row of any of its values.
 */
export async function runRows<G extends RowGraph>(
  context: RowContext,
  task: RowTask<G>,
  rows: Rows,
): Promise<G & { shapeOf(value: string): Shape }> {
  const { engine, device, signal } = context;
  const { built, perRun } = graphFor(context, task, rows.count);
  const program = await engine.compile(built.graph, { device });
  const feeds = built.feeds.map((name): Float32Tensor => {
    const { shape } = built.graph.types.get(name)!;
    return { dtype: 'float32', shape, data: new Float32Array(sizeOf(shape)) };
  });
  const around = feedAround(context, built);
  for (let start = 0; start < rows.count; start += perRun) {
    throwIfCancelled(signal);
    const filled = Math.min(perRun, rows.count - start);
    for (const { data } of feeds) data.fill(0);
    for (let r = 0; r < filled; r++) around?.write(r, rows.sampleOf?.(start + r) ?? start + r);
    for (let r = 0; r < filled; r++)
      rows.write(
        start + r,
        feeds.map(({ data }) => rowOf(data, r, perRun)),
      );
    const results = await program.run({
      ...Object.fromEntries(built.feeds.map((name, i) => [name, feeds[i]!])),
      ...around?.feed,
    });
    const outputs = built.outputs.map((name) => toFloat32(results[name]!).data);
    for (let r = 0; r < filled; r++)
      rows.take(
        start + r,
        outputs.map((data) => rowOf(data, r, perRun)),
      );
    context.progress((start + filled) / rows.count);
  }
  return { ...built, shapeOf: (value) => shapeOfSample(built.graph.types.get(value)!.shape, perRun) };
}

/** The model's input, if a layer is explained and paths lead around it. */
function feedAround({ below }: RowContext, { graph, feeds }: RowGraph) {
  if (!below || feeds.includes(below.inputName) || !graph.inputs.some(({ name }) => name === below.inputName))
    return undefined;
  const { shape } = graph.types.get(below.inputName)!;
  const size = sizeOf(shape.slice(1));
  const data = new Float32Array(sizeOf(shape));
  return {
    feed: { [below.inputName]: { dtype: 'float32' as const, shape, data } },
    write: (row: number, sample: number): void =>
      data.set(below.input.data.subarray(sample * size, (sample + 1) * size), row * size),
  };
}

function rowOf(data: Float32Array, row: number, rows: number): Float32Array {
  const size = data.length / rows;
  return data.subarray(row * size, (row + 1) * size);
}

/** The task's graph for as many rows as pay off, and how many these are. */
function graphFor<G extends RowGraph>(
  context: RowContext,
  task: RowTask<G>,
  count: number,
): { built: G; perRun: number } {
  const { model, inputName, input, memoryBudget } = context;
  const build = (rows: number): G =>
    remembered(
      graphs,
      model,
      `${task.name} of ${task.of.join()} from ${inputName} [${[rows, ...input.shape.slice(1)].join()}]`,
      () => task.build(networkFor(context, task.of, rows), rows),
    );
  const declared = declaredRows(context);
  if (declared !== undefined) return { built: inRows(build(declared), declared), perRun: declared };
  const one = build(1);
  const most = rowsPerRun(count, one.graph, memoryBudget);
  const several = most > 1 ? inBatch(build, one, most) : undefined;
  return several ? { built: several, perRun: most } : { built: one, perRun: 1 };
}

/**
 * The part of the network that computes the values `of`, bound to a number of rows. Throws UnsuitableError for a model
 * with several inputs.
 */
export function networkFor(context: RowContext, of: readonly string[], rows = declaredRows(context) ?? 1): BoundGraph {
  const { model, inputName, input, below } = context;
  const shape = [rows, ...(below ?? { input }).input.shape.slice(1)].join();
  return remembered(networks, model, `${of.join()} from ${inputName} [${shape}]`, () => bound(context, of, rows));
}

function bound(context: RowContext, of: readonly string[], rows: number): BoundGraph {
  const { model, below } = context;
  const { inputName, input } = below ?? context;
  const network = cut(toFloat32Graph(model.graph), of, true);
  const others = network.inputs.filter(({ name }) => name !== inputName);
  if (others.length) {
    throw new UnsuitableError(
      `${model.path} has inputs besides "${inputName}" (${others.map(({ name }) => name).join(', ')}); only models with one input can be explained.`,
    );
  }
  const whole = bind(network, { [inputName]: [rows, ...input.shape.slice(1)] }, operators);
  return below ? splice(whole, context.inputName) : whole;
}

/** The number of rows that a file fixes. */
function declaredRows({ model, below, ...context }: RowContext): number | undefined {
  const inputName = below?.inputName ?? context.inputName;
  const declared = model.graph.inputs.find(({ name }) => name === inputName)?.shape?.[0];
  return typeof declared === 'number' ? declared : undefined;
}

/**
 * The graph for several rows; undefined for a network that takes only one, such as one with a batch of 1 written into a
 * Reshape, or whose outputs have no batch axis.
 */
function inBatch<G extends RowGraph>(build: (rows: number) => G, one: G, rows: number): G | undefined {
  try {
    const several = build(rows);
    const shapes = [one, several].map(({ graph, outputs }) => outputs.map((name) => graph.types.get(name)!.shape));
    return shapes[0]!.every((shape, i) => hasRows(shape, shapes[1]![i]!, rows)) ? several : undefined;
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

/** Throws ArgumentError for a value that the samples of the model's fixed batch share. */
function inRows<G extends RowGraph>(built: G, rows: number): G {
  const mixed = built.outputs.find((name) => rows > 1 && built.graph.types.get(name)!.shape[0] !== rows);
  if (mixed === undefined) return built;
  throw new ArgumentError(
    `"${mixed}" has shape [${built.graph.types.get(mixed)!.shape.join()}] for the model's fixed batch of ${rows}; it mixes samples, so single samples cannot be explained there.`,
  );
}

/** Graphs kept for each model. */
const MAX_GRAPHS = 8;

type Store<T> = WeakMap<Model, Map<string, T>>;

const networks: Store<BoundGraph> = new WeakMap();
const graphs: Store<RowGraph> = new WeakMap();

/** Built once: a gradient graph takes 6 ms for ResNet-18, a tenth of running it. */
function remembered<T, R extends T>(store: Store<T>, model: Model, key: string, make: () => R): R {
  const known = store.get(model) ?? new Map<string, T>();
  store.set(model, known);
  // Equal keys always stand for equal graphs.
  const value = (known.get(key) as R | undefined) ?? make();
  if (known.size >= MAX_GRAPHS && !known.has(key)) known.clear();
  known.set(key, value);
  return value;
}
