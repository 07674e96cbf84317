/**
 * A bar of colours with a histogram above and a thumb at either end: it lets through what lies between the thumbs. A
 * thumb at an end leaves it open, so that values beyond the colours stay. Double click or Escape opens both.
 */
import { css, html, LitElement, svg } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { paintColourBar } from '../../ui/colourBar';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { colourAt, steps } from '../look/palette';

export type Range = readonly [low: number, high: number];

/** Shares of the whole range that an arrow key and a page key move. */
const keySteps: Record<string, number> = {
  ArrowLeft: -0.01,
  ArrowDown: -0.01,
  ArrowRight: 0.01,
  ArrowUp: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

@customElement('netloupe-range')
export class RangeBar extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        touch-action: none;
        cursor: pointer;
        user-select: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 30px;
        fill: var(--muted);
      }
      .out {
        opacity: 0.3;
      }
      canvas {
        display: block;
        width: 100%;
        height: 12px;
        border-radius: 2px;
      }
      .thumb {
        position: absolute;
        bottom: -3px;
        width: 9px;
        height: 18px;
        margin-left: -5px;
        border: 2px solid var(--vscode-foreground);
        border-radius: 4px;
        background: var(--vscode-editor-background);
        cursor: ew-resize;
      }
      .thumb:focus-visible {
        outline-offset: 2px;
      }
    `,
  ];

  @property({ type: Number }) accessor low = 0;
  @property({ type: Number }) accessor high = 0;
  /** Counts of equal parts from low to high. */
  @property({ attribute: false }) accessor counts: readonly number[] = [];
  @property({ attribute: false }) accessor palette: Uint8Array = new Uint8Array(1024);
  /** Undefined if both ends are open. */
  @property({ attribute: false }) accessor range: Range | undefined;
  @query('canvas') private accessor canvas!: HTMLCanvasElement;
  /** The thumb that the pointer holds. */
  private held: 0 | 1 | undefined;

  override render() {
    const { counts } = this;
    const most = Math.max(1, ...counts);
    const [from, to] = this.places;
    const bars = counts.map((count, i) => {
      const middle = (i + 0.5) / counts.length;
      const isOut = middle < from || middle > to;
      // Small counts stay visible.
      const height = count === 0 ? 0 : Math.max(0.04, count / most);
      return svg`<rect class=${isOut ? 'out' : ''} x=${i} width="0.9" y=${1 - height} height=${height}></rect>`;
    });
    return html`<div
      @pointerdown=${this.grab}
      @pointermove=${this.drag}
      @pointerup=${this.release}
      @pointercancel=${this.release}
      @dblclick=${() => this.set(0, 1)}
    >
      <svg viewBox="0 0 ${counts.length} 1" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
      <canvas role="img" aria-label="Colours from ${formatNumber(this.low)} to ${formatNumber(this.high)}"></canvas>
      ${this.thumb(0, 'Lowest shown')} ${this.thumb(1, 'Highest shown')}
    </div>`;
  }

  protected override updated(): void {
    paintColourBar(
      this.canvas,
      Array.from({ length: steps }, (_, i) => colourAt(this.palette, i)),
    );
  }

  private thumb(which: 0 | 1, label: string) {
    const place = this.places[which];
    const value = this.low + place * (this.high - this.low);
    return html`<div
      class="thumb"
      role="slider"
      tabindex="0"
      aria-label=${label}
      aria-valuemin=${this.low}
      aria-valuemax=${this.high}
      aria-valuenow=${value}
      aria-valuetext=${formatNumber(value)}
      title="${label}: ${formatNumber(value)}"
      .style=${`left: ${100 * place}%`}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, which)}
    ></div>`;
  }

  /** Positions of the thumbs, 0 to 1. */
  private get places(): [number, number] {
    const width = this.high - this.low || 1;
    const [low, high] = this.range ?? [-Infinity, Infinity];
    const place = (value: number): number => Math.max(0, Math.min(1, (value - this.low) / width));
    return [place(low), place(high)];
  }

  /**
   * A press beside a thumb moves nothing yet, so that a double click stays one; dragging then takes the nearer thumb
   * along.
   */
  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    const place = this.placeOf(event);
    const [from, to] = this.places;
    // If both are in one place, the one on the pointer's side.
    this.held = Math.abs(place - from) < Math.abs(place - to) || (from === to && place < from) ? 0 : 1;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.renderRoot.querySelectorAll<HTMLElement>('.thumb')[this.held]!.focus();
    event.preventDefault();
  }

  private drag(event: PointerEvent): void {
    if (this.held !== undefined) this.move(this.held, this.placeOf(event));
  }

  private release(): void {
    this.held = undefined;
  }

  private onKey(event: KeyboardEvent, which: 0 | 1): void {
    const step = keySteps[event.key];
    if (event.key === 'Escape' && this.range) this.set(0, 1);
    else if (step !== undefined) this.move(which, this.places[which] + step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Up to the other thumb. */
  private move(which: 0 | 1, place: number): void {
    const [from, to] = this.places;
    if (which === 0) this.set(Math.max(0, Math.min(place, to)), to);
    else this.set(from, Math.min(1, Math.max(place, from)));
  }

  private set(from: number, to: number): void {
    const width = this.high - this.low;
    // Rounding leaves steps at almost nothing and almost all.
    const low = from < 1e-9 ? -Infinity : this.low + from * width;
    const high = to > 1 - 1e-9 ? Infinity : this.low + to * width;
    const isOpen = low === -Infinity && high === Infinity;
    emit<Range | undefined>(this, 'range-change', isOpen ? undefined : [low, high]);
  }

  private placeOf({ clientX }: PointerEvent): number {
    const { left, width } = this.canvas.getBoundingClientRect();
    return (clientX - left) / Math.max(1, width);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-range': RangeBar;
  }
}
