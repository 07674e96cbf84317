/** What methods are given: something for every run, and something for each of their needs. The compute process prepares it. */
import type { Engine } from '../engine/engine';
import type { Device } from '../engine/runtime';
import type { Dataset } from '../formats';
import type { Model } from '../formats/models/model';
import type { EarlierUse, LayoutFrame, Steer } from '../shared/embedding';
import type { Need, Needs } from '../shared/needs';
import type { Random } from '../shared/random';
import type { Frames, ResolvedTarget, Result } from '../shared/results';
import type { Steering } from '../shared/steering';
import type { Float32Tensor } from '../shared/tensor';

/** What every method is given. */
export interface RunContext {
  engine: Engine;
  /** Bytes one run of the engine may take beside the weights. */
  memoryBudget: number;
  random: Random;
  signal?: AbortSignal | undefined;
  /** `message` says what is being done, where that changes on the way; by default the method's title. */
  progress(fraction: number, message?: string): void;
}

interface ModelContext {
  model: Model;
  /** Where the model computes. */
  device: Device;
}

interface InputContext {
  /** Name of the model's input that the data become. */
  inputName: string;
  /** What the network is asked about: [N, …], already preprocessed. */
  input: Float32Tensor;
  /**
   * Where a layer is explained in place of the input: the model's own input. `inputName` and `input` are then the layer's, and what lies
   * above it is asked with them; paths that lead around the layer get the model's input of their sample.
   */
  below?: { inputName: string; input: Float32Tensor };
  /** A black picture after the input's preprocessing, one sample; absent if the input is no picture. */
  black?: Float32Tensor;
  /** Reads another array as input of the model (a baseline from a file). */
  readInput(spec: string): Promise<Float32Tensor>;
}

interface TargetContext {
  target: ResolvedTarget;
}

interface ExplanationsContext {
  /** Of `random`. Explanations within start from it anew, so that one more of them changes nothing of the others. */
  seed: number;
  /** An engine for networks that are needed once; whoever asks for it disposes of it. */
  spareEngine(): Engine;
}

interface LayerContext {
  /** Name of the value that the layer makes. */
  layer: string;
}

interface DataContext {
  dataset: Dataset;
}

/** What a method that lays out points is given beside what all are. */
interface RowsContext {
  /** [N, D], finite, N and D at least 1. */
  points: Float32Tensor;
  /** Where they can be laid out. */
  device: Device;
}

/** Where points lay in an earlier map. */
export interface EarlierPlaces {
  /** [N, 1, 2 or 3]; NaN for points that were not there. */
  places: Float32Tensor;
  use: EarlierUse;
}

interface MapContext {
  earlier: EarlierPlaces;
}

/** By need. */
export interface Given {
  model: ModelContext;
  input: InputContext;
  target: TargetContext;
  explanations: ExplanationsContext;
  layer: LayerContext;
  data: DataContext;
  points: RowsContext;
  map: MapContext;
}

/** For methods whose results can be seen on their way, and which can be told something meanwhile. */
export interface LiveContext<Frame, Command> {
  /** Shows the result on its way; cheap to call at every iteration, since it copies at most some 30 times a second. */
  frame(make: () => Frame): void;
  steering?: Steering<Command> | undefined;
}

/** Everything that any need gives. */
export type AllGiven = All<Given[Need]>;

type All<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer A) => void ? A : never;
type Those<N extends Needs, How> = { [K in Need]: N[K] extends How ? Given[K] : never }[Need];

/** Of a method with the needs N that gives results of the kind K and hears the commands C. */
export type ContextOf<N extends Needs, K extends Result['kind'], C> = RunContext &
  All<Those<N, 'always'>> &
  Partial<All<Those<N, 'optional'>>> &
  (K extends keyof Frames ? LiveContext<Frames[K], C> : unknown);

/** Of a method that explains a prediction. */
export interface MethodContext extends RunContext, ModelContext, InputContext, TargetContext {}

/** Of one that lays out points. */
export interface PointsContext extends RunContext, RowsContext, Partial<MapContext>, LiveContext<LayoutFrame, Steer> {}

/** Of one that studies a model through the explanations of many predictions. */
export interface StudyContext extends MethodContext, ExplanationsContext {}
