/**
 * The maps of a panel: one, or the steps of a film, of which one is shown. It plays them, and follows them while they
 * are computed one after the other, until the user chooses a step.
 */
import type { CloudEditor, CloudSetup } from '../../../src/shared/api/cloud';
import type { CloudState, CloudStep } from '../../../src/shared/cloud/question';
import type { AlignedMap } from '../../../src/shared/cloud/procrustes';
import { Samples } from '../samples';
import { Session } from '../session';
import { Sequence } from './sequence';

export interface Step extends CloudStep {
  title: string;
  session: Session;
}

/** Milliseconds per step at speed 1, and the part of it in which points move. */
const period = 1500;
const moving = 0.6;

export class Film {
  steps: Step[] = [];
  /** The step shown. */
  at = 0;
  playing = false;
  speed = 1;
  readonly samples: Samples;
  readonly #sequence = new Sequence();
  /** Steps to follow as their maps arrive. */
  #awaited: readonly Step[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly editor: CloudEditor,
    private readonly changed: () => void,
  ) {
    this.samples = new Samples(editor, changed);
  }

  /** Undefined before it is open. */
  get shown(): Session | undefined {
    return this.steps[this.at]?.session;
  }

  get isFilm(): boolean {
    return this.steps.length > 1;
  }

  async open({ steps }: CloudSetup, at = 0): Promise<void> {
    void this.samples.read();
    this.steps = steps.map((step, i) => ({ ...step, session: new Session(this.editor, i, () => this.#hear()) }));
    await Promise.all(this.steps.map(({ session }) => session.open()));
    this.#awaited = this.steps.filter(({ session }) => !session.result);
    this.#show(Math.min(at, this.steps.length - 1));
  }

  /** The user chooses a step. */
  go(at: number): void {
    this.pause();
    this.#awaited = [];
    this.#show(Math.max(0, Math.min(this.steps.length - 1, at)));
  }

  /** From the start if it has ended. */
  play(): void {
    this.#awaited = [];
    this.playing = true;
    if (this.#next() === undefined) this.#show(this.steps.findIndex(hasMap));
    this.#wait();
    this.changed();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.playing = false;
    this.changed();
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.playing) this.#wait();
    this.changed();
  }

  /**
   * All steps in the axes of the first; undefined if there is no map yet. Only the shown one appears while settling.
   */
  get maps(): (AlignedMap | undefined)[] {
    return this.#sequence.align(
      this.steps.map(({ session: { result, frame } }, i) =>
        i === this.at ? (result?.embedding.data ?? frame?.positions) : result?.embedding.data,
      ),
      this.dimensions,
    );
  }

  /** Maps that share a frame. */
  get among(): readonly Float32Array[] {
    return this.#sequence.among;
  }

  get dimensions(): number {
    const found = this.steps.find(({ session }) => hasMap({ session }))?.session;
    return found?.result?.embedding.shape[1] ?? found?.frame?.dimensions ?? 2;
  }

  /** Milliseconds in which points move from step to step; a settling map sets its own. */
  get lasts(): number | undefined {
    return this.isFilm && !this.shown?.frame ? (period * moving) / this.speed : undefined;
  }

  /** What the page stores for a reload of the window; undefined before it is open. */
  get kept(): CloudState | undefined {
    const [first, ...film] = this.steps.map(({ question, run, session: { map } }): CloudStep => {
      const known = map?.run ?? run;
      return { question: map?.question ?? question, ...(known && { run: known }) };
    });
    return first && { ...first, ...(this.isFilm && { film, step: this.at }) };
  }

  #show(at: number): void {
    this.at = at;
    void this.shown?.askModel();
    this.changed();
  }

  #hear(): void {
    const newest = this.steps.findLastIndex((step) => hasMap(step) && this.#awaited.includes(step));
    if (newest > this.at) this.#show(newest);
    else this.changed();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const next = this.#next();
      if (next === undefined) {
        this.pause();
        return;
      }
      this.#show(next);
      this.#wait();
    }, period / this.speed);
  }

  /** The step after the shown one that has a map. */
  #next(): number | undefined {
    const next = this.steps.findIndex((step, i) => i > this.at && hasMap(step));
    return next < 0 ? undefined : next;
  }
}

function hasMap({ session }: { session: Session }): boolean {
  return session.result !== undefined || session.frame !== undefined;
}
