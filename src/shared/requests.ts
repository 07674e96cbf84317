/**
 * What can be asked of the compute process, and what it answers: the one contract of kernel, command line and panels.
 */
import type {
  HiddenLayerRequest,
  HiddenLayerSolution,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from './capacity/requests';
import type { DataFit, DatasetService } from './dataset';
import type {
  DeviceDescription,
  MeasureDescription,
  MethodDescription,
  ModelDescription,
  ParameterSchema,
} from './description';
import type { FileDescription, FileRequest, WeightsDescription, WeightsRequest } from './glance';
import type { Question } from './question/fields';
import type { AttributionResult, Frame, Result } from './results';
import { room } from './rpc';
import type { Command, Steering } from './steering';
import type { DType, Tensor } from './tensor';
import type { VectorsService } from './vectors/requests';

/** 'auto' lets the engine choose; else a device id. */
export type DeviceChoice = string;

/** One run of one method: the question, and the resources it may use. */
export type RunRequest = Question & {
  /** Bytes that one run of the engine may take in addition to the weights. */
  memoryBudget: number;
  /** Maximum CPU threads; by default one per core. */
  threads?: number;
};

export type AttributeRequest = RunRequest & Required<Pick<RunRequest, 'model' | 'input' | 'target'>>;

export interface ForwardRequest {
  model: string;
  input: string;
  preprocessing?: Record<string, unknown>;
  /** Value names; empty means the model's outputs. */
  outputs: string[];
  device: DeviceChoice;
  memoryBudget: number;
}

export interface ForwardAnswer {
  outputs: Record<string, Tensor>;
  device: string;
  seconds: number;
}

/** A data file as a model's input. */
export interface InputDescription {
  path: string;
  format: string;
  arrays: { name: string; dtype: DType; shape: number[] }[];
  /** The column with the model's class of each sample, if there is one. */
  label?: string;
  /**
   * For pictures: how they become the model's input, as files beside the model say or guessed from its shape; the schema of a form to
   * correct it; and a sentence of what is done and who says so.
   */
  preprocessing?: { guess: Record<string, unknown>; schema: Record<string, ParameterSchema>; sentence: string };
}

/** The fraction done, 0 to 1, and the current step. */
export interface Progress {
  fraction: number;
  message: string;
}

/** Everything the compute process can do. Long calls report progress and stop when the signal fires. */
export interface Service extends DatasetService, VectorsService {
  methods(): Promise<MethodDescription[]>;
  /** The measures for explanations. */
  measures(): Promise<MeasureDescription[]>;
  /** The results of the last trial; `fresh` tries again, which takes about a second. */
  devices(fresh?: boolean): Promise<DeviceDescription[]>;
  describeModel(path: string): Promise<ModelDescription>;
  describeInput(request: { model: string; input: string }): Promise<InputDescription>;
  /** Whether the model takes each of these files, judged by their headers alone. */
  fitData(request: { model: string; data: string[] }): Promise<DataFit[]>;
  /**
   * The methods that cannot explain this prediction whatever their parameters, with the reason, by id. Computes
   * nothing.
   */
  unsuitable(
    request: Pick<AttributeRequest, 'model' | 'input' | 'target' | 'preprocessing'>,
  ): Promise<Record<string, string>>;
  /** Statistics and a small picture of one layer's weights; reads only that tensor. */
  describeWeights(request: WeightsRequest): Promise<WeightsDescription>;
  /** The contents of a data file, with statistics and a small picture of one of its arrays. */
  describeFile(request: FileRequest): Promise<FileDescription>;
  /** Runs any method. */
  run(request: RunRequest, options?: RunOptions): Promise<Result>;
  /** Runs a method that explains a prediction. */
  attribute(request: AttributeRequest, options?: CallOptions): Promise<AttributionResult>;
  forward(request: ForwardRequest, options?: CallOptions): Promise<ForwardAnswer>;
  /** Arrays as the bytes of a .npz file. */
  encodeNpz(arrays: Record<string, Tensor>): Promise<Uint8Array>;
  /** The rows of "FILE" or "FILE#ARRAY" as points. */
  readPoints(spec: string, options?: CallOptions): Promise<number[][]>;
  /** How many labelings of a point set a perceptron can produce, exactly. */
  countLabelings(set: PointSet, options?: CallOptions): Promise<LabelingCount>;
  /** Weights that separate a labeling with the largest margin, or the proof that none exist. */
  separate(request: SeparationRequest, options?: CallOptions): Promise<Separation>;
  /** Trains one hidden layer on a labeling. */
  solveWithHiddenLayer(request: HiddenLayerRequest, options?: CallOptions): Promise<HiddenLayerSolution>;
}

export const serviceRoom = room<Service>('service');

/** Options of a long call. */
export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Options of a call that shows its unfinished result as frames F and can be steered with commands C. */
export interface LiveOptions<F, C> extends CallOptions {
  /** The next frame comes once this one is done. */
  onFrame?: (frame: F) => void | Promise<void>;
  steering?: Steering<C>;
}

/** For a run: the unfinished form of its result, for kinds that have one, and the commands its method understands. */
export type RunOptions = LiveOptions<Frame, Command>;
