/**
 * The service itself: what the compute process answers and the command line calls directly. Longer answers have their
 * own files.
 */
import { listDevices } from '../engine/devices';
import {
  encodeNpz,
  guessPreprocessing,
  isFolder,
  openDataset,
  openFile,
  Preprocessing,
  preprocessingText,
  samplesOf,
  splitSpec,
  type Dataset,
} from '../formats';
import type { Model } from '../formats/models/model';
import { methodById, methods, predictionMethod } from '../methods';
import { countLabelings } from '../methods/capacity/countLabelings';
import { solveWithHiddenLayer } from '../methods/capacity/hiddenLayer';
import { separate } from '../methods/capacity/separate';
import { measures } from '../methods/evaluation';
import { describeMeasure } from '../methods/evaluation/measure';
import { describeMethod, describeParameters } from '../methods/method';
import type { HiddenLayerRequest, PointSet, SeparationRequest } from '../shared/capacity/requests';
import type {
  ActivationsRequest,
  ColumnsRequest,
  ModelColumnsRequest,
  SamplesRequest,
  ThumbnailsRequest,
} from '../shared/dataset';
import { ArgumentError } from '../shared/errors';
import type { WeightsRequest } from '../shared/glance';
import type {
  AttributeRequest,
  CallOptions,
  ForwardRequest,
  InputDescription,
  RunOptions,
  RunRequest,
  Service,
} from '../shared/requests';
import type { Result } from '../shared/results';
import type { Tensor } from '../shared/tensor';
import type {
  AnalogiesRequest,
  ArithmeticRequest,
  AxesRequest,
  CompletionRequest,
  VectorSource,
} from '../shared/vectors/requests';
import { answerActivations } from './activations';
import { labelColumn } from './classes';
import { describe } from './describe';
import { describeFile } from './glance/file';
import { describeWeights } from './glance/weights';
import { fitData } from './fitData';
import { Host } from './host';
import { explainedInput } from './inputs';
import { modelColumns } from './modelColumns';
import { answerForward } from './outputs';
import { readPoints } from './points';
import { run } from './run';
import { unsuitableMethods } from './unsuitable';
import { Vectors } from './vectors';

export class LocalService implements Service {
  readonly #host = new Host();
  readonly #vectors = new Vectors(this.#host.engineOf());

  methods = () => Promise.resolve(methods.map(describeMethod));
  measures = () => Promise.resolve(measures.map(describeMeasure));
  devices = (fresh?: boolean) => listDevices(fresh);

  describeModel = async (path: string) => describe(await this.#host.look(path));
  describeWeights = async (request: WeightsRequest) => describeWeights(await this.#host.look(request.model), request);
  describeFile = describeFile;
  forward = (request: ForwardRequest, options: CallOptions = {}) => answerForward(this.#host, request, options);
  encodeNpz = (arrays: Record<string, Tensor>) => Promise.resolve(encodeNpz(arrays));

  run = async (request: RunRequest, options: RunOptions = {}): Promise<Result> =>
    run(this.#host, methodById(request.method), request, options);
  attribute = async (request: AttributeRequest, options: CallOptions = {}) =>
    run(this.#host, predictionMethod(request.method), request, options);
  unsuitable = (request: Parameters<Service['unsuitable']>[0]) => unsuitableMethods(this.#host, request);

  describeDataset = (data: string) => this.#host.datasets.describe(data);
  readColumns = (request: ColumnsRequest) => this.#host.datasets.columns(request);
  readSamples = (request: SamplesRequest) => this.#host.datasets.samples(request);
  thumbnails = (request: ThumbnailsRequest) => this.#host.datasets.thumbnails(request);
  modelColumns = (request: ModelColumnsRequest, options: CallOptions = {}) =>
    modelColumns(this.#host, request, options);
  activations = (request: ActivationsRequest, options: CallOptions = {}) =>
    answerActivations(this.#host, request, options);

  describeVectors = (source: VectorSource, options: CallOptions = {}) => this.#vectors.describeVectors(source, options);
  completeNames = (request: CompletionRequest, options: CallOptions = {}) =>
    this.#vectors.completeNames(request, options);
  vectorArithmetic = (request: ArithmeticRequest, options: CallOptions = {}) =>
    this.#vectors.vectorArithmetic(request, options);
  placeOnAxes = (request: AxesRequest, options: CallOptions = {}) => this.#vectors.placeOnAxes(request, options);
  scoreAnalogies = (request: AnalogiesRequest, options: CallOptions = {}) =>
    this.#vectors.scoreAnalogies(request, options);

  readPoints = (spec: string, options: CallOptions = {}) => readPoints(spec, options);
  countLabelings = (set: PointSet, options: CallOptions = {}) => countLabelings(set, options);
  separate = (request: SeparationRequest, options: CallOptions = {}) => separate(request, options);
  solveWithHiddenLayer = (request: HiddenLayerRequest, options: CallOptions = {}) =>
    solveWithHiddenLayer(this.#host.engineOf(), request, options);

  async describeInput({ model: path, input }: { model: string; input: string }): Promise<InputDescription> {
    const model = await this.#host.open(path);
    const { picture, ...data } = await this.#describeData(input);
    const label = await this.#labelOf(model, input);
    const description = { ...data, ...(label !== undefined && { label }) };
    if (!picture) return description;
    const schema = describeParameters(Preprocessing);
    const explained = await explainedInput(model);
    const guess = guessPreprocessing(explained, picture);
    return { ...description, preprocessing: { guess, schema, sentence: preprocessingText(guess, explained.known) } };
  }

  /** Among the columns that the model leaves over; none if the data does not fit, which the run will report. */
  async #labelOf(model: Model, input: string): Promise<string | undefined> {
    try {
      const { dataset } = samplesOf(await this.#host.openDataset(input), await explainedInput(model));
      return await labelColumn(dataset, model);
    } catch (error) {
      if (error instanceof ArgumentError) return undefined;
      throw error;
    }
  }

  /** A file with several arrays is described whole, whichever is meant, so that the user can choose one. */
  async #describeData(input: string): Promise<InputDescription & Pick<Dataset, 'picture'>> {
    const { path } = await splitSpec(input);
    if (await isFolder(path)) {
      const { description, picture } = await openDataset(path);
      return { path, format: description.format, arrays: [], ...(picture && { picture }) };
    }
    const { format, arrays, picture, pictures } = await openFile(path);
    const size = picture ?? pictures;
    return {
      path,
      format,
      arrays: arrays.map(({ name, dtype, shape }) => ({ name, dtype, shape: [...shape] })),
      ...(size && { picture: size }),
    };
  }

  fitData = async ({ model, data }: { model: string; data: string[] }) =>
    fitData(await explainedInput(await this.#host.open(model)), data);
}
