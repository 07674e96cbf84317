/** What can be asked of the compute process, and what it answers: the one contract of kernel, command line and panels. */
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

/** One run of one method: what is asked, and what the machine gives to it. */
export type RunRequest = Question & {
  /** Bytes that one run of the engine may take beside the weights. */
  memoryBudget: number;
  /** Threads on the CPU at most; by default as many as there are cores. */
  threads?: number;
};

export type AttributeRequest = RunRequest & Required<Pick<RunRequest, 'model' | 'input' | 'target'>>;

export interface ForwardRequest {
  model: string;
  input: string;
  preprocessing?: Record<string, unknown>;
  /** Value names; empty for the model's outputs. */
  outputs: string[];
  device: DeviceChoice;
  memoryBudget: number;
}

export interface ForwardAnswer {
  outputs: Record<string, Tensor>;
  device: string;
  seconds: number;
}

/** A data file seen as input of a model. */
export interface InputDescription {
  path: string;
  format: string;
  arrays: { name: string; dtype: DType; shape: number[] }[];
  /** The column that says which of the model's classes each sample has, if there is one. */
  label?: string;
  /** For pictures: how they become the model's input, guessed from its shape, and the schema of a form to correct it. */
  preprocessing?: { guess: Record<string, unknown>; schema: Record<string, ParameterSchema> };
}

/** A fraction of the work done, 0 to 1, and what is being done. */
export interface Progress {
  fraction: number;
  message: string;
}

/** Everything the compute process can do. Long calls report progress and stop when the signal fires. */
export interface Service extends DatasetService, VectorsService {
  methods(): Promise<MethodDescription[]>;
  /** What explanations can be measured by. */
  measures(): Promise<MeasureDescription[]>;
  /** What was found when they were last tried; `fresh` tries them again, which takes about a second. */
  devices(fresh?: boolean): Promise<DeviceDescription[]>;
  describeModel(path: string): Promise<ModelDescription>;
  describeInput(request: { model: string; input: string }): Promise<InputDescription>;
  /** Whether the model takes each of these files, told from their headers alone. */
  fitData(request: { model: string; data: string[] }): Promise<DataFit[]>;
  /** Of the methods that cannot explain this prediction, whatever their parameters, why: by id. Nothing is computed. */
  unsuitable(
    request: Pick<AttributeRequest, 'model' | 'input' | 'target' | 'preprocessing'>,
  ): Promise<Record<string, string>>;
  /** Statistics and a small picture of one layer's weights; reads that tensor alone. */
  describeWeights(request: WeightsRequest): Promise<WeightsDescription>;
  /** What a data file holds, with statistics and a small picture of one of its arrays. */
  describeFile(request: FileRequest): Promise<FileDescription>;
  /** Any method. */
  run(request: RunRequest, options?: RunOptions): Promise<Result>;
  /** A method that explains a prediction. */
  attribute(request: AttributeRequest, options?: CallOptions): Promise<AttributionResult>;
  forward(request: ForwardRequest, options?: CallOptions): Promise<ForwardAnswer>;
  /** Writes arrays as .npz, the bytes of the file. */
  encodeNpz(arrays: Record<string, Tensor>): Promise<Uint8Array>;
  /** The rows of "FILE" or "FILE#ARRAY" as points. */
  readPoints(spec: string, options?: CallOptions): Promise<number[][]>;
  /** How many labelings of a point set a perceptron can produce, exactly. */
  countLabelings(set: PointSet, options?: CallOptions): Promise<LabelingCount>;
  /** Weights that separate a labeling with the largest margin, or the proof that there are none. */
  separate(request: SeparationRequest, options?: CallOptions): Promise<Separation>;
  /** Trains one hidden layer on a labeling. */
  solveWithHiddenLayer(request: HiddenLayerRequest, options?: CallOptions): Promise<HiddenLayerSolution>;
}

export const serviceRoom = room<Service>('service');

/** What belongs to a call that takes long. */
export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Of a call whose result can be seen on its way, as frames F, and whose method can be told commands C meanwhile. */
export interface LiveOptions<F, C> extends CallOptions {
  /** The next one comes when this is done. */
  onFrame?: (frame: F) => void | Promise<void>;
  steering?: Steering<C>;
}

/** Of a run: the unfinished form of its result, for the kinds that have one, and the commands that its method hears. */
export type RunOptions = LiveOptions<Frame, Command>;
