/**
 * Gradients at many points: the engine room of every method that asks "how would this number change there?". Points stream
 * through in batches that fit the memory budget, so that a thousand of them need no more room than one batch.
 */
import { gradient, type GradientGraph } from '../../differentiate/gradient';
import type { Model } from '../../formats/model';
import { bind } from '../../graph/passes/bind';
import { cut } from '../../graph/passes/cut';
import { toFloat32Graph } from '../../graph/passes/float32';
import { operators } from '../../operators';
import { ArgumentError, GraphError, throwIfCancelled } from '../../shared/errors';
import { sizeOf, type Float32Tensor } from '../../shared/tensor';
import { rowsPerRun } from '../batches';
import type { MethodContext } from '../method';

export interface Points {
  count: number;
  /** Which sample of the input a point belongs to; its target is that sample's. */
  sampleOf(i: number): number;
  /** Writes point i, in the shape of one sample. */
  write(i: number, row: Float32Array): void;
  /** Takes the gradient of the target at point i (valid during the call only) and the target's value there. */
  take(i: number, gradient: Float32Array, value: number): void;
}

/**
 * Runs all points. Throws NoGradientError where the network cannot be differentiated, CancelledError between batches.
 * Progress goes from 0 to 1.
 */
export async function gradientsAt(context: MethodContext, points: Points): Promise<void> {
  const { model, inputName, input, target, engine, device, memoryBudget, signal } = context;
  const sampleShape = input.shape.slice(1);
  const sampleSize = sizeOf(sampleShape);
  const network = cut(toFloat32Graph(model.graph), [target.value], true);
  const others = network.inputs.filter(({ name }) => name !== inputName);
  if (others.length) {
    throw new ArgumentError(
      `${model.path} has more inputs than "${inputName}" (${others.map(({ name }) => name).join(', ')}); only models of one input can be explained.`,
    );
  }
  const build = (rows: number): GradientGraph => {
    const shape = [rows, ...sampleShape];
    return remembered(model, `${inputName} [${shape.join()}] ${target.value}`, () =>
      gradient(bind(network, { [inputName]: shape }, operators), target.value, [inputName]),
    );
  };

  const declared = model.graph.inputs.find(({ name }) => name === inputName)?.shape?.[0];
  const one = typeof declared === 'number' ? undefined : build(1);
  const most = one ? rowsPerRun(points.count, one.graph, memoryBudget) : (declared as number);
  const built = one ? (most > 1 && inBatch(build, most, target.value)) || one : build(most);
  const rows = built.graph.types.get(inputName)!.shape[0]!;
  const program = await engine.compile(built.graph, { device });

  const targetShape = built.graph.types.get(target.value)!.shape;
  const targetSize = sizeOf(targetShape) / rows;
  if (rows > 1 && targetShape[0] !== rows) {
    throw new ArgumentError(
      `"${target.value}" has shape [${targetShape.join()}] for the model's batch of ${rows}; it says nothing of single samples.`,
    );
  }
  const x: Float32Tensor = {
    dtype: 'float32',
    shape: [rows, ...sampleShape],
    data: new Float32Array(rows * sampleSize),
  };
  const seed: Float32Tensor = { dtype: 'float32', shape: targetShape, data: new Float32Array(rows * targetSize) };

  for (let start = 0; start < points.count; start += rows) {
    throwIfCancelled(signal);
    const filled = Math.min(rows, points.count - start);
    seed.data.fill(0);
    const indices = Array.from({ length: filled }, (_, r) => {
      points.write(start + r, x.data.subarray(r * sampleSize, (r + 1) * sampleSize));
      return r * targetSize + target.indices[points.sampleOf(start + r)]!;
    });
    for (const index of indices) seed.data[index] = 1;
    const results = await program.run({ [inputName]: x, [built.seed]: seed });
    const gradients = results[built.gradients[0]!]!.data as Float32Array;
    const values = results[built.of]!.data as Float32Array;
    indices.forEach((index, r) => {
      points.take(start + r, gradients.subarray(r * sampleSize, (r + 1) * sampleSize), values[index]!);
    });
    context.progress((start + filled) / points.count);
  }
}

/** The graph for several rows; undefined for a network that only takes one, such as one with a batch of 1 written into a Reshape. */
function inBatch(build: (rows: number) => GradientGraph, rows: number, target: string): GradientGraph | undefined {
  try {
    const built = build(rows);
    return built.graph.types.get(target)!.shape[0] === rows ? built : undefined;
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

/** Gradient graphs kept for each model. */
const MAX_GRAPHS = 8;

const graphs = new WeakMap<Model, Map<string, GradientGraph>>();

/** A model's gradient graph, made once: that takes 6 ms for ResNet-18, a tenth of what running it does. */
function remembered(model: Model, key: string, make: () => GradientGraph): GradientGraph {
  const known = graphs.get(model) ?? new Map<string, GradientGraph>();
  graphs.set(model, known);
  const graph = known.get(key) ?? make();
  if (known.size >= MAX_GRAPHS && !known.has(key)) known.clear();
  known.set(key, graph);
  return graph;
}

/** The gradient at each sample of the input itself, [N, …]. */
export async function gradientAtInput(context: MethodContext): Promise<Float32Tensor> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const result = new Float32Array(data.length);
  await gradientsAt(context, {
    count: shape[0]!,
    sampleOf: (i) => i,
    write: (i, row) => row.set(data.subarray(i * size, (i + 1) * size)),
    take: (i, gradient) => result.set(gradient, i * size),
  });
  return { dtype: 'float32', shape, data: result };
}
