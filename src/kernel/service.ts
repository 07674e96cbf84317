/** The service itself: what the compute process answers and the command line calls directly. Opens models once and keeps them. */
import { stat } from 'node:fs/promises';
import { chooseDevice, listDevices } from '../engine/devices';
import { Engine } from '../engine/engine';
import { encodeNpz, guessPreprocessing, openFile, Preprocessing, splitSpec } from '../formats';
import { sha256OfFile } from '../formats/bytes';
import { openModel, type Model } from '../formats/model';
import { methodById, methods, predictionMethod } from '../methods';
import { countLabelings } from '../methods/capacity/countLabelings';
import { solveWithHiddenLayer } from '../methods/capacity/hiddenLayer';
import { separate } from '../methods/capacity/separate';
import { measures } from '../methods/evaluation';
import { describeMeasure } from '../methods/evaluation/measure';
import { forward } from '../methods/forward';
import {
  describeMethod,
  describeParameters,
  parseParameters,
  type DatasetMethod,
  type StandaloneMethod,
} from '../methods/method';
import type { HiddenLayerRequest, PointSet, SeparationRequest } from '../shared/capacity/requests';
import { ArgumentError } from '../shared/errors';
import type { WeightsRequest } from '../shared/glance';
import { random } from '../shared/random';
import type {
  AttributeRequest,
  CallOptions,
  EvaluateRequest,
  ForwardAnswer,
  ForwardRequest,
  InputDescription,
  RunRequest,
  Service,
} from '../shared/requests';
import type { EvaluationResult, SanityCheckResult } from '../shared/evaluation';
import type { AttributionResult, ClustersResult, CurvesResult, Result } from '../shared/results';
import { toFloat32, toNumbers, type Tensor } from '../shared/tensor';
import { costOfModel, describe } from './describe';
import { checkPrepared, chosenFor, evaluatePrepared } from './evaluations';
import { describeFile } from './glance/file';
import { describeWeights } from './glance/weights';
import { anyBatch, explainedInput, load } from './inputs';
import { readPoints } from './points';
import { prepare, type Prepared } from './prepare';
import { provenanceOf } from './provenance';

export class LocalService implements Service {
  readonly #engine = new Engine();
  /** One for each number of threads that was asked for, since a compiled program keeps its threads. */
  readonly #engines = new Map<number, Engine>();
  readonly #models = new Map<string, Promise<Model>>();
  readonly #hashes = new Map<string, Promise<string>>();

