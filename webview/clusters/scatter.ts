/**
 * The plane of a class: one dot per sample, those of the chosen cluster in colour; a click chooses the cluster of the
 * nearest dot.
 */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ClassClusters } from '../../src/shared/results';
import { rangeOf } from '../../src/shared/range';
import { PlotHost, sharpContext } from '../ui/plotHost';
import { canvasTheme } from '../ui/theme';

/** In pixels of the page. */
const SIDE = 280;
const MARGIN = 8;
const RADIUS = 3;

@customElement('netloupe-scatter')
export class Scatter extends LitElement {
  static override styles = css`
    canvas {
      display: block;
      width: 100%;
      max-width: ${SIDE}px;
      border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, #80808040)));
      border-radius: 3px;
      cursor: pointer;
    }
  `;

  @property({ attribute: false }) accessor of: ClassClusters | undefined;
  @property({ type: Number }) accessor chosen = 0;

  constructor() {
    super();
    new PlotHost(this, () => this.requestUpdate());
  }

  override render() {
    return html`<canvas
      role="img"
      aria-label="Samples in a plane, similar maps near each other; cluster ${this.chosen + 1} in colour"
      @click=${this.choose}
    ></canvas>`;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!this.of || !canvas) return;
    const context = sharpContext(canvas, { width: SIDE, height: SIDE });
    const { muted } = canvasTheme(this);
    const style = getComputedStyle(this);
    const colour = style.getPropertyValue('--vscode-charts-orange').trim() || '#d18616';
    const places = placesOf(this.of);
    for (const inColour of [false, true]) {
      context.fillStyle = inColour ? colour : muted;
      context.globalAlpha = inColour ? 1 : 0.45;
      places.forEach(([x, y], i) => {
        if ((this.of!.clusterOf[i] === this.chosen) !== inColour) return;
        context.beginPath();
        context.arc(x, y, RADIUS, 0, 2 * Math.PI);
        context.fill();
      });
    }
  }

  private readonly choose = (event: MouseEvent): void => {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const scale = SIDE / canvas.clientWidth;
    const [x, y] = [event.offsetX * scale, event.offsetY * scale];
    const distances = placesOf(this.of!).map(([a, b]) => Math.hypot(a - x, b - y));
    const nearest = distances.indexOf(Math.min(...distances));
    this.dispatchEvent(new CustomEvent('cluster-change', { detail: this.of!.clusterOf[nearest]!, bubbles: true }));
  };
}

/** One scale for both axes, everything centred. */
function placesOf({ embedding: { data } }: ClassClusters): [number, number][] {
  const [left, right] = rangeOf(data.filter((_, i) => i % 2 === 0));
  const [bottom, top] = rangeOf(data.filter((_, i) => i % 2 === 1));
  const scale = (SIDE - 2 * MARGIN) / (Math.max(right - left, top - bottom) || 1);
  return Array.from({ length: data.length / 2 }, (_, i): [number, number] => [
    SIDE / 2 + (data[2 * i]! - (left + right) / 2) * scale,
    SIDE / 2 - (data[2 * i + 1]! - (bottom + top) / 2) * scale,
  ]);
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-scatter': Scatter;
  }
}
