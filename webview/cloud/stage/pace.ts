/**
 * Keeps the hand ahead of a slow graphics card: no picture is begun before the last one is done, and as long as something moves, only
 * every so-manieth point is drawn where all would take too long. As soon as it is still all points are drawn.
 */
import { mostStep } from '../gl/points';

/** Milliseconds that a picture may take while something moves: 20 a second with the rest of the page. */
const budget = 40;
/** Milliseconds after which a card that has not said that it is done is asked for the next picture all the same. */
const longest = 1000;
/** Primes, so that data in an order that repeats does not lose a class. */
const steps = [1, 2, 3, 5, 7, 11, 13, 17, mostStep];

export class Pace {
  #pending: { sync: WebGLSync; began: number; step: number } | undefined;
  /** Estimated milliseconds for all points. */
  #whole = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** Whether the card still draws the last picture. */
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
    // A part's cost is not in proportion to its points: it only tells whether there may be more or have to be fewer.
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

  /** A picture was begun. */
  began(step: number): void {
    const sync = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.gl.flush();
    if (sync) this.#pending = { sync, began: performance.now(), step };
  }
}
