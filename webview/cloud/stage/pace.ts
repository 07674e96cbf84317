/**
 * Keeps interaction smooth on a slow graphics card: no frame starts before the last is done, and while something moves,
 * only every n-th point is drawn if all would take too long. At rest all points are drawn.
 */
import { mostStep } from '../gl/points';

/** Milliseconds per frame while something moves: 20 frames a second with the rest of the page. */
const budget = 40;
/** Milliseconds after which the next frame starts even if the card has not reported the last as done. */
const longest = 1000;
/** Primes, so that data with a periodic order does not lose a class. */
const steps = [1, 2, 3, 5, 7, 11, 13, 17, mostStep];

export class Pace {
  #pending: { sync: WebGLSync; began: number; step: number } | undefined;
  /** Estimated milliseconds for all points. */
  #whole = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** Whether the card still draws the last frame. */
  isBusy(): boolean {
    const { gl } = this;
    const pending = this.#pending;
    if (!pending) return false;
    const isDone =
      gl.isContextLost() ||
      performance.now() - pending.began > longest ||
      gl.getSyncParameter(pending.sync, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!isDone) return true;
    gl.deleteSync(pending.sync);
    this.#pending = undefined;
    const took = performance.now() - pending.began;
    // A part's cost is not proportional to its points: it only shows whether more or fewer are possible.
    if (pending.step === 1) this.#whole = took;
    else if (took > budget) this.#whole *= 1.25;
    else if (took < budget / 2) this.#whole *= 0.85;
    return false;
  }

  /** 1 draws all points. */
  step(moves: boolean): number {
    const wanted = moves ? this.#whole / budget : 1;
    return steps.find((step) => step >= wanted) ?? mostStep;
  }

  /** A frame was started. */
  began(step: number): void {
    const sync = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.gl.flush();
    if (sync) this.#pending = { sync, began: performance.now(), step };
  }
}
