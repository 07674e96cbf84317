/** Named vectors on request; the last source stays open, since users ask more than once. */
import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine';
import { splitSpec } from '../formats';
import { readAll } from '../formats/bytes';
import { openVectors } from '../formats/vectors/vectors';
import { scoreAnalogies } from '../methods/vectors/analogy';
import { answerArithmetic } from '../methods/vectors/arithmetic';
import { placeOnAxes } from '../methods/vectors/axes';
import { namesBeginning, spaceOf, type VectorSpace } from '../methods/vectors/space';
import { CancelledError } from '../shared/errors';
import type { CallOptions, Progress } from '../shared/requests';
import type {
  AnalogiesRequest,
  ArithmeticRequest,
  AxesRequest,
  CompletionRequest,
  VectorsDescription,
  VectorSource,
  VectorsService,
} from '../shared/vectors/requests';

/** A questions-words file has 600 kB. */
const MOST_QUESTIONS = 2 ** 26;
const FIRST = 100;

/** A source being read for all who ask meanwhile; when all of them have cancelled, reading stops. */
interface Opening {
  key: string;
  space: Promise<VectorSpace>;
  controller: AbortController;
  listeners: Set<(progress: Progress) => void>;
  waiting: number;
}

export class Vectors implements VectorsService {
  readonly #engine: Engine;
  #last: Opening | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  describeVectors = async (source: VectorSource, options: CallOptions): Promise<VectorsDescription> => {
    const { path, names, width, conventions } = await this.#open(source, options);
    return { path, count: names.length, width, first: names.slice(0, FIRST), conventions };
  };

  completeNames = async ({ prefix, count, ...source }: CompletionRequest, options: CallOptions): Promise<string[]> =>
    namesBeginning(await this.#open(source, options), prefix, count);

  vectorArithmetic = async (request: ArithmeticRequest, options: CallOptions) =>
    answerArithmetic(await this.#open(request, options), request, this.#search(options));

  placeOnAxes = async (request: AxesRequest, options: CallOptions) =>
    placeOnAxes(await this.#open(request, options), request, this.#search(options));

  scoreAnalogies = async (request: AnalogiesRequest, options: CallOptions) => {
    const { questions } = request;
    const text = Buffer.from(await readAll(questions, { limit: MOST_QUESTIONS })).toString('utf8');
    const space = await this.#open(request, options);
    const progress = (fraction: number) => options.onProgress?.({ fraction, message: 'Asking analogies' });
    return scoreAnalogies(space, text, questions, { ...this.#search(options), progress });
  };

  #search({ signal }: CallOptions) {
    return { engine: this.#engine, signal };
  }

  async #open({ vectors, names }: VectorSource, { signal, onProgress }: CallOptions): Promise<VectorSpace> {
    const states = await Promise.all(
      [(await splitSpec(vectors)).path, ...(names === undefined ? [] : [names])].map(stateOf),
    );
    const key = JSON.stringify([vectors, names, states]);
    if (this.#last?.key !== key) this.#last = this.#begin(key, { vectors, ...(names !== undefined && { names }) });
    return this.#wait(this.#last, signal, onProgress);
  }

  #begin(key: string, source: VectorSource): Opening {
    const controller = new AbortController();
    const listeners: Opening['listeners'] = new Set();
    const progress = (fraction: number) => {
      for (const listener of listeners) listener({ fraction, message: 'Reading vectors' });
    };
    const space = openVectors(source, { signal: controller.signal, progress }).then(spaceOf);
    const opening = { key, space, controller, listeners, waiting: 0 };
    space.catch(() => {
      if (this.#last === opening) this.#last = undefined;
    });
    return opening;
  }

  async #wait(
    opening: Opening,
    signal: AbortSignal | undefined,
    onProgress: CallOptions['onProgress'],
  ): Promise<VectorSpace> {
    opening.waiting++;
    if (onProgress) opening.listeners.add(onProgress);
    let giveUp = (): void => {};
    const given = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(new CancelledError());
    });
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
    try {
      return await Promise.race([opening.space, given]);
    } catch (error) {
      // A later question reads again instead of joining one that is ending.
      if (error instanceof CancelledError && opening.waiting === 1) {
        if (this.#last === opening) this.#last = undefined;
        opening.controller.abort();
      }
      throw error;
    } finally {
      opening.waiting--;
      if (onProgress) opening.listeners.delete(onProgress);
      signal?.removeEventListener('abort', giveUp);
    }
  }
}

async function stateOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return `${found?.mtimeMs} ${found?.size}`;
}
