/** Curves with their intervals, in the editor's colours: theory as lines, measurements as points. Drawn by uPlot. */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import type { Curve } from '../../src/shared/results';
import { formatNumber } from './format';
import { shared } from './styles';
import { canvasTheme, onThemeChange } from './theme';

/** Apart for every common colour blindness, on light and dark grounds (Okabe, Ito 2008, without black and yellow). */
const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];

export interface Chart {
  xLabel: string;
  yLabel: string;
  curves: readonly Curve[];
}

@customElement('netloupe-curves')
export class Curves extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .plot {
        min-height: 260px;
      }
      .uplot,
      .u-wrap {
        position: relative;
        user-select: none;
      }
      .u-over,
      .u-under,
      .u-wrap canvas {
        position: absolute;
      }
      .u-wrap canvas {
        inset: 0;
        width: 100%;
        height: 100%;
      }
      .u-axis,
      .u-hz .u-cursor-x,
      .u-vt .u-cursor-y,
      .u-cursor-y,
      .u-cursor-x {
        position: absolute;
      }
      .u-cursor-x {
        height: 100%;
        border-inline-start: 1px dashed var(--muted);
        pointer-events: none;
      }
      .u-cursor-y {
        display: none;
      }
      .u-cursor-pt {
        position: absolute;
        border-radius: 50%;
        border: 2px solid;
        pointer-events: none;
      }
      .u-select,
      .u-off,
      .u-legend {
        display: none;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 18px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
        font-variant-numeric: tabular-nums;
      }
      .swatch {
        display: inline-block;
        width: 14px;
        height: 3px;
        margin-inline-end: 6px;
        vertical-align: middle;
      }
      .swatch.point {
        width: 7px;
        height: 7px;
        border-radius: 50%;
      }
    `,
  ];

  @property({ attribute: false }) accessor result!: Chart;
  /** A vertical line at an x that means something, with its name. */
  @property({ attribute: false }) accessor mark: { x: number; name: string } | undefined;
  @query('.plot') private accessor place!: HTMLElement;
  private plot: uPlot | undefined;
  private stopListening: (() => void) | undefined;
  private readonly observer = new ResizeObserver(() => this.resize());

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = onThemeChange(() => this.draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
    this.observer.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  override render() {
    const { curves, xLabel, yLabel } = this.result;
    return html`<div
        class="plot"
        role="img"
        aria-label="${yLabel} against ${xLabel}: ${curves.map(({ name }) => name).join(', ')}"
      ></div>
      <ul>
        ${curves.map(
          ({ name, from }, i) =>
            html`<li>
              <span class="swatch ${from === 'theory' ? '' : 'point'}" .style=${`background: ${colourOf(i)}`}></span
              >${name}
            </li>`,
        )}
      </ul>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('result') || changed.has('mark')) this.draw();
  }

  /** The picture as it stands, for export. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.plot?.ctx.canvas;
  }

  private draw(): void {
    if (!this.place) return;
    this.plot?.destroy();
    const { curves, xLabel, yLabel } = this.result;
    const { foreground, muted, border, font } = canvasTheme(this);
    const axis = (label: string): uPlot.Axis => ({
      label,
      stroke: foreground,
      font: `11px ${font}`,
      labelFont: `12px ${font}`,
      labelSize: 22,
      grid: { stroke: border, width: 0.5 },
      ticks: { stroke: border, width: 0.5, size: 4 },
      values: (_, splits) => splits.map((value) => formatNumber(value)),
    });
    const series = curves.map(({ name, from }, i): uPlot.Series => ({
      label: name,
      stroke: colourOf(i),
      width: 2,
      ...(from !== 'theory' && { paths: () => null }),
      points: { show: from !== 'theory', size: 7, fill: colourOf(i) },
      spanGaps: true,
    }));
    this.plot = new uPlot(
      {
        ...sizeIn(this.place),
        scales: { x: { time: false } },
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        axes: [
          { ...axis(xLabel), size: 28 },
          { ...axis(yLabel), size: 56 },
        ],
        series: [{}, ...series],
        hooks: { draw: [(plot) => this.drawIntervals(plot, muted)] },
      },
      aligned(curves),
      this.place,
    );
    this.observer.observe(this.place);
  }

  /** Intervals as bars, and the mark. */
  private drawIntervals(plot: uPlot, muted: string): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = devicePixelRatio;
    this.result.curves.forEach(({ x, low, high }, i) => {
      if (!low || !high) return;
      ctx.strokeStyle = colourOf(i);
      x.forEach((value, k) => {
        const at = plot.valToPos(value, 'x', true);
        line(ctx, at, plot.valToPos(low[k]!, 'y', true), at, plot.valToPos(high[k]!, 'y', true));
      });
    });
    if (this.mark) {
      const at = plot.valToPos(this.mark.x, 'x', true);
      ctx.strokeStyle = muted;
      ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
      line(ctx, at, bbox.top, at, bbox.top + bbox.height);
      ctx.fillStyle = muted;
      ctx.textAlign = 'left';
      ctx.fillText(this.mark.name, at + 4 * devicePixelRatio, bbox.top + 14 * devicePixelRatio);
    }
    ctx.restore();
  }

  private resize(): void {
    const { width, height } = sizeIn(this.place);
    if (this.plot && this.place.clientWidth > 0 && width !== this.plot.width) this.plot.setSize({ width, height });
  }
}

/** All the width there is, and a height that keeps slopes readable. */
function sizeIn({ clientWidth }: HTMLElement): { width: number; height: number } {
  const width = Math.max(200, clientWidth);
  return { width, height: Math.round(Math.min(400, Math.max(260, 0.4 * width))) };
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

export function colourOf(i: number): string {
  return palette[i % palette.length]!;
}

/** All curves over the union of their x, with gaps where one has no value. */
function aligned(curves: readonly Curve[]): uPlot.AlignedData {
  const x = [...new Set(curves.flatMap((curve) => Array.from(curve.x)))].sort((a, b) => a - b);
  const at = new Map(x.map((value, i) => [value, i]));
  const columns = curves.map((curve) => {
    const column = new Array<number | null>(x.length).fill(null);
    curve.x.forEach((value, k) => (column[at.get(value)!] = Number.isFinite(curve.y[k]!) ? curve.y[k]! : null));
    return column;
  });
  return [x, ...columns];
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-curves': Curves;
  }
}
