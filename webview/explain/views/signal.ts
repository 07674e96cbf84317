/** The view of 1-D signals: the plot, sharp at any screen density, zoomed and panned along its axis, with a readout. */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { PlotHost, sharpContext } from '../../ui/plotHost';
import { canvasTheme } from '../../ui/theme';
import { divergingMaps } from '../../../src/shared/picture/diverging';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView } from '../state';
import { readout, readoutStyles } from './readout';
import { drawSignal, plotArea } from './signalPlot';
import { panBy, wholePicture, zoomAt, type Viewport } from '../../picture/viewport';

const wheelZoom = 1.2;

/** The positions of a signal of `length` that a viewport shows. */
export function seenPositions({ zoom, x }: Viewport, length: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor((x - 0.5 / zoom) * length));
  return { from, to: Math.max(from + 1, Math.min(length, Math.ceil((x + 0.5 / zoom) * length))) };
}

@customElement('netloupe-signal')
export class Signal extends LitElement {
  static override styles = [
    shared,
    readoutStyles,
    css`
      :host {
        display: block;
      }
      canvas {
        display: block;
        width: 100%;
        height: clamp(220px, 46vh, 420px);
        touch-action: none;
        cursor: crosshair;
      }
    `,
  ];

  @property({ attribute: false }) accessor numbers!: SampleNumbers;
  @property({ attribute: false }) accessor view!: ShownView;
  @state() private accessor position: number | undefined;
  @query('canvas') private accessor canvas!: HTMLCanvasElement;
  private drag: { x: number; viewport: Viewport } | undefined;

  constructor() {
    super();
    new PlotHost(this, () => this.requestUpdate());
  }

  override render() {
    return html`<canvas
        tabindex="0"
        role="img"
        aria-label="Signal of ${this.length} positions above, attribution below, full colour at ±${formatNumber(this.numbers.limit)}"
        @wheel=${this.onWheel}
        @pointerdown=${(event: PointerEvent) => (this.drag = { x: event.clientX, viewport: this.view.viewport })}
        @pointermove=${this.onPointerMove}
        @pointerup=${() => (this.drag = undefined)}
        @pointerleave=${() => (this.drag = this.position = undefined)}
        @dblclick=${() => this.look(wholePicture)}
        @keydown=${this.onKey}
      ></canvas>
      ${readout('Scroll to zoom, drag to pan, 0 to fit; point to read values.', this.reading())}`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width === 0) return;
    const plot = { numbers: this.numbers, map: divergingMaps[this.view.map], marked: this.position, ...this.seen };
    drawSignal(
      sharpContext(this.canvas, { width, height }),
      { left: 0, top: 0, width, height },
      plot,
      canvasTheme(this),
    );
  }

  private get length(): number {
    return this.numbers.attribution.length;
  }

  private get seen(): { from: number; to: number } {
    return seenPositions(this.view.viewport, this.length);
  }

  private reading() {
    if (this.position === undefined) return undefined;
    const { input, attribution, standardError } = this.numbers;
    const at = (values: Float32Array) => formatNumber(values[this.position!] ?? NaN);
    return html`<span>position <b>${this.position}</b></span>
      <span>input <b>${input.map(at).join(', ')}</b></span>
      <span>attribution <b>${at(attribution)}</b>${standardError && ` ± ${at(standardError)}`}</span>`;
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    const at = (this.positionAt(event) + 0.5) / this.length;
    this.look(zoomAt(this.view.viewport, event.deltaY < 0 ? wheelZoom : 1 / wheelZoom, at));
  }

  private onPointerMove(event: PointerEvent): void {
    if (this.drag) {
      const moved = (this.drag.x - event.clientX) / plotArea(this.box).width;
      this.look(panBy(this.drag.viewport, moved, 0));
    }
    const position = this.positionAt(event);
    this.position = position >= 0 && position < this.length ? position : undefined;
  }

  private onKey(event: KeyboardEvent): void {
    const { viewport } = this.view;
    const arrow = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (arrow && event.shiftKey)
      this.position = Math.max(0, Math.min(this.length - 1, (this.position ?? this.seen.from - 1) + arrow));
    else if (arrow) this.look(panBy(viewport, arrow * 0.1, 0));
    else if (event.key === '+' || event.key === '=') this.look(zoomAt(viewport, wheelZoom));
    else if (event.key === '-') this.look(zoomAt(viewport, 1 / wheelZoom));
    else if (event.key === '0') this.look(wholePicture);
    else return;
    event.preventDefault();
  }

  private get box() {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { left, top, width, height };
  }

  private positionAt(event: MouseEvent): number {
    const { left, width } = plotArea(this.box);
    const { from, to } = this.seen;
    return from + Math.floor(((event.clientX - left) / width) * (to - from));
  }

  private look(viewport: Viewport): void {
    emit(this, 'viewport-change', viewport);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-signal': Signal;
  }
}
