/** What a cloud panel shows, for as long as its tab is open: the run under way, which can be steered and joined, or what came of it. */
import type { CloudOutcome, CloudQuestion, KeptCloud } from '../../shared/cloud/panel';
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

interface Running {
  controller: AbortController;
  wheel: SteeringWheel;
  outcome: Promise<CloudOutcome>;
}

export class CloudSession {
  result: CloudResult | undefined;
  run: KeptCloud | undefined;
  error: ErrorData | undefined;
  frame: LayoutFrame | undefined;
  paused = false;
  /** Whoever shows the map on its way. */
  onFrame: (frame: LayoutFrame) => void = () => {};
  onProgress: (progress: Progress) => void = () => {};
  #running: Running | undefined;

  constructor(
    readonly question: CloudQuestion,
    private readonly options: CloudSessionOptions,
  ) {}

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  show(result: CloudResult, run?: KeptCloud): void {
    this.result = result;
    this.run = run;
  }

  /** Joins the run under way, or begins it. */
  settle(): Promise<CloudOutcome> {
    if (!this.#running) {
      const controller = new AbortController();
      const wheel = new SteeringWheel();
      this.error = undefined;
      this.#running = { controller, wheel, outcome: this.#lay(controller.signal, wheel) };
    }
    return this.#running.outcome;
  }

  steer(command: Steer): void {
    if (command.kind === 'pause' || command.kind === 'continue') this.paused = command.kind === 'pause';
    this.#running?.wheel.say(command);
  }

  cancel(): void {
    this.#running?.controller.abort();
  }

  async #lay(signal: AbortSignal, steering: SteeringWheel): Promise<CloudOutcome> {
    const { service, memoryBudget, keep } = this.options;
    try {
      const request = { ...this.question, memoryBudget: memoryBudget() };
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
        onProgress: (progress) => this.onProgress(progress),
      });
      const result = await Promise.race([running, cancelled]);
      if (result.kind !== 'cloud')
        throw new NetLoupeError(
          'internal',
          `${request.method} gave a result of kind ${result.kind}; please report it.`,
        );
      this.result = result;
      const { run, notKept } = await keep(this.question, result);
      this.run = run;
      return { ok: true, result, ...(run && { run }), ...(notKept !== undefined && { notKept }) };
    } catch (error) {
      this.error = NetLoupeError.toData(error);
      return { ok: false, error: this.error };
    } finally {
      this.#running = undefined;
      this.paused = false;
      this.frame = undefined;
    }
  }
}
