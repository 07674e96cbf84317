/**
 * One map of a cloud panel, as long as its tab is open: the shown map, earlier ones, and the run in progress, which can
 * be steered and joined. If a run fails or is cancelled, the previous map stays. Does not know VS Code.
 */
import { canonical } from '../../experiments/key';
import type { CloudForm, CloudQuestion, KeptCloud } from '../../shared/cloud/question';
import type { LayoutFrame, Steer } from '../../shared/embedding';
import { NetLoupeError, type ErrorData } from '../../shared/errors';
import type { LiveOptions, RunOptions, Service } from '../../shared/requests';
import type { CloudResult } from '../../shared/results';
import { SteeringWheel } from '../../shared/steering';
import { JoinedRun, unlessCancelled } from '../page/joinedRun';

export interface CloudSessionOptions {
  service: Pick<Service, 'run'>;
  memoryBudget(): number;
  /** Keeps the result; returns the run, or why there is none. Never fails. */
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
  wheel: SteeringWheel<Steer>;
  paused: boolean;
  /** Never rejects. */
  run: JoinedRun<void, LayoutFrame>;
}

/** Maps of a million points take some 100 MB each with their neighbours. */
const mostEarlier = 8;

export class CloudSession {
  /** Why the last request has no result. */
  error: ErrorData | undefined;
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

  /** Of the shown map, else of the requested one. */
  get question(): CloudQuestion {
    return this.#shown?.question ?? this.#asked;
  }

  /** The last one. */
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

  get paused(): boolean {
    return this.#running?.paused ?? false;
  }

  /** A map made before. */
  show(result: CloudResult, run?: KeptCloud): void {
    this.#shown = { question: this.#asked, result, ...(run && { run }) };
  }

  /**
   * Joins the run in progress, or starts the last request; a form replaces both. Resolves when it is over, however it
   * ended.
   */
  async settle(form?: CloudForm, { steering, ...following }: LiveOptions<LayoutFrame, Steer> = {}): Promise<void> {
    const { input, model } = this.#asked;
    const question = form ? { ...form, input, ...(model !== undefined && { model }) } : this.#asked;
    const known = this.#running;
    const isSame = known && !known.run.isCancelled && canonical(known.question) === canonical(question);
    const { run } = isSame ? known : this.#begin(question);
    const deafen = steering?.onSteer((command) => this.steer(command));
    try {
      await run.follow(following);
    } finally {
      deafen?.();
    }
  }

  /** Back to the previous map, if there is one. */
  back(): void {
    const before = this.#earlier.pop();
    if (!before) return;
    this.#giveUp();
    this.#shown = before;
    this.#asked = before.question;
    this.onShow();
  }

  steer(command: Steer): void {
    if (!this.#running) return;
    if (command.kind === 'pause' || command.kind === 'continue') this.#running.paused = command.kind === 'pause';
    this.#running.wheel.say(command);
  }

  cancel(): void {
    this.#running?.run.cancel();
  }

  #begin(question: CloudQuestion): Running {
    this.#giveUp();
    this.#asked = question;
    const wheel = new SteeringWheel<Steer>();
    const run = new JoinedRun<void, LayoutFrame>(async (options) => {
      const outcome = await this.#outcome(question, { ...options, steering: wheel });
      if (this.#running?.run !== run) return;
      this.#running = undefined;
      if ('error' in outcome) this.error = outcome.error;
      else this.#replace(outcome);
      this.onShow();
    });
    return (this.#running = { question, wheel, paused: false, run });
  }

  /** Ignores whatever the run in progress still reports. */
  #giveUp(): void {
    this.cancel();
    this.#running = undefined;
    this.error = undefined;
  }

  #replace(map: ShownMap): void {
    if (this.#shown) this.#earlier.push(this.#shown);
    if (this.#earlier.length > mostEarlier) this.#earlier.shift();
    this.#shown = map;
  }

  async #outcome(
    question: CloudQuestion,
    options: RunOptions & { signal: AbortSignal },
  ): Promise<ShownMap | { error: ErrorData }> {
    const { service, memoryBudget, keep } = this.options;
    try {
      const running = service.run({ ...question, memoryBudget: memoryBudget() }, options);
      const result = await unlessCancelled(running, options.signal);
      if (result.kind !== 'cloud')
        throw new NetLoupeError(
          'internal',
          `${question.method} gave a result of kind ${result.kind}; please report this bug.`,
        );
      return { question, result, ...(await keep(question, result)) };
    } catch (error) {
      return { error: NetLoupeError.toData(error) };
    }
  }
}
