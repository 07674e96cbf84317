/**
 * What the panel knows from the editor: the map (settling or settled), the samples' columns, their pictures and rows. It asks once
 * for each, says when something has come, and keeps why something could not.
 */
import type { Column } from '../../src/shared/dataset';
import type { LayoutFrame, Steer } from '../../src/shared/embedding';
import { cloudMessages, type CloudData, type CloudOutcome, type CloudSetup } from '../../src/shared/cloud/panel';
import type { ErrorData } from '../../src/shared/errors';
import type { Progress } from '../../src/shared/requests';
import type { CloudResult } from '../../src/shared/results';
import type { Float32Tensor } from '../../src/shared/tensor';
import type { Host } from '../ui/host';
import { Sprites } from './sprites';

/** Pixels of the longer side of a picture: sharp where it is drawn largest, in the card and the grid. */
const pictureSize = 48;

export class Session {
  setup: CloudSetup | undefined;
  result: CloudResult | undefined;
  frame: LayoutFrame | undefined;
  progress: Progress | undefined;
  error: ErrorData | undefined;
  /** Why the page has nothing at all. */
  failure = '';
  notKept = '';
  data: CloudData | undefined;
  dataFailure = '';
  modelColumns: Column[] = [];
  modelFailure = '';
  settling = false;
  paused = false;
  readonly sprites: Sprites;
  #running: AbortController | undefined;

  constructor(
    readonly host: Host,
    private readonly changed: () => void,
  ) {
    this.sprites = new Sprites(
      (indices) => host.request(cloudMessages.thumbnails, { indices, size: pictureSize }),
      changed,
    );
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
    void this.#readData();
    if (!this.result && !this.error) await this.settle();
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

  samples(indices: readonly number[]): Promise<Float32Tensor> {
    return this.host.request(cloudMessages.samples, { indices });
  }

  async #readData(): Promise<void> {
    const data = await this.host
      .request<CloudData>(cloudMessages.data)
      .catch((error: unknown) => void this.#tell(() => (this.dataFailure = sentence(error))));
    if (data) this.#tell(() => (this.data = data));
    if (this.setup!.question.model === undefined) return;
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
