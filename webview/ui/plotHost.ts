/**
 * What a drawing has to hear of: its element changes size, the editor changes its theme, the window moves to a screen of another pixel density.
 * And a canvas that is sharp on any of them.
 */
import type { LitElement, ReactiveController } from 'lit';
import { onThemeChange } from './theme';

export interface Size {
  width: number;
  height: number;
}

/** Calls `redraw` after each of these while the element is in the page, from its first update on. Changes of properties are the element's own. */
export class PlotHost implements ReactiveController {
  readonly #resizes = new ResizeObserver(() => this.#redraw());
  #stop: (() => void)[] = [];

  constructor(
    private readonly host: LitElement,
    private readonly redraw: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#resizes.observe(this.host);
    this.#stop = [onThemeChange(() => this.#redraw()), onDensityChange(() => this.#redraw())];
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
    for (const stop of this.#stop) stop();
  }

  #redraw(): void {
    if (this.host.hasUpdated) this.redraw();
  }
}

/** The cleared context of a canvas that takes `size` CSS pixels of the page, which it draws in. */
export function sharpContext(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D {
  setPixels(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** As many pixels as the screen has; a canvas that gets another number is empty. */
export function setPixels(canvas: HTMLCanvasElement, { width, height }: Size): void {
  const [columns, rows] = [width, height].map((side) => Math.max(1, Math.round(side * devicePixelRatio)));
  if (canvas.width !== columns) canvas.width = columns!;
  if (canvas.height !== rows) canvas.height = rows!;
}

function onDensityChange(listener: () => void): () => void {
  let query: MediaQueryList | undefined;
  const changed = (): void => {
    watch();
    listener();
  };
  // A query holds for one density: the next one is asked about the new density.
  const watch = (): void => {
    query?.removeEventListener('change', changed);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
  };
  watch();
  return () => query?.removeEventListener('change', changed);
}
