/**
 * What the page knows from the editor about one map, settling or settled, and its model's predictions. It requests each
 * once, announces arrivals, and keeps the reasons of failures.
 */
import type { CloudChoices, CloudEditor, CloudMap } from '../../src/shared/api/cloud';
import type { CloudForm } from '../../src/shared/cloud/question';
import type { Column } from '../../src/shared/dataset';
import type { LayoutFrame, Steer } from '../../src/shared/embedding';
import { NetLoupeError, type ErrorData, messageOf } from '../../src/shared/errors';
import type { Progress } from '../../src/shared/requests';
import type { CloudResult } from '../../src/shared/results';
import { SteeringWheel } from '../../src/shared/steering';

/** A run as this page follows it. */
class Following {
  readonly controller = new AbortController();
  readonly wheel = new SteeringWheel<Steer>();
}

export class Session {
  map: CloudMap | undefined;
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
  #following: Following | undefined;

  /** `step` is the map's place in the panel. */
  constructor(
    private readonly editor: CloudEditor,
    private readonly step: number,
    private readonly changed: () => void,
  ) {}

  /** The current map; an unfinished one replaces it with its first frame. */
  get result(): CloudResult | undefined {
    return this.frame ? undefined : this.map?.result;
  }

  async open(): Promise<void> {
    try {
      const map = await this.editor.map(this.step);
      this.#tell(() => this.#take(map));
      if (map.isRunning || (!map.result && !map.error)) void this.settle();
    } catch (error) {
      this.#tell(() => (this.failure = messageOf(error)));
    }
  }

  /** Joins the run in progress, or starts one; another form replaces it. */
  async settle(form?: CloudForm): Promise<void> {
    const following = new Following();
    this.#following = following;
    this.#tell(() => {
      this.settling = true;
      this.error = undefined;
      if (form) this.frame = undefined;
    });
    const show = (change: () => void): void => {
      if (this.#following === following) this.#tell(change);
    };
    const asked = this.editor.settle(
      { step: this.step, ...(form && { form }) },
      {
        signal: following.controller.signal,
        steering: following.wheel,
        onProgress: (progress) => show(() => (this.progress = progress)),
        onFrame: async (frame) => {
          show(() => (this.frame = frame));
          // A slow display gets fewer of them.
          await new Promise(requestAnimationFrame);
        },
      },
    );
    await this.#await(asked, following);
  }

  async back(): Promise<void> {
    await this.#await(this.editor.back(this.step), this.#following);
  }

  /** Requested on demand: finding the devices takes a moment. */
  async readChoices(): Promise<void> {
    if (this.choices) return;
    this.choicesFailure = '';
    try {
      const choices = await this.editor.choices();
      this.#tell(() => (this.choices = choices));
    } catch (error) {
      this.#tell(() => (this.choicesFailure = messageOf(error)));
    }
  }

  steer(command: Steer): void {
    if (command.kind === 'pause' || command.kind === 'continue') this.paused = command.kind === 'pause';
    this.#following?.wheel.say(command);
    this.changed();
  }

  cancel(): void {
    this.#following?.controller.abort();
  }

  /** The model's predictions are requested when somebody looks at its map. */
  async askModel(): Promise<void> {
    if (this.#askedModel || this.map?.question.model === undefined) return;
    this.#askedModel = true;
    try {
      const columns = await this.editor.modelColumns(this.step);
      this.#tell(() => (this.modelColumns = columns));
    } catch (error) {
      this.#tell(() => (this.modelFailure = messageOf(error)));
    }
  }

  /** Ignored if something else runs meanwhile. */
  async #await(asked: Promise<CloudMap>, following: Following | undefined): Promise<void> {
    const answer = await asked.catch((error: unknown) => NetLoupeError.toData(error));
    if (this.#following !== following) return;
    this.#tell(() => {
      this.settling = false;
      this.progress = undefined;
      this.frame = undefined;
      if ('question' in answer) this.#take(answer);
      else this.error = answer;
    });
  }

  #take(map: CloudMap): void {
    this.map = map;
    this.paused = map.paused;
    this.error = map.error;
  }

  #tell(change: () => void): void {
    change();
    this.changed();
  }
}
