/** A compiled graph: arrays in, arrays out. */
import type { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-common';
import type { Dimension, Graph, ValueInfo } from '../graph/graph';
import { ArgumentError, DeviceError } from '../shared/errors';
import { sizeOf, type Shape, type Tensor, type TensorData } from '../shared/tensor';
import { explainFailure } from './nativeErrors';
import type { OnnxRuntime } from './runtime';

export class Program {
  readonly #session: InferenceSession;
  readonly #graph: Graph;
  readonly #runtime: OnnxRuntime;

  constructor(session: InferenceSession, graph: Graph, runtime: OnnxRuntime) {
    this.#session = session;
    this.#graph = graph;
    this.#runtime = runtime;
  }

  /**
   * Runs once. `feeds` has a tensor for every input of the graph, in its type; the result has one for every output.
   * Throws ArgumentError for a missing or ill-shaped input, DeviceError if the device fails.
   */
  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const native = Object.fromEntries(
      this.#graph.inputs.map((info) => [info.name, this.#feed(info, feeds[info.name])]),
    );
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await this.#session.run(native);
    } catch (cause) {
      throw new DeviceError(
        `The network could not be run: ${explainFailure((cause as Error).message, this.#graph, feeds)}`,
        {
          cause,
        },
      );
    }
    const outputs: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(results)) {
      const { type, dims, data } = value;
      outputs[name] = { dtype: type as Tensor['dtype'], shape: [...dims], data: rawBits(data) };
    }
    return outputs;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  #feed({ name, dtype, shape }: ValueInfo, tensor: Tensor | undefined): RuntimeTensor {
    if (!tensor) throw new ArgumentError(`The input "${name}" has no data; give some.`);
    if (tensor.data.length !== sizeOf(tensor.shape)) {
      throw new ArgumentError(
        `The data for "${name}" has ${tensor.data.length} elements, which does not match its shape [${tensor.shape.join()}].`,
      );
    }
    if (tensor.dtype !== dtype || (shape && !fits(tensor.shape, shape)))
      throw new ArgumentError(
        `The input "${name}" takes ${dtype}${shape ? ` of shape [${shape.join(', ')}]` : ''}, not ${tensor.dtype} of shape [${tensor.shape.join(', ')}].`,
      );
    return new this.#runtime.Tensor(tensor.dtype as 'float32', tensor.data as Float32Array, tensor.shape);
  }
}

function fits(shape: Shape, declared: readonly Dimension[]): boolean {
  return shape.length === declared.length && declared.every((size, i) => typeof size === 'string' || size === shape[i]);
}

/** Newer Node versions have a Float16Array, which the rest of NetLoupe handles as bits. */
function rawBits(data: TensorData): TensorData {
  if (data.constructor.name !== 'Float16Array') return data;
  const view = data as unknown as Uint16Array;
  return new Uint16Array(view.buffer, view.byteOffset, view.length);
}
