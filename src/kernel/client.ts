/**
 * The service as seen from another process. The compute process starts on the first call; should it die, the calls in flight fail
 * with one sentence and the next call starts a new one. Whoever calls never notices more than that.
 */
import { fork, type ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  type RequestType,
} from 'vscode-jsonrpc/node';
import type { HiddenLayerRequest, PointSet, SeparationRequest } from '../shared/capacity/requests';
import type {
  ActivationsRequest,
  ColumnsRequest,
  ModelColumnsRequest,
  SamplesRequest,
  ThumbnailsRequest,
} from '../shared/dataset';
import type { LayoutFrame } from '../shared/embedding';
import { CancelledError, NetLoupeError, type ErrorData } from '../shared/errors';
import type { FileRequest, WeightsRequest } from '../shared/glance';
import type { AttributeRequest, CallOptions, ForwardRequest, RunRequest, Service } from '../shared/requests';
import type { Tensor } from '../shared/tensor';
import type {
  AnalogiesRequest,
  ArithmeticRequest,
  AxesRequest,
  CompletionRequest,
  VectorSource,
} from '../shared/vectors/requests';
import { frame, frameTaken, fromResponseError, progress, requests, steer, type Long } from './protocol';

/**
 * For the compute process on glibc: large blocks go back to the system when they are freed, in place of staying as holes in the heap.
 * After a session is made, these hold 76 MB for ResNet-18's gradient (348 MB peak without, 272 MB with).
 */
export const kernelEnvironment = { MALLOC_MMAP_THRESHOLD_: String(2 ** 18) };

export type KernelState = 'starting' | 'ready' | 'stopped' | 'crashed';

export interface KernelOptions {
  /** The built entry of the compute process. */
  script: string;
  /** Each line the process writes on its standard output or error. */
  log: (line: string) => void;
  onState?: (state: KernelState) => void;
}

interface Running {
  process: ChildProcess;
  connection: MessageConnection;
  /** Rejects when the process dies. */
  death: Promise<never>;
}

export class KernelClient implements Service {
  readonly #options: KernelOptions;
  #running: Running | undefined;
  #disposed = false;
  #token = 0;
  /** Who is shown the map of a call in progress, by its token. */
  readonly #frames = new Map<number, (frame: LayoutFrame) => void>();

  constructor(options: KernelOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#running?.process.pid;
  }

  methods = () => this.#call(requests.methods, null);
  measures = () => this.#call(requests.measures, null);
  devices = (fresh = false) => this.#call(requests.devices, { fresh });
  describeModel = (path: string) => this.#call(requests.describeModel, path);
  describeInput = (request: { model: string; input: string }) => this.#call(requests.describeInput, request);
  unsuitable = (request: Parameters<Service['unsuitable']>[0]) => this.#call(requests.unsuitable, request);
  describeWeights = (request: WeightsRequest) => this.#call(requests.describeWeights, request);
  describeFile = (request: FileRequest) => this.#call(requests.describeFile, request);
  encodeNpz = (arrays: Record<string, Tensor>) => this.#call(requests.encodeNpz, arrays);
  run = (request: RunRequest, options: CallOptions = {}) => this.#long(requests.run, request, options);
  attribute = (request: AttributeRequest, options: CallOptions = {}) =>
    this.#long(requests.attribute, request, options);
  forward = (request: ForwardRequest, options: CallOptions = {}) => this.#long(requests.forward, request, options);
  describeDataset = (data: string) => this.#call(requests.describeDataset, data);
  readColumns = (request: ColumnsRequest) => this.#call(requests.readColumns, request);
  readSamples = (request: SamplesRequest) => this.#call(requests.readSamples, request);
  thumbnails = (request: ThumbnailsRequest) => this.#call(requests.thumbnails, request);
  modelColumns = (request: ModelColumnsRequest, options: CallOptions = {}) =>
    this.#long(requests.modelColumns, request, options);
  activations = (request: ActivationsRequest, options: CallOptions = {}) =>
    this.#long(requests.activations, request, options);
  describeVectors = (source: VectorSource, options: CallOptions = {}) =>
    this.#long(requests.describeVectors, source, options);
  completeNames = (request: CompletionRequest, options: CallOptions = {}) =>
    this.#long(requests.completeNames, request, options);
  placeOnAxes = (request: AxesRequest, options: CallOptions = {}) => this.#long(requests.placeOnAxes, request, options);
  vectorArithmetic = (request: ArithmeticRequest, options: CallOptions = {}) =>
    this.#long(requests.vectorArithmetic, request, options);
  scoreAnalogies = (request: AnalogiesRequest, options: CallOptions = {}) =>
    this.#long(requests.scoreAnalogies, request, options);
  readPoints = (spec: string, options: CallOptions = {}) => this.#long(requests.readPoints, spec, options);
  countLabelings = (set: PointSet, options: CallOptions = {}) => this.#long(requests.countLabelings, set, options);
  separate = (request: SeparationRequest, options: CallOptions = {}) => this.#long(requests.separate, request, options);
  solveWithHiddenLayer = (request: HiddenLayerRequest, options: CallOptions = {}) =>
    this.#long(requests.solveWithHiddenLayer, request, options);

