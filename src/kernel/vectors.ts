/** Named vectors as they are asked about; the last file stays open, for a person asks more than once. */
import { stat } from 'node:fs/promises';
import type { Engine } from '../engine/engine';
import { readAll } from '../formats/bytes';
import { openVectors } from '../formats/vectors/vectors';
import { scoreAnalogies } from '../methods/vectors/analogy';
import { answerArithmetic } from '../methods/vectors/arithmetic';
import { spaceOf, type VectorSpace } from '../methods/vectors/space';
import type { CallOptions } from '../shared/requests';
import type { AnalogiesAnswer, AnalogiesRequest, ArithmeticAnswer, ArithmeticRequest } from '../shared/vectors';

/** A questions-words file has 600 kB. */
const MOST_QUESTIONS = 2 ** 26;

export class Vectors {
  readonly #engine: Engine;
  #last: { key: string; space: Promise<VectorSpace> } | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async arithmetic({ vectors, query, count }: ArithmeticRequest, { signal }: CallOptions): Promise<ArithmeticAnswer> {
    return answerArithmetic(await this.#open(vectors), query, count, { engine: this.#engine, signal });
  }

  async analogies(
    { vectors, questions }: AnalogiesRequest,
    { signal, onProgress }: CallOptions,
  ): Promise<AnalogiesAnswer> {
    const text = Buffer.from(await readAll(questions, { limit: MOST_QUESTIONS })).toString('utf8');
    return scoreAnalogies(await this.#open(vectors), text, questions, {
      engine: this.#engine,
      signal,
      progress: (fraction) => onProgress?.({ fraction, message: 'Asking analogies' }),
    });
  }

  async #open(spec: string): Promise<VectorSpace> {
    const found = await stat(spec.replace(/#[^#]*$/, '')).catch(() => undefined);
    const key = `${spec} ${found?.mtimeMs} ${found?.size}`;
    if (this.#last?.key !== key) {
      const space = openVectors(spec).then(spaceOf);
      this.#last = { key, space };
      space.catch(() => (this.#last = undefined));
    }
    return this.#last.space;
  }
}