  methods = () => Promise.resolve(methods.map(describeMethod));
  measures = () => Promise.resolve(measures.map(describeMeasure));
  devices = (fresh?: boolean) => listDevices(fresh);
  describeModel = async (path: string) => describe(await this.#open(path));
  describeWeights = async (request: WeightsRequest) => describeWeights(await this.#open(request.model), request);
  describeFile = describeFile;
  encodeNpz = (arrays: Record<string, Tensor>) => Promise.resolve(encodeNpz(arrays));
  readPoints = (spec: string, options: CallOptions = {}) => readPoints(spec, options);
  countLabelings = (set: PointSet, options: CallOptions = {}) => countLabelings(set, options);
  separate = (request: SeparationRequest, options: CallOptions = {}) => separate(request, options);
  solveWithHiddenLayer = (request: HiddenLayerRequest, options: CallOptions = {}) =>
    solveWithHiddenLayer(this.#engine, request, options);

  async describeInput({ model: path, input }: { model: string; input: string }): Promise<InputDescription> {
    const model = await this.#open(path);
    // A file of several arrays is described whole, whichever of them is meant, and so that one can be chosen.
    const { path: data } = await splitSpec(input);
    const file = await openFile(data);
    const arrays = file.arrays.map(({ name, dtype, shape }) => ({ name, dtype, shape: [...shape] }));
    const description = { path: file.path, format: file.format, arrays };
    if (!file.picture) return description;
    const schema = describeParameters(Preprocessing);
    return {
      ...description,
      preprocessing: { guess: guessPreprocessing(explainedInput(model), file.picture), schema },
    };
  }

  run(request: RunRequest, options: CallOptions = {}): Promise<Result> {
    const method = methodById(request.method);
    if (method.takes === 'nothing') return this.#runAlone(method, request, options);
    const { model, input, target = 'argmax' } = request;
    if (model === undefined || input === undefined)
      throw new ArgumentError(`${request.method} explains predictions: it needs a model and an input.`);
    const asked = { ...request, model, input, target };
    return method.takes === 'dataset' ? this.#runOnDataset(method, asked, options) : this.attribute(asked, options);
  }

  async attribute(request: AttributeRequest, { signal, onProgress }: CallOptions = {}): Promise<AttributionResult> {
    const started = new Date();
    const method = predictionMethod(request.method);
    const parameters = parseParameters(method, request.parameters);
    const prepared = await this.#prepare(request, signal);
    const { model, first, outputs, value, device, context } = prepared;
    const { input, target } = context;
    const result = await method.run(
      {
        ...context,
        random: random(request.seed),
        progress: (fraction) => onProgress?.({ fraction, message: method.title }),
      },
      parameters,
    );
    const numbers = toNumbers(outputs[value]!);
    const perSample = numbers.length / target.indices.length;
    const producer = model.graph.nodes.find((node) => node.outputs.includes(first));
    return {
      kind: 'attribution',
      ...result,
      input,
      output: toFloat32(outputs[first]!),
      outputIsProbability: producer?.op === 'Softmax' || producer?.op === 'Sigmoid',
      target,
      targetOutput: target.indices.map((index, n) => numbers[n * perSample + index]!),
      conventions: [`Explains "${target.value}" as the network gives it.`, ...result.conventions],
      provenance: {
        ...(await provenanceOf(method, parameters, request.seed, device, started)),
        ...(await this.#sources(prepared)),
      },
    };
  }

  async evaluate(request: EvaluateRequest, options: CallOptions = {}): Promise<EvaluationResult> {
    const started = new Date();
    const chosen = chosenFor(request);
    const prepared = await this.#prepare(request, options.signal, request.samples);
    const { methods, measures } = request;
    return {
      ...(await evaluatePrepared(prepared, chosen, request, options)),
      provenance: {
        ...(await provenanceOf({ id: 'evaluate' }, { methods, measures }, request.seed, prepared.device, started)),
        ...(await this.#sources(prepared)),
      },
    };
  }

  async sanityCheck(request: AttributeRequest, options: CallOptions = {}): Promise<SanityCheckResult> {
    const started = new Date();
    const method = predictionMethod(request.method);
    const parameters = parseParameters(method, request.parameters);
    const prepared = await this.#prepare(request, options.signal);
    return {
      ...(await checkPrepared(prepared, { of: method, parameters }, request, options)),
      provenance: {
        ...(await provenanceOf(method, parameters, request.seed, prepared.device, started)),
        ...(await this.#sources(prepared)),
      },
    };
  }

  /** Reads and runs what a prediction is explained of; of `samples`, the first so many. */
  async #prepare(request: AttributeRequest | EvaluateRequest, signal?: AbortSignal, samples?: number) {
    const model = await this.#open(request.model);
    return prepare(model, request, { engine: this.#engineOf(request), signal }, samples);
  }

  async #sources({ model, loaded: { source, preprocessing } }: Prepared) {
    const { path, array, sha256 } = source;
    return {
      model: { path: model.path, sha256: await this.#hash(model) },
      data: { path, ...(array && { array }), sha256 },
      ...(preprocessing && { preprocessing }),
    };
  }

  async forward(request: ForwardRequest, { signal, onProgress }: CallOptions = {}): Promise<ForwardAnswer> {
    const start = performance.now();
    const model = await this.#open(request.model);
    const outputs = request.outputs.length ? request.outputs : model.graph.outputs.map(({ name }) => name);
    const feeds = await this.#feeds(model, request);
    const samples = Object.values(feeds)[0]?.shape[0] ?? 1;
    const device = await chooseDevice(request.device, () => costOfModel(model.graph) * samples);
    const results = await forward({
      model,
      feeds,
      outputs,
      engine: this.#engine,
      device,
      memoryBudget: request.memoryBudget,
      signal,
      progress: (fraction) => onProgress?.({ fraction, message: 'Running the model' }),
    });
    return { outputs: results, device, seconds: (performance.now() - start) / 1000 };
  }

  async #runOnDataset(
    method: DatasetMethod,
    request: AttributeRequest,
    { signal, onProgress }: CallOptions,
  ): Promise<ClustersResult> {
    const started = new Date();
    const parameters = parseParameters(method, request.parameters);
    const prepared = await this.#prepare(request, signal);
    const { device, context, value } = prepared;
    const result = await method.run(
      {
        ...context,
        random: random(request.seed),
        progress: (fraction) => onProgress?.({ fraction, message: method.title }),
        predictionMethod,
      },
      parameters,
    );
    return {
      kind: 'clusters',
      value,
      ...result,
      provenance: {
        ...(await provenanceOf(method, parameters, request.seed, device, started)),
        ...(await this.#sources(prepared)),
      },
    };
  }

  async #runAlone(
    method: StandaloneMethod,
    request: RunRequest,
    { signal, onProgress }: CallOptions,
  ): Promise<CurvesResult> {
    const started = new Date();
    const parameters = parseParameters(method, request.parameters);
    const result = await method.run(
      {
        engine: this.#engineOf(request),
        memoryBudget: request.memoryBudget,
        random: random(request.seed),
        signal,
        progress: (fraction) => onProgress?.({ fraction, message: method.title }),
      },
      parameters,
    );
    const provenance = await provenanceOf(method, parameters, request.seed, 'cpu', started);
    return { kind: 'curves', ...result, provenance };
  }

  /** A model of several inputs takes them from the arrays of one .npz by name. */
  async #feeds({ graph }: Model, { input, preprocessing }: ForwardRequest): Promise<Record<string, Tensor>> {
    const [first, ...others] = graph.inputs;
    if (!first) return {};
    if (!others.length) return { [first.name]: (await load(input, anyBatch(first), preprocessing)).tensor };
    const named = graph.inputs.map(
      async (info) => [info.name, (await load(`${input}#${info.name}`, info, preprocessing)).tensor] as const,
    );
    return Object.fromEntries(await Promise.all(named));
  }

  async #open(path: string): Promise<Model> {
    const known = await this.#models.get(path)?.catch(() => undefined);
    const state = await stat(path).catch(() => undefined);
    if (known && known.modified === state?.mtimeMs && known.bytes === state.size) return known;
    const opened = openModel(path);
    this.#models.set(path, opened);
    return opened;
  }

  #engineOf({ threads }: Pick<RunRequest, 'threads'>): Engine {
    if (threads === undefined) return this.#engine;
    let engine = this.#engines.get(threads);
    if (!engine) this.#engines.set(threads, (engine = new Engine({ threads })));
    return engine;
  }

  #hash({ path, modified, bytes }: Model): Promise<string> {
    const key = `${path} ${modified} ${bytes}`;
    let hash = this.#hashes.get(key);
    if (!hash) this.#hashes.set(key, (hash = sha256OfFile(path)));
    return hash;
  }
}
