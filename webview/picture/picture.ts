/**
 * One pane: stacked pictures, drawn crisply, zoomed and panned by wheel, drag and keys. Panes share view and pointer
 * through their parent; this one only reports the user's actions.
 */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query, queryAll } from 'lit/decorators.js';
import { emit } from '../ui/events';
import { shared } from '../ui/styles';
import type { Pixels } from './paint';
import { panBy, wholePicture, zoomAt, type Viewport } from './viewport';

/** Stacked pictures of one size, the first at the bottom. */
export interface Pane {
  title: string;
  width: number;
  height: number;
  layers: { name: 'input' | 'heat'; pixels: Pixels }[];
}

/** The planes that the panes were painted from, for values under the pointer. */
/** A pixel of the pictures. */
export interface Place {
  column: number;
  row: number;
}

/** A frame's aspect ratio is limited to this either way; longer pictures get margins. */
const longest = 3;
const wheelZoom = 1.2;
const keyStep = 0.1;

@customElement('netloupe-picture')
export class Picture extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      figure {
        margin: 0 auto;
      }
      figcaption {
        display: flex;
        gap: 6px;
        min-height: 20px;
        font-size: 12px;
        color: var(--muted);
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      .frame {
        position: relative;
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: 3px;
        background: repeating-conic-gradient(#80808030 0 25%, transparent 0 50%) 0 0 / 12px 12px;
        touch-action: none;
        cursor: crosshair;
      }
      .frame.zoomed {
        cursor: grab;
      }
      .frame.dragged {
        cursor: grabbing;
      }
      .picture,
      canvas {
        position: absolute;
      }
      canvas {
        inset: 0;
        width: 100%;
        height: 100%;
        image-rendering: pixelated;
      }
      .place {
        position: absolute;
        outline: 1px solid #000;
        box-shadow:
          0 0 0 2px #fff,
          0 0 0 3px #000;
        pointer-events: none;
      }
    `,
  ];

  @property({ attribute: false }) accessor pane!: Pane;
  @property({ attribute: false }) accessor viewport: Viewport = wholePicture;
  @property({ attribute: false }) accessor place: Place | undefined;
  @property({ attribute: false }) accessor description = '';
  @query('.picture') private accessor picture!: HTMLElement;
  @query('.frame') private accessor frame!: HTMLElement;
  @queryAll('canvas') private accessor canvases!: NodeListOf<HTMLCanvasElement>;
  private drag: { x: number; y: number; viewport: Viewport } | undefined;

  override render() {
    const { title, width, height, layers } = this.pane;
    const aspect = width / height;
    const frameAspect = Math.max(1 / longest, Math.min(longest, aspect));
    const { zoom, x, y } = this.viewport;
    const wide = zoom * Math.min(1, aspect / frameAspect) * 100;
    const high = zoom * Math.min(1, frameAspect / aspect) * 100;
    return html`<figure .style=${`max-width: calc(66vh * ${frameAspect})`}>
      <figcaption>${title}</figcaption>
      <div
        class="frame ${zoom > 1 ? 'zoomed' : ''}"
        tabindex="0"
        role="img"
        aria-label="${title}: ${this.description}"
        aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown"
        .style=${`aspect-ratio: ${frameAspect}`}
        @wheel=${this.onWheel}
        @pointerdown=${this.onPointerDown}
        @pointermove=${this.onPointerMove}
        @pointerup=${this.onPointerUp}
        @pointercancel=${this.onPointerUp}
        @pointerleave=${() => this.report(undefined)}
        @dblclick=${() => this.look(wholePicture)}
        @keydown=${this.onKey}
      >
        <div
          class="picture"
          .style=${`width: ${wide}%; height: ${high}%; left: ${50 - x * wide}%; top: ${50 - y * high}%`}
        >
          ${layers.map((layer) => html`<canvas data-layer=${layer.name} width=${width} height=${height}></canvas>`)}
          ${this.place && html`<div class="place" .style=${placeStyle(this.place, width, height)}></div>`}
        </div>
      </div>
    </figure>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('pane')) return;
    this.pane.layers.forEach(({ pixels }, index) => {
      const context = this.canvases[index]?.getContext('2d');
      context?.putImageData(new ImageData(pixels, this.pane.width, this.pane.height), 0, 0);
    });
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    const { x, y } = this.fractionAt(event);
    this.look(zoomAt(this.viewport, event.deltaY < 0 ? wheelZoom : 1 / wheelZoom, x, y));
  }

  private onPointerDown(event: PointerEvent): void {
    if (event.button !== 0 || this.viewport.zoom === 1) return;
    this.drag = { x: event.clientX, y: event.clientY, viewport: this.viewport };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.classList.add('dragged');
  }

  private onPointerMove(event: PointerEvent): void {
    if (this.drag) {
      const { width, height } = this.picture.getBoundingClientRect();
      const { x, y, viewport } = this.drag;
      const moved = { right: (x - event.clientX) / width, down: (y - event.clientY) / height };
      this.look(panBy(viewport, moved.right * viewport.zoom, moved.down * viewport.zoom));
    }
    const { x, y } = this.fractionAt(event);
    const inside = x >= 0 && x < 1 && y >= 0 && y < 1;
    this.report(
      inside ? { column: Math.floor(x * this.pane.width), row: Math.floor(y * this.pane.height) } : undefined,
    );
  }

  private onPointerUp(): void {
    this.drag = undefined;
    this.frame.classList.remove('dragged');
  }

  /** Arrows pan, or with Shift move from pixel to pixel; + and − zoom, 0 fits. */
  private onKey(event: KeyboardEvent): void {
    const arrow = arrows[event.key];
    if (arrow && event.shiftKey) this.step(arrow);
    else if (arrow) this.look(panBy(this.viewport, arrow[0] * keyStep, arrow[1] * keyStep));
    else if (event.key === '+' || event.key === '=') this.look(this.zoomKey(wheelZoom));
    else if (event.key === '-') this.look(this.zoomKey(1 / wheelZoom));
    else if (event.key === '0') this.look(wholePicture);
    else return;
    event.preventDefault();
  }

  /** With keys, the current pixel stays in place; without one, the middle. */
  private zoomKey(factor: number): Viewport {
    if (!this.place) return zoomAt(this.viewport, factor);
    const { column, row } = this.place;
    return zoomAt(this.viewport, factor, (column + 0.5) / this.pane.width, (row + 0.5) / this.pane.height);
  }

  private step([right, down]: readonly [number, number]): void {
    const { width, height } = this.pane;
    const from = this.place ?? { column: Math.floor(width / 2), row: Math.floor(height / 2) };
    const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
    this.report({ column: clamp(from.column + right, width), row: clamp(from.row + down, height) });
  }

  private fractionAt(event: MouseEvent): { x: number; y: number } {
    const box = this.picture.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  private look(viewport: Viewport): void {
    emit(this, 'viewport-change', viewport);
  }

  private report(place: Place | undefined): void {
    emit(this, 'place-change', place);
  }
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function placeStyle({ column, row }: Place, width: number, height: number): string {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  const corner = `left: ${percent(column, width)}; top: ${percent(row, height)}`;
  return `${corner}; width: ${percent(1, width)}; height: ${percent(1, height)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-picture': Picture;
  }
}
