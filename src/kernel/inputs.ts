/** Data sets as inputs of a model: which input is explained, how data becomes it, and what a black picture would be. */
import { findPreprocessing, loadInput, Preprocessing, preprocess, type LoadedInput, type NamedInput } from '../formats';
import type { Model } from '../formats/models/model';
import type { ValueInfo } from '../graph/graph';
import { ArgumentError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { isFloat, sizeOf, tensorOf, toFloat32, type Float32Tensor } from '../shared/tensor';

/** The explained input: the first of float type, with what is written down about how pictures become it. */
export async function explainedInput(model: Model): Promise<NamedInput> {
  const input = model.graph.inputs.find(({ dtype }) => isFloat(dtype));
  if (!input) throw new ArgumentError(`${model.path} has no float input to explain.`);
  return named(model, input);
}

/** One of the model's inputs, for any number of samples, with what the model and the files beside it say of it. */
export async function named({ path, metadata }: Model, input: ValueInfo): Promise<NamedInput> {
  const features = featureNames(metadata);
  const known = await findPreprocessing(path, metadata);
  return { ...anyBatch(input), ...(features && { features }), ...(known && { known }) };
}

/** From the model's metadata, as a JSON array or separated by commas or lines. */
function featureNames(metadata: Model['metadata']): string[] | undefined {
  const text = metadata['feature_names']?.trim();
  if (!text) return undefined;
  try {
    const names: unknown = JSON.parse(text);
    if (Array.isArray(names)) return names.map(String);
  } catch {
    // Not JSON.
  }
  return text.split(/\r?\n|,/).map((name) => name.trim());
}

/** A model with a fixed batch takes any number of samples, in portions of that size. */
export function anyBatch(input: ValueInfo): ValueInfo {
  return { ...input, ...(input.shape && { shape: ['?', ...input.shape.slice(1)] }) };
}

/**
 * Throws ArgumentError if the preprocessing does not fit its schema; reads the first samples if there are more than
 * `most`.
 */
export function load(
  spec: string,
  input: NamedInput,
  preprocessing: Record<string, unknown> | undefined,
  { signal, most }: { signal?: AbortSignal | undefined; most?: number | undefined } = {},
): Promise<LoadedInput> {
  return loadInput(spec, input, {
    preprocessing: checkPreprocessing(preprocessing),
    ...(signal && { signal }),
    ...(most !== undefined && { most }),
  });
}

/** Corrections from outside. Throws ArgumentError if they do not fit the schema. */
export function checkPreprocessing(given: Record<string, unknown> | undefined): Partial<Preprocessing> {
  const known = Object.keys(Preprocessing.shape);
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new ArgumentError(
      `Preprocessing has no setting "${unknown}"; did you mean "${byNearness(unknown, known)[0]!}"? The settings are ${known.join(', ')}.`,
    );
  const parsed = Preprocessing.partial().safeParse(given ?? {});
  if (parsed.success) return parsed.data as Partial<Preprocessing>;
  const [issue] = parsed.error.issues;
  throw new ArgumentError(`Preprocessing: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.`);
}

/** One sample of a black picture after preprocessing; undefined if the input is not a picture. */
export function blackInput({ preprocessing, dataset }: LoadedInput, input: ValueInfo): Float32Tensor | undefined {
  if (!preprocessing || !dataset.picture) return undefined;
  const { width, height, channels } = dataset.picture;
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
