/** Gradients at many points, for every method that asks how the target changes there. */
import type { Rules } from '../../differentiate/backward';
import { gradient } from '../../differentiate/gradient';
import { sizeOf, type Float32Tensor } from '../../shared/tensor';
import type { MethodContext } from '../method';
import { runRows, type RowTask } from '../rows';

export interface Points {
  count: number;
  /** The sample of the input that a point belongs to; its target is that sample's. */
  sampleOf(i: number): number;
  /** Writes point i, in the shape of one sample. */
  write(i: number, row: Float32Array): void;
  /** Receives the target's gradient at point i (valid only during the call) and its value there. */
  take(i: number, gradient: Float32Array, value: number): void;
}

/** A backward pass other than the gradient: its rules, and a unique name. */
export interface BackwardPass {
  name: string;
  rules: Rules;
}

/**
 * Runs all points. Throws NoGradientError if the network cannot be differentiated, CancelledError between batches.
 * Progress goes from 0 to 1.
 */
export async function gradientsAt(context: MethodContext, points: Points, pass?: BackwardPass): Promise<void> {
  const { inputName, target } = context;
  const targetOf = (i: number): number => target.indices[points.sampleOf(i)]!;
  await runRows(context, gradientTask(inputName, target.value, pass), {
    count: points.count,
    sampleOf: (i) => points.sampleOf(i),
    write(i, [x, seed]) {
      points.write(i, x!);
      seed![targetOf(i)] = 1;
    },
    take: (i, [gradient, values]) => points.take(i, gradient!, values![targetOf(i)]!),
  });
}

/** Feeds: the input and a one-hot seed. Outputs: the gradient, and the value it is taken of. */
function gradientTask(inputName: string, of: string, { name, rules }: Partial<BackwardPass> = {}): RowTask {
  return {
    name: name ?? 'gradient',
    of: [of],
    build(network) {
      const { graph, seed, gradients } = gradient(network, of, [inputName], rules);
      return { graph, feeds: [inputName, seed], outputs: [gradients[0]!, of] };
    },
  };
}

/** The gradient at each sample of the input itself, [N, …]. */
export async function gradientAtInput(context: MethodContext, pass?: BackwardPass): Promise<Float32Tensor> {
  const { shape, data } = context.input;
  const size = sizeOf(shape.slice(1));
  const result = new Float32Array(data.length);
  await gradientsAt(
    context,
    {
      count: shape[0]!,
      sampleOf: (i) => i,
      write: (i, row) => row.set(data.subarray(i * size, (i + 1) * size)),
      take: (i, gradient) => result.set(gradient, i * size),
    },
    pass,
  );
  return { dtype: 'float32', shape, data: result };
}
