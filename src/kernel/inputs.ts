/** Data files as inputs of a model: which input is explained, how a file becomes it, and what a black picture would be. */
import { loadInput, Preprocessing, preprocess, type LoadedInput } from '../formats';
import type { Model } from '../formats/model';
import type { ValueInfo } from '../graph/graph';
import { ArgumentError } from '../shared/errors';
import { isFloat, sizeOf, tensorOf, toFloat32, type Float32Tensor } from '../shared/tensor';

/** The input that is explained: the first of float type. */
export function explainedInput({ path, graph }: Model): ValueInfo {
  const input = graph.inputs.find(({ dtype }) => isFloat(dtype));
  if (!input) throw new ArgumentError(`${path} has no input of float type to explain.`);
  return anyBatch(input);
}

/** A model made for a fixed batch takes any number of samples: they are run in portions of it. */
export function anyBatch(input: ValueInfo): ValueInfo {
  return { ...input, ...(input.shape && { shape: ['?', ...input.shape.slice(1)] }) };
}

/** Throws ArgumentError if the preprocessing does not fit its schema. */
export function load(
  spec: string,
  input: ValueInfo,
  preprocessing: Record<string, unknown> | undefined,
): Promise<LoadedInput> {
  return loadInput(spec, input, { preprocessing: checkPreprocessing(preprocessing) });
}

/** Corrections as they came from outside. Throws ArgumentError if they do not fit the schema. */
export function checkPreprocessing(given: Record<string, unknown> | undefined): Partial<Preprocessing> {
  const parsed = Preprocessing.partial().safeParse(given ?? {});
  if (parsed.success) return parsed.data as Partial<Preprocessing>;
  const [issue] = parsed.error.issues;
  throw new ArgumentError(`Preprocessing: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
}

/** One sample of what a black picture becomes; undefined where the input is no picture. */
export function blackInput({ preprocessing, source }: LoadedInput, input: ValueInfo): Float32Tensor | undefined {
  if (!preprocessing || !source.picture) return undefined;
  const { width, height, channels } = source.picture;
  const shape = [height, width, channels];
  return toFloat32(
    preprocess(
      tensorOf(
        'uint8',
        shape,
        new Uint8Array(sizeOf(shape)).map((_, i) => (isAlpha(i, channels) ? 255 : 0)),
      ),
      input,
      preprocessing,
    ),
  );
}

/** Whether the i-th number of a picture is opacity: the last of 2 or 4 channels. */
function isAlpha(i: number, channels: number): boolean {
  return channels % 2 === 0 && i % channels === channels - 1;
}
