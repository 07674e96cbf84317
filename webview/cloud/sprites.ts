/**
 * Pictures of samples, requested in batches as they come into view, and kept on sheets. The oldest sheet is replaced
 * when there are too many.
 */
import type { Thumbnails } from '../../src/shared/dataset';
import { messageOf } from '../../src/shared/errors';

/** A part of a sheet. */
export interface Sprite {
  sheet: OffscreenCanvas;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pictures per request, and per sheet. */
const batch = 512;
/** Together some 48 MB at 48 pixels. */
const mostSheets = 24;

export class Sprites {
  readonly #sprites = new Map<number, Sprite>();
  readonly #sheets: number[][] = [];
  readonly #wanted = new Set<number>();
  #busy = false;
  /** Why there are none any more. */
  failure = '';

  /** `changed` is called when pictures have arrived. */
  constructor(
    private readonly ask: (indices: number[]) => Promise<Thumbnails>,
    private readonly changed: () => void,
  ) {}

  /** The picture if loaded; else it is requested. */
  get = (index: number): Sprite | undefined => {
    const sprite = this.#sprites.get(index);
    if (!sprite && this.failure === '' && !this.#wanted.has(index)) {
      this.#wanted.add(index);
      if (!this.#busy) {
        this.#busy = true;
        // Everything that one frame needs goes into one request.
        setTimeout(() => void this.#fetch(), 15);
      }
    }
    return sprite;
  };

  /** All of them, for an exported picture. At most as many as are kept; throws the editor's error. */
  async load(indices: readonly number[], progress: (done: number) => void): Promise<void> {
    const missing = indices.filter((index) => !this.#sprites.has(index));
    for (let from = 0; from < missing.length; from += batch) {
      progress(from / missing.length);
      const part = missing.slice(from, from + batch);
      this.#keep(part, await this.ask(part));
    }
  }

  async #fetch(): Promise<void> {
    while (this.#wanted.size > 0 && this.failure === '') {
      // The latest requests are in view now.
      const indices = [...this.#wanted].slice(-batch);
      try {
        this.#keep(indices, await this.ask(indices));
      } catch (error) {
        this.failure = messageOf(error);
      }
      for (const index of indices) this.#wanted.delete(index);
      // Most earlier ones are out of view again; the others are requested again.
      this.#wanted.clear();
      this.changed();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    this.#busy = false;
  }

  #keep(indices: readonly number[], { width, height, rgba }: Thumbnails): void {
    const columns = Math.ceil(Math.sqrt(indices.length));
    const sheet = new OffscreenCanvas(columns * width, Math.ceil(indices.length / columns) * height);
    const context = sheet.getContext('2d')!;
    const bytes = width * height * 4;
    for (const [k, index] of indices.entries()) {
      const [x, y] = [(k % columns) * width, Math.floor(k / columns) * height];
      const pixels = new Uint8ClampedArray(rgba.slice(k * bytes, (k + 1) * bytes).buffer);
      context.putImageData(new ImageData(pixels, width, height), x, y);
      this.#sprites.set(index, { sheet, x, y, width, height });
    }
    this.#sheets.push([...indices]);
    if (this.#sheets.length > mostSheets)
      for (const index of this.#sheets.shift()!) if (!indices.includes(index)) this.#sprites.delete(index);
  }
}
