/**
 * What a method is: one definition from which menus, forms, command-line flags, completions and the documentation are made.
 * To add one, write a file that exports one and list it in `index.ts`.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Device } from '../engine/runtime';
import type { Engine } from '../engine/engine';
import type { Model } from '../formats/models/model';
import type { EarlierUse, LayoutFrame, Neighbours, Steer } from '../shared/embedding';
import type { Family, FormHints, MethodDescription, ParameterSchema, Preset } from '../shared/description';
import { ArgumentError } from '../shared/errors';
import type { EvaluationResult, SanityResult } from '../shared/results';
import type { Random } from '../shared/random';
import type { ClustersResult, CurvesResult, Law, LedgerRow, ResolvedTarget } from '../shared/results';
import type { Steering } from '../shared/steering';
import type { Float32Tensor } from '../shared/tensor';

/** Titles and form hints stand beside `describe()` in the schemas of parameters. */
declare module 'zod' {
  interface GlobalMeta {
    form?: FormHints;
  }
}

/** What every method is given. */
export interface RunContext {
  engine: Engine;
  /** Bytes one run of the engine may take beside the weights. */
  memoryBudget: number;
  random: Random;
  signal?: AbortSignal | undefined;
  progress(fraction: number): void;
}

/** What a method that explains a prediction is given. */
export interface MethodContext extends RunContext {
  model: Model;
  /** Name of the model input that is explained. */
  inputName: string;
  /** What the network is asked about: [N, …], already preprocessed. */
  input: Float32Tensor;
  /**
   * Where a layer is explained in place of the input: the model's own input. `inputName` and `input` are then the layer's, and what lies
   * above it is asked with them; paths that lead around the layer get the model's input of their sample.
   */
  below?: { inputName: string; input: Float32Tensor };
  target: ResolvedTarget;
  device: Device;
  /** A black picture after the input's preprocessing, one sample; absent if the input is no picture. */
  black?: Float32Tensor;
  /** Reads another array as input of the model (a baseline from a file). */
  readInput(spec: string): Promise<Float32Tensor>;
}

/** What an attribution gives back; what made it is added by the caller, as for {@link Curves}. */
export interface Attribution {
  attribution: Float32Tensor;
  layer?: string;
  upsampled?: Float32Tensor;
  signed?: Float32Tensor;
  standardError?: Float32Tensor;
  ledger?: LedgerRow[];
  law?: Law;
  conventions: string[];
}

/** What a method gives back that measures one quantity against another. */
export type Curves = Omit<CurvesResult, 'kind' | 'provenance'>;

interface Definition<P extends z.ZodObject> {
  id: string;
  title: string;
  family: Family;
  /** Two sentences: what it is good for, and what it misses. */
  summary: string;
  source: string;
  parameters: P;
  /** Offered above the parameters in forms. */
  presets?: readonly Preset[];
}

/** A method that explains a prediction: it takes a model, an input and a target. */
export interface PredictionMethod<P extends z.ZodObject = z.ZodObject> extends Definition<P> {
  takes: 'prediction';
  run(context: MethodContext, parameters: z.infer<P>): Promise<Attribution>;
}

/** A method that needs neither model nor data: an experiment of its own. */
export interface StandaloneMethod<P extends z.ZodObject = z.ZodObject> extends Definition<P> {
  takes: 'nothing';
  run(context: RunContext, parameters: z.infer<P>): Promise<Curves>;
}

/** Where points lay in an earlier map. */
export interface EarlierPlaces {
  /** [N, 1, 2 or 3]; NaN for points that were not there. */
  places: Float32Tensor;
  use: EarlierUse;
}

/** What a method that lays out points is given. */
export interface PointsContext extends RunContext {
  /** [N, D], finite, N and D at least 1. */
  points: Float32Tensor;
  device: Device;
  /** Shows the map on its way; cheap to call at every iteration, since it copies at most some 30 times a second. */
  frame(make: () => LayoutFrame): void;
  steering?: Steering<Steer> | undefined;
  /** For methods that say they can use one. */
  earlier?: EarlierPlaces | undefined;
}

/** What a map of points gives back; its quality is measured by the caller. */
export interface Embedding {
  /** [N, 1], [N, 2] or [N, 3]. */
  embedding: Float32Tensor;
  /** KL(P‖Q) over all pairs, in nats. */
  divergence?: number;
  explainedVariance?: number[];
  /** By which near and far is told in the data. */
  metric: 'euclidean' | 'cosine';
  /** Where it was computed, for methods that can do so elsewhere than on the CPU. */
  device?: Device;
  /** Found on the way, so that they need not be found again. */
  neighbours?: Neighbours;
  conventions: string[];
}

