/**
 * What the panel knows from the editor of one map, settling or settled, and of what its model says of the samples. It asks once for
 * each, says when something has come, and keeps why something could not.
 */
import type { Column } from '../../src/shared/dataset';
import type { LayoutFrame, Steer } from '../../src/shared/embedding';
import { cloudMessages, type CloudChoices, type CloudForm, type CloudSetup } from '../../src/shared/cloud/panel';
import type { ErrorData } from '../../src/shared/errors';
import type { Progress } from '../../src/shared/requests';
import type { CloudResult } from '../../src/shared/results';
import type { Host } from '../ui/host';
import type { Samples } from './samples';

export class Session {
  setup: CloudSetup | undefined;
  frame: LayoutFrame | undefined;
  progress: Progress | undefined;
  error: ErrorData | undefined;
  /** Why the page has nothing at all. */
  failure = '';
  modelColumns: Column[] = [];
  modelFailure = '';
  choices: CloudChoices | undefined;
  choicesFailure = '';
  settling = false;
  paused = false;
  #askedModel = false;
  #running: AbortController | undefined;

  constructor(
    readonly host: Host,
    readonly samples: Samples,
    private readonly changed: () => void,
  ) {
    host.onNotification(cloudMessages.frame, (frame: LayoutFrame) => {
      this.#tell(() => (this.frame = frame));
      // Once it is drawn: a slow display gets fewer of them, and never a queue.
      requestAnimationFrame(() => host.notify(cloudMessages.frameTaken, null));
    });
    host.onNotification(cloudMessages.progress, (progress: Progress) => this.#tell(() => (this.progress = progress)));
  }

  /** The map that is there; one on its way takes its place with the first frame. */
  get result(): CloudResult | undefined {
    return this.frame ? undefined : this.setup?.result;
  }

  async open(): Promise<void> {
    try {
      const setup = await this.host.request<CloudSetup>(cloudMessages.ready);
      this.#tell(() => this.#take(setup));
    } catch (error) {
      this.#tell(() => (this.failure = sentence(error)));
      return;
    }
    const { result, isRunning, error } = this.setup!;
    if (isRunning || (!result && !error)) void this.settle();
  }

  /** Joins the run under way, or begins one; with another form, in its place. */
  async settle(form?: CloudForm): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    this.#tell(() => {
      this.settling = true;
      this.error = undefined;
      if (form) this.frame = undefined;
    });
    await this.#ask(() => this.host.request(cloudMessages.settle, form ?? null, controller.signal), controller);
  }

  async back(): Promise<void> {
    await this.#ask(() => this.host.request(cloudMessages.back), this.#running);
  }

  /** Asked for when they are wanted: which devices are there takes a moment to find out. */
  async readChoices(): Promise<void> {
    if (this.choices) return;
    this.choicesFailure = '';
    const choices = await this.host
      .request<CloudChoices>(cloudMessages.choices)
      .catch((error: unknown) => void this.#tell(() => (this.choicesFailure = sentence(error))));
    if (choices) this.#tell(() => (this.choices = choices));
  }

  steer(command: Steer): void {
    if (command.kind === 'pause' || command.kind === 'continue') this.paused = command.kind === 'pause';
    this.host.notify(cloudMessages.steer, command);
    this.changed();
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** What the model says of the samples is asked for when somebody looks at its map. */
  async askModel(): Promise<void> {
    if (this.#askedModel || this.setup?.question.model === undefined) return;
    this.#askedModel = true;
    const columns = await this.host
      .request<Column[]>(cloudMessages.modelColumns)
      .catch((error: unknown) => void this.#tell(() => (this.modelFailure = sentence(error))));
    if (columns) this.#tell(() => (this.modelColumns = columns));
  }

  /** Not listened to where something else runs meanwhile. */
  async #ask(request: () => Promise<CloudSetup>, running: AbortController | undefined): Promise<void> {
    let answer: CloudSetup | ErrorData;
    try {
      answer = await request();
    } catch (error) {
      answer = { kind: 'internal', message: sentence(error) };
    }
    if (this.#running !== running) return;
    this.#tell(() => {
      this.settling = false;
      this.progress = undefined;
      if ('question' in answer) this.#take(answer);
      else {
        this.error = answer;
        this.frame = undefined;
      }
    });
  }

  #take(setup: CloudSetup): void {
    this.setup = setup;
    this.frame = setup.frame;
    this.paused = setup.paused ?? false;
    this.error = setup.error;
  }

  #tell(change: () => void): void {
    change();
    this.changed();
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
