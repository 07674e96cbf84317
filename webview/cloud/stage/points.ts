/**
 * The stage's graphics card: receives changes, moves points between two maps, and starts again after its context was
 * lost.
 */
import { PointRenderer } from '../gl/points';
import type { CanvasTheme } from '../../ui/theme';
import { Pace } from './pace';
import type { Scene } from './scene';

/** Longest move from one map to the next, in milliseconds. */
const longest = 400;

interface Look {
  scene: Scene;
  matrix: Float32Array;
  ratio: number;
  theme: CanvasTheme;
  /** Whether the camera moves. */
  moves: boolean;
  /** Draws all points now, even if the card is busy. */
  atOnce: boolean;
}

/** What must follow a frame: nothing, or another because points are moving, were left out, or the card was busy. */
export type Next = 'still' | 'moving' | 'thinned' | 'busy';

export class Points {
  /** Why nothing can be drawn; '' if all is well. */
  readonly failure: string = '';
  readonly #gl: WebGL2RenderingContext | null;
  #renderer: PointRenderer | undefined;
  #pace: Pace | undefined;
  #shown: Partial<Scene> = {};
  /** Where the points come from. */
  #from: Float32Array | undefined;
  #since = 0;
  #lasts = 0;
  #ring = { of: '', colour: [1, 1, 1] as [number, number, number] };

  /** `redraw` is called when the context is back. */
  constructor(canvas: HTMLCanvasElement, redraw: () => void) {
    this.#gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true });
    if (!this.#gl) {
      this.failure =
        'This window has no WebGL 2, which draws the points; enable hardware acceleration, or use another display.';
      return;
    }
    this.#renderer = new PointRenderer(this.#gl);
    this.#pace = new Pace(this.#gl);
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      this.#renderer = undefined;
    });
    canvas.addEventListener('webglcontextrestored', () => {
      this.#renderer = new PointRenderer(this.#gl!);
      this.#pace = new Pace(this.#gl!);
      const scene = this.#shown;
      this.#shown = {};
      if (scene.points) this.show(scene as Scene);
      redraw();
    });
  }

  /** Passes what is still missing. */
  show(scene: Scene): void {
    const { points, dimensions, looks, palette, lasts } = scene;
    const shown = this.#shown;
    this.#shown = scene;
    const renderer = this.#renderer;
    if (!renderer) return;
    if (points !== shown.points) {
      const now = performance.now();
      const isSame = shown.points?.length === points.length && points.length > 0;
      // A step of a film may be left while it is still moving.
      const from = isSame && lasts !== undefined ? between(this.#from, shown.points!, this.#time(), points) : undefined;
      renderer.setPositions(points, dimensions, from);
      this.#from = from ?? shown.points;
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      // While a map settles its next frame follows at once.
      this.#lasts = isSame && !still ? (lasts ?? Math.min(longest, now - this.#since)) : 0;
      this.#since = now;
    }
    if (looks !== shown.looks) renderer.setLooks(looks);
    if (palette !== shown.palette) renderer.setPalette(palette);
  }

  draw({ scene, matrix, ratio, theme, moves, atOnce }: Look): Next {
    if (!this.#renderer || !this.#pace) return 'still';
    if (this.#pace.isBusy() && !atOnce) return 'busy';
    const time = atOnce ? 1 : this.#time();
    const step = atOnce ? 1 : this.#pace.step(moves || time < 1);
    if (theme.foreground !== this.#ring.of) this.#ring = { of: theme.foreground, colour: rgbOf(theme.foreground) };
    const ring = this.#ring.colour;
    this.#renderer.draw({ matrix, size: scene.size * ratio, opacity: scene.opacity, time, ring, step });
    this.#pace.began(step);
    return time < 1 ? 'moving' : step > 1 ? 'thinned' : 'still';
  }

  /** Progress of the points, 0 to 1: fast at first, then slower. */
  #time(): number {
    const part = this.#lasts > 0 ? Math.min(1, (performance.now() - this.#since) / this.#lasts) : 1;
    return 1 - (1 - part) ** 2;
  }

  dispose(): void {
    this.#renderer?.dispose();
    this.#renderer = undefined;
  }
}

/** Positions on the way from `a` to `b`; points without a place in `a` start at their target. */
function between(a: Float32Array | undefined, b: Float32Array, time: number, next: Float32Array): Float32Array {
  const from = time < 1 && a?.length === b.length ? a : b;
  return b.map((value, i) => {
    const place = from[i]! + (value - from[i]!) * time;
    return Number.isNaN(place) ? next[i]! : place;
  });
}

/** Any CSS colour, 0 to 1 each. */
function rgbOf(colour: string): [number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red / 255, green / 255, blue / 255];
}
