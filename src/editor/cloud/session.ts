/**
 * What a cloud panel shows, for as long as its tab is open: the map, those before it, and the run under way, which can be steered
 * and joined. A run that fails or is cancelled leaves the map that was there. Knows nothing of VS Code.
 */
import { canonical } from '../../experiments/key';
import type { CloudForm, CloudQuestion, KeptCloud } from '../../shared/cloud/panel';
import type { LayoutFrame, Steer } from '../../shared/embedding';
import { CancelledError, NetLoupeError, type ErrorData } from '../../shared/errors';
import type { Progress, Service } from '../../shared/requests';
import type { CloudResult } from '../../shared/results';
import { SteeringWheel } from '../../shared/steering';

export interface CloudSessionOptions {
  service: Pick<Service, 'run'>;
  memoryBudget(): number;
  /** Keeps what came out; gives the run, or why there is none. Never fails. */
  keep(question: CloudQuestion, result: CloudResult): Promise<{ run?: KeptCloud; notKept?: string }>;
}

interface ShownMap {
  question: CloudQuestion;
  result: CloudResult;
  run?: KeptCloud;
  notKept?: string;
}

interface Running {
  question: CloudQuestion;
  controller: AbortController;
  wheel: SteeringWheel<Steer>;
  /** Never rejects. */
  ended: Promise<void>;
}

/** Maps of a million points take some 100 MB each with their neighbours. */
const mostEarlier = 8;

export class CloudSession {
  error: ErrorData | undefined;
  frame: LayoutFrame | undefined;
  paused = false;
  /** Whoever shows the map on its way. */
  onFrame: (frame: LayoutFrame) => void = () => {};
  onProgress: (progress: Progress) => void = () => {};
  /** Another map is shown. */
  onShow: () => void = () => {};
  #asked: CloudQuestion;
  #shown: ShownMap | undefined;
  readonly #earlier: ShownMap[] = [];
  #running: Running | undefined;

  constructor(
    question: CloudQuestion,
    private readonly options: CloudSessionOptions,
  ) {
    this.#asked = question;
  }

  /** Of the map that is there, else of the one that is asked for. */
  get question(): CloudQuestion {
    return this.#shown?.question ?? this.#asked;
  }

  /** The last. */
  get asked(): CloudQuestion {
    return this.#asked;
  }

  get result(): CloudResult | undefined {
    return this.#shown?.result;
  }

  get run(): KeptCloud | undefined {
    return this.#shown?.run;
  }

  get notKept(): string | undefined {
    return this.#shown?.notKept;
  }

  get hasEarlier(): boolean {
    return this.#earlier.length > 0;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** A map that was made before. */
  show(result: CloudResult, run?: KeptCloud): void {
    this.#shown = { question: this.#asked, result, ...(run && { run }) };
  }

  /** Joins the run under way, or begins what was asked for last; with a form, that is asked for, and given up what is not. */
  settle(form?: CloudForm): Promise<void> {
    const { input, model } = this.#asked;
    const question = form ? { ...form, input, ...(model !== undefined && { model }) } : this.#asked;
    if (this.#running && canonical(this.#running.question) === canonical(question)) return this.#running.ended;
    this.cancel();
    this.#asked = question;
    this.#endRun();
    this.error = undefined;
    const running: Running = {
      question,
      controller: new AbortController(),
      wheel: new SteeringWheel(),
      ended: Promise.resolve(),
    };
    this.#running = running;
    running.ended = this.#lay(running);
    return running.ended;
  }

  /** To the map before this one, if there is one. */
  back(): void {
    const before = this.#earlier.pop();
    if (!before) return;
    this.cancel();
    this.#endRun();
    this.error = undefined;
    this.#shown = before;
    this.#asked = before.question;
    this.onShow();
  }

  steer(command: Steer): void {
    if (command.kind === 'pause' || command.kind === 'continue') this.paused = command.kind === 'pause';
    this.#running?.wheel.say(command);
  }

  cancel(): void {
    this.#running?.controller.abort();
  }

  async #lay(run: Running): Promise<void> {
    const { service, memoryBudget, keep } = this.options;
    const { question, wheel: steering } = run;
    const { signal } = run.controller;
    try {
      const request = { ...question, memoryBudget: memoryBudget() };
      // The engine ends a batch before it hears; whoever cancelled need not wait for that.
      const cancelled = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
      });
      const running = service.run(request, {
        signal,
        steering,
        onFrame: (frame) => {
          if (!signal.aborted) this.onFrame((this.frame = frame));
        },
        onProgress: (progress) => {
          if (!signal.aborted) this.onProgress(progress);
        },
      });
      const result = await Promise.race([running, cancelled]);
      if (result.kind !== 'cloud')
        throw new NetLoupeError(
          'internal',
          `${request.method} gave a result of kind ${result.kind}; please report it.`,
        );
      const kept = await keep(question, result);
      if (this.#running !== run) return;
      if (this.#shown) this.#earlier.push(this.#shown);
      if (this.#earlier.length > mostEarlier) this.#earlier.shift();
      this.#shown = { question, result, ...kept };
    } catch (error) {
      if (this.#running === run) this.error = NetLoupeError.toData(error);
    } finally {
      if (this.#running === run) {
        this.#endRun();
        this.onShow();
      }
    }
  }

  #endRun(): void {
    this.#running = undefined;
    this.paused = false;
    this.frame = undefined;
  }
}
