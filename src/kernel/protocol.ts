/**
 * What goes over the process wall: the requests of `shared/requests.ts`, one message each, over vscode-jsonrpc. The channel is
 * Node's own IPC in its "advanced" form, which carries typed arrays as binary.
 */
import { NotificationType, ProgressType, RequestType, ResponseError } from 'vscode-jsonrpc/node';
import type {
  HiddenLayerRequest,
  HiddenLayerSolution,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from '../shared/capacity/requests';
import type {
  ActivationsAnswer,
  ActivationsRequest,
  Column,
  ColumnsRequest,
  DatasetDescription,
  ModelColumnsRequest,
  SamplesRequest,
  Thumbnails,
  ThumbnailsRequest,
} from '../shared/dataset';
import type { DeviceDescription, MeasureDescription, MethodDescription, ModelDescription } from '../shared/description';
import type { LayoutFrame, Steer } from '../shared/embedding';
import { NetLoupeError, type ErrorData } from '../shared/errors';
import type { FileDescription, FileRequest, WeightsDescription, WeightsRequest } from '../shared/glance';
import type {
  AttributeRequest,
  ForwardAnswer,
  ForwardRequest,
  InputDescription,
  Progress,
  RunRequest,
  Service,
} from '../shared/requests';
import type { AttributionResult, Result } from '../shared/results';
import type { Float32Tensor, Tensor } from '../shared/tensor';
import type {
  AnalogiesAnswer,
  AnalogiesRequest,
  ArithmeticAnswer,
  ArithmeticRequest,
  AxesAnswer,
  AxesRequest,
  CompletionRequest,
  VectorsDescription,
  VectorSource,
} from '../shared/vectors/requests';

/** Progress of a call, under the token that came with its request. */
export const progress = new ProgressType<Progress>();

/** A map on its way, under the token of its call. The next one is sent when this one was taken, so that a busy reader gets fewer. */
export const frame = new NotificationType<{ token: number; frame: LayoutFrame }>('frame');
export const frameTaken = new NotificationType<{ token: number }>('frameTaken');

/** What a person says to the map that the call with this token lays out. */
export const steer = new NotificationType<{ token: number; command: Steer }>('steer');

/** A request that takes long carries the token its progress is reported under. */
export interface Long<T> {
  request: T;
  token: number;
  /** Whether frames are wanted. */
  frames: boolean;
}

export const requests = {
  methods: new RequestType<null, MethodDescription[], ErrorData>('methods'),
  measures: new RequestType<null, MeasureDescription[], ErrorData>('measures'),
  devices: new RequestType<{ fresh: boolean }, DeviceDescription[], ErrorData>('devices'),
  describeModel: new RequestType<string, ModelDescription, ErrorData>('describeModel'),
  describeInput: new RequestType<{ model: string; input: string }, InputDescription, ErrorData>('describeInput'),
  unsuitable: new RequestType<Parameters<Service['unsuitable']>[0], Record<string, string>, ErrorData>('unsuitable'),
  describeWeights: new RequestType<WeightsRequest, WeightsDescription, ErrorData>('describeWeights'),
  describeFile: new RequestType<FileRequest, FileDescription, ErrorData>('describeFile'),
  run: new RequestType<Long<RunRequest>, Result, ErrorData>('run'),
  attribute: new RequestType<Long<AttributeRequest>, AttributionResult, ErrorData>('attribute'),
  forward: new RequestType<Long<ForwardRequest>, ForwardAnswer, ErrorData>('forward'),
  encodeNpz: new RequestType<Record<string, Tensor>, Uint8Array, ErrorData>('encodeNpz'),
  describeDataset: new RequestType<string, DatasetDescription, ErrorData>('describeDataset'),
  readColumns: new RequestType<ColumnsRequest, Column[], ErrorData>('readColumns'),
  readSamples: new RequestType<SamplesRequest, Float32Tensor, ErrorData>('readSamples'),
  thumbnails: new RequestType<ThumbnailsRequest, Thumbnails, ErrorData>('thumbnails'),
  modelColumns: new RequestType<Long<ModelColumnsRequest>, Column[], ErrorData>('modelColumns'),
  activations: new RequestType<Long<ActivationsRequest>, ActivationsAnswer, ErrorData>('activations'),
  describeVectors: new RequestType<Long<VectorSource>, VectorsDescription, ErrorData>('describeVectors'),
  completeNames: new RequestType<Long<CompletionRequest>, string[], ErrorData>('completeNames'),
  placeOnAxes: new RequestType<Long<AxesRequest>, AxesAnswer, ErrorData>('placeOnAxes'),
  vectorArithmetic: new RequestType<Long<ArithmeticRequest>, ArithmeticAnswer, ErrorData>('vectorArithmetic'),
  scoreAnalogies: new RequestType<Long<AnalogiesRequest>, AnalogiesAnswer, ErrorData>('scoreAnalogies'),
  readPoints: new RequestType<Long<string>, number[][], ErrorData>('readPoints'),
  countLabelings: new RequestType<Long<PointSet>, LabelingCount, ErrorData>('countLabelings'),
  separate: new RequestType<Long<SeparationRequest>, Separation, ErrorData>('separate'),
  solveWithHiddenLayer: new RequestType<Long<HiddenLayerRequest>, HiddenLayerSolution, ErrorData>(
    'solveWithHiddenLayer',
  ),
};

/** Range of error codes that JSON-RPC leaves to applications. */
const CODE = -32000;

/** An error as it crosses the wall, its kind kept. */
export function toResponseError(error: unknown): ResponseError<ErrorData> {
  const data = NetLoupeError.toData(error);
  return new ResponseError(CODE, data.message, data);
}

export function fromResponseError(error: unknown): unknown {
  return error instanceof ResponseError && error.data ? NetLoupeError.fromData(error.data as ErrorData) : error;
}