  /** Ends the process; calls in flight fail. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const running = this.#running;
    if (!running) return;
    const gone = new Promise((resolve) => running.process.once('exit', resolve));
    // It has nothing to put in order, and a process that is stopped hears of nothing else.
    running.process.kill('SIGKILL');
    await gone;
  }

  async #long<P, R>(type: RequestType<Long<P>, R, ErrorData>, request: P, options: CallOptions): Promise<R> {
    const { connection } = this.#start();
    const token = this.#token++;
    const { onFrame, onProgress, signal, steering } = options;
    const listener = connection.onProgress(progress, token, (report) => onProgress?.(report));
    if (onFrame) this.#frames.set(token, onFrame);
    const deafen = steering?.onSteer((command) => void connection.sendNotification(steer, { token, command }));
    try {
      return await this.#call(type, { request, token, frames: onFrame !== undefined }, signal);
    } finally {
      deafen?.();
      this.#frames.delete(token);
      listener.dispose();
    }
  }

  async #call<P, R>(type: RequestType<P, R, ErrorData>, parameters: P, signal?: AbortSignal): Promise<R> {
    if (signal?.aborted) throw new CancelledError();
    const { connection, death } = this.#start();
    const source = new CancellationTokenSource();
    const cancel = (): void => {
      source.cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await Promise.race([connection.sendRequest<R>(type.method, parameters, source.token), death]);
    } catch (error) {
      throw fromResponseError(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  #start(): Running {
    if (this.#disposed) throw new NetLoupeError('kernel', 'The compute process has been shut down.');
    if (this.#running) return this.#running;
    const { script, log, onState } = this.#options;
    onState?.('starting');
    const child = fork(script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ...kernelEnvironment },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) if (line.trim()) log(line);
      });
    }
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(([error]) => {
      log(`connection: ${error.message}`);
    });
    connection.onNotification(frame, ({ token, frame: shown }) => {
      this.#frames.get(token)?.(shown);
      void connection.sendNotification(frameTaken, { token });
    });
    const death = new Promise<never>((_resolve, reject) => {
      const fail = (how: string): void => {
        if (this.#running?.process === child) this.#running = undefined;
        onState?.(this.#disposed ? 'stopped' : 'crashed');
        reject(
          new NetLoupeError(
            'kernel',
            `The compute process ended unexpectedly (${how}); it starts again with the next request.`,
          ),
        );
        // Last, since it rejects what is in flight with a sentence of its own.
        connection.dispose();
      };
      child.once('exit', (code, signal) => {
        fail(signal ?? `exit code ${code}`);
      });
      child.once('error', (error) => {
        fail(error.message);
      });
    });
    // Only calls in flight care.
    death.catch(() => undefined);
    child.once('spawn', () => onState?.('ready'));
    this.#running = { process: child, connection, death };
    connection.listen();
    return this.#running;
  }
}
