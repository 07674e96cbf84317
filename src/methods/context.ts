/** What methods receive: a part for every run, and a part for each need. The compute process prepares it. */
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

/** What every method receives. */
export interface RunContext {
  engine: Engine;
  /** Bytes that one run of the engine may take in addition to the weights. */
  memoryBudget: number;
  random: Random;
  signal?: AbortSignal | undefined;
  /** `message` names the current step; by default the method's title. */
  progress(fraction: number, message?: string): void;
}

interface ModelContext {
  model: Model;
  /** Where the model runs. */
  device: Device;
}

interface InputContext {
  /** Name of the model input that the data become. */
  inputName: string;
  /** The network's input: [N, …], already preprocessed. */
  input: Float32Tensor;
  /**
   * If a layer is explained instead of the input: the model's own input. `inputName` and `input` are then the layer's,
   * and the rest of the network runs on them; paths around the layer get the model's input of their sample.
   */
  below?: { inputName: string; input: Float32Tensor };
  /** A black picture after the input's preprocessing, one sample; absent if the input is not a picture. */
  black?: Float32Tensor;
  /** Reads another array as a model input (a baseline from a file). */
  readInput(spec: string): Promise<Float32Tensor>;
}

interface TargetContext {
  target: ResolvedTarget;
}

interface ExplanationsContext {
  /** Seed of `random`. Explanations within start from it again, so that adding one does not change the others. */
  seed: number;
  /** An engine for networks that are needed only once; the caller must dispose of it. */
  spareEngine(): Engine;
}

interface LayerContext {
  /** Name of the layer's output. */
  layer: string;
}

interface DataContext {
  dataset: Dataset;
}

/** What a method that lays out points receives in addition. */
interface RowsContext {
  /** [N, D], finite, N and D at least 1. */
  points: Float32Tensor;
  /** The device for the layout. */
  device: Device;
}

/** Positions of points in an earlier map. */
export interface EarlierPlaces {
  /** [N, 1, 2 or 3]; NaN for missing points. */
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

/** For methods that can show unfinished results and be steered. */
export interface LiveContext<Frame, Command> {
  /** Shows the unfinished result; cheap to call at every iteration, since it copies at most some 30 times a second. */
  frame(make: () => Frame): void;
  steering?: Steering<Command> | undefined;
}

/** Everything that any need provides. */
export type AllGiven = All<Given[Need]>;

type All<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer A) => void ? A : never;
type Those<N extends Needs, How> = { [K in Need]: N[K] extends How ? Given[K] : never }[Need];

/** For a method with the needs N that gives results of the kind K and takes the commands C. */
export type ContextOf<N extends Needs, K extends Result['kind'], C> = RunContext &
  All<Those<N, 'always'>> &
  Partial<All<Those<N, 'optional'>>> &
  (K extends keyof Frames ? LiveContext<Frames[K], C> : unknown);

/** For a method that explains a prediction. */
export interface MethodContext extends RunContext, ModelContext, InputContext, TargetContext {}

/** For one that lays out points. */
export interface PointsContext extends RunContext, RowsContext, Partial<MapContext>, LiveContext<LayoutFrame, Steer> {}

/** For one that studies a model through explanations of many predictions. */
export interface StudyContext extends MethodContext, ExplanationsContext {}
