/**
 * What the panel knows from the editor of one map, settling or settled, and of what its model says of the samples. It asks once for
 * each, says when something has come, and keeps why something could not.
 */
import type { Column } from '../../src/shared/dataset';
import type { LayoutFrame, Steer } from '../../src/shared/embedding';
import { cloudMessages, type CloudOutcome, type CloudSetup } from '../../src/shared/cloud/panel';
import type { ErrorData } from '../../src/shared/errors';
import type { Progress } from '../../src/shared/requests';
import type { CloudResult } from '../../src/shared/results';
import type { Host } from '../ui/host';
import type { Samples } from './samples';

export class Session {
  setup: CloudSetup | undefined;
  result: CloudResult | undefined;
  frame: LayoutFrame | undefined;
  progress: Progress | undefined;
  error: ErrorData | undefined;
  /** Why the page has nothing at all. */
  failure = '';
  notKept = '';
  modelColumns: Column[] = [];
  modelFailure = '';
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

  async open(): Promise<void> {
    try {
      const setup = await this.host.request<CloudSetup>(cloudMessages.ready);
      this.#tell(() => {
        this.setup = setup;
        this.result = setup.result;
        this.frame = setup.frame;
        this.paused = setup.paused ?? false;
        this.error = setup.error;
      });
    } catch (error) {
      this.#tell(() => (this.failure = sentence(error)));
      return;
    }
    if (!this.result && !this.error) void this.settle();
  }

  /** Joins the run under way, or begins one. */
  async settle(): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    this.#tell(() => {
      this.settling = true;
      this.error = undefined;
    });
    const outcome = await this.host
      .request<CloudOutcome>(cloudMessages.settle, undefined, controller.signal)
      .catch((error: unknown): CloudOutcome => ({ ok: false, error: { kind: 'internal', message: sentence(error) } }));
    this.#tell(() => {
      this.settling = false;
      this.paused = false;
      this.progress = undefined;
      if (!outcome.ok) {
        this.error = outcome.error;
        return;
      }
      this.result = outcome.result;
      this.frame = undefined;
      this.notKept = outcome.notKept ?? '';
      if (outcome.run) this.setup = { ...this.setup!, run: outcome.run };
    });
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

  #tell(change: () => void): void {
    change();
    this.changed();
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
