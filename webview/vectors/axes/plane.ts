/**
 * The plane of two axes on screen: words with their names, and numbers of the one under the pointer; a click asks for
 * its neighbours.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AxesAnswer, PlacedWord } from '../../../src/shared/vectors/requests';
import { emit } from '../../ui/events';
import { PlotHost, sharpContext, type Size } from '../../ui/plotHost';
import { shared } from '../../ui/styles';
import { canvasTheme } from '../../ui/theme';
import { cosineText } from '../ask/neighbours';
import { axisText, drawPlane, type Drawn, type PlaneTheme } from './draw';

/** In pixels. */
const reach = 14;
const caption = 24;

@customElement('netloupe-axes-plane')
export class AxesPlane extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        min-width: 0;
      }
      canvas {
        display: block;
        width: 100%;
        height: clamp(320px, 60vh, 720px);
        border: 1px solid var(--line);
        border-radius: 3px;
      }
      .card {
        position: absolute;
        z-index: 1;
        padding: 4px 8px;
        pointer-events: none;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
        background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--line));
        border-radius: 3px;
      }
    `,
  ];

  @property({ attribute: false }) accessor answer!: AxesAnswer;
  @state() private accessor pointed = -1;
  @state() private accessor drawn: Drawn | undefined;
  @query('canvas') private accessor canvas!: HTMLCanvasElement;
  /** What is on the canvas. */
  private shown: AxesAnswer | undefined;

  constructor() {
    super();
    new PlotHost(this, () => this.draw());
  }

  override render() {
    const { words, axes } = this.answer;
    return html`<canvas
        ?data-drawn=${this.drawn !== undefined}
        role="img"
        aria-label="${words.length} words between ${axisText(axes[0])} and ${axisText(axes[1])}; their numbers are in the table below"
        @pointermove=${(event: PointerEvent) => (this.pointed = this.nearestTo(event))}
        @pointerleave=${() => (this.pointed = -1)}
        @click=${(event: MouseEvent) => {
          const found = words[this.nearestTo(event)];
          if (found) emit(this, 'ask-word', found.name);
        }}
      ></canvas>
      ${this.card(words[this.pointed])}`;
  }

  protected override updated(): void {
    this.canvas.style.cursor = this.pointed < 0 ? '' : 'pointer';
    if (this.shown !== this.answer) this.draw();
  }

  /** A PNG file with the formula's name below, at twice the page's resolution. */
  async picture(): Promise<Uint8Array> {
    const size = this.size;
    const density = 2;
    const canvas = new OffscreenCanvas(size.width * density, (size.height + caption) * density);
    const context = canvas.getContext('2d')!;
    const theme = this.theme();
    context.scale(density, density);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, size.width, size.height + caption);
    drawPlane(context, this.answer, size, theme);
    context.font = `11px ${theme.font}`;
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.fillStyle = theme.muted;
    const text = `Cosine of word and axis; cosine of the axes ${cosineText(this.answer.cosine)}`;
    context.fillText(text, 12, size.height + 4, size.width - 24);
    return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  }

  private get size(): Size {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  private draw(): void {
    if (!this.canvas.clientWidth) return;
    const { size } = this;
    const context = sharpContext(this.canvas, size);
    this.shown = this.answer;
    this.drawn = drawPlane(context, this.answer, size, this.theme());
    emit(this, 'unnamed', this.drawn.names.filter((name) => !name).length);
  }

  private card(word: PlacedWord | undefined) {
    const place = this.drawn?.places[this.pointed];
    if (!word || !place) return nothing;
    const { axes } = this.answer;
    const isRight = place.x > this.canvas.clientWidth / 2;
    const side = isRight ? `right: ${this.canvas.clientWidth - place.x + 10}px` : `left: ${place.x + 10}px`;
    return html`<div class="card small" role="status" .style=${`${side}; top: ${place.y + 10}px`}>
      <b>${word.name}</b><br />${axisText(axes[0])}: ${cosineText(word.x)}<br />${axisText(axes[1])}:
      ${cosineText(word.y)}
    </div>`;
  }

  private nearestTo({ offsetX, offsetY }: MouseEvent): number {
    const distances = (this.drawn?.places ?? []).map(({ x, y }) => Math.hypot(x - offsetX, y - offsetY));
    const least = Math.min(...distances);
    return least <= reach ? distances.indexOf(least) : -1;
  }

  private theme(): PlaneTheme {
    const style = getComputedStyle(this);
    const colour = (name: string, fallback: string) =>
      style.getPropertyValue(`--vscode-charts-${name}`).trim() || fallback;
    return { ...canvasTheme(this), word: colour('blue', '#3794ff'), pole: colour('orange', '#d18616') };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-axes-plane': AxesPlane;
  }
}