/** A method that lays out points. */
export interface PointsMethod<P extends z.ZodObject = z.ZodObject> extends Definition<P> {
  /** A map: the points are added to one, without which it does nothing. */
  takes: 'points' | 'map';
  /** What it can do with an earlier map; nothing, if absent. */
  earlier?: readonly EarlierUse[];
  run(context: PointsContext, parameters: z.infer<P>): Promise<Embedding>;
}

/** What a method is given that studies a model through the explanations of many predictions. */
export interface DatasetContext extends MethodContext {
  /** Of `random`. Explanations within start from it anew, so that one more of them changes nothing of the others. */
  seed: number;
  /** An engine for networks that are needed once; whoever asks for it disposes of it. */
  spareEngine(): Engine;
  /** `message` says what is being done, where that changes on the way. */
  progress(fraction: number, message?: string): void;
}

/** What is found in explanations; what made it is added by the caller. */
export type Findings =
  Omit<ClustersResult, 'provenance'> | Omit<EvaluationResult, 'provenance'> | Omit<SanityResult, 'provenance'>;

/** A method that learns of a model from the explanations of a data set; the target is the class of each sample. */
export interface DatasetMethod<P extends z.ZodObject = z.ZodObject> extends Definition<P> {
  takes: 'dataset';
  /** How many of the samples it asks for, from the first; by default all. */
  samples?(parameters: z.infer<P>): number | undefined;
  run(context: DatasetContext, parameters: z.infer<P>): Promise<Findings>;
}

export type Method = PredictionMethod | DatasetMethod | PointsMethod | StandaloneMethod;

/** Ties the type of a method's parameters to its schema. */
export function defineMethod<P extends z.ZodObject>(method: PredictionMethod<P>): PredictionMethod;
export function defineMethod<P extends z.ZodObject>(method: DatasetMethod<P>): DatasetMethod;
export function defineMethod<P extends z.ZodObject>(method: PointsMethod<P>): PointsMethod;
export function defineMethod<P extends z.ZodObject>(method: StandaloneMethod<P>): StandaloneMethod;
export function defineMethod(method: Method): Method {
  return method;
}

/** The method as plain data. */
export function describeMethod({
  id,
  title,
  family,
  takes,
  summary,
  source,
  parameters,
  presets,
}: Method): MethodDescription {
  return {
    id,
    title,
    family,
    takes,
    summary,
    source,
    parameters: describeParameters(parameters),
    ...(presets && { presets }),
  };
}

/** The JSON Schema of each parameter, by name. */
export function describeParameters(parameters: z.ZodObject): Record<string, ParameterSchema> {
  const { properties = {} } = z.toJSONSchema(parameters, { io: 'input' });
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, spellOut(schema as ListedTypes)]),
  );
}

type ListedTypes = Omit<ParameterSchema, 'type' | 'anyOf'> & {
  type?: ParameterSchema['type'] | ParameterSchema['type'][];
  anyOf?: (ParameterSchema & { const?: string | number })[];
};

/** JSON Schema lists several types in one word, and spells single values as types; forms want alternatives, and choices. */
function spellOut({ type, anyOf, ...schema }: ListedTypes): ParameterSchema {
  if (anyOf?.every((one) => one.const !== undefined)) return { ...schema, enum: anyOf.map((one) => one.const!) };
  if (anyOf)
    return {
      ...schema,
      anyOf: anyOf.map(({ const: value, ...one }) => (value === undefined ? one : { enum: [value] })),
    };
  if (Array.isArray(type)) return { ...schema, anyOf: type.map((one) => ({ ...(one && { type: one }) })) };
  return { ...schema, ...(type && { type }) };
}

/** Parameters after defaults. Throws ArgumentError naming the parameter that does not fit, or the nearest right name. */
export function parseParameters(
  method: Pick<Method, 'id' | 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = Object.keys(method.parameters.shape);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      throw new ArgumentError(`${method.id} has no parameter "${name}"; it has ${names.join(', ') || 'none'}.`);
    }
  }
  const parsed = method.parameters.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = issue?.message ?? 'not valid';
  const end = /[.?]$/.test(message) ? '' : '.';
  throw new ArgumentError(`${method.id}: parameter ${issue?.path.join('.') ?? ''}: ${message}${end}`);
}

/** Those parameters that differ from the defaults. Throws as {@link parseParameters}. */
export function changedParameters(
  method: Pick<Method, 'id' | 'parameters'>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults = parseParameters(method, {});
  const parameters = Object.entries(parseParameters(method, given));
  return Object.fromEntries(parameters.filter(([name, value]) => !isDeepStrictEqual(value, defaults[name])));
}
