/**
 * Curves with their intervals, in the editor's colours: theory as lines, measurements as points or joined. Drawn by
 * uPlot.
 */
import { html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import uPlot from 'uplot';
import type { Curve } from '../../src/shared/results';
import { styles } from './curvesStyles';
import { formatNumber } from './format';
import { PlotHost } from './plotHost';
import { shared } from './styles';
import { canvasTheme } from './theme';

/**
 * Distinct for all common forms of colour blindness, on light and dark backgrounds (Okabe, Ito 2008, without black and
 * yellow).
 */
const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];

export interface Chart {
  xLabel: string;
  yLabel: string;
  curves: readonly DrawnCurve[];
  /** Measurements along one path: lines with the intervals as bands, instead of points with bars. */
  joined?: boolean;
}

/** A bound for comparison: a thin line in the text's colour. */
type DrawnCurve = Curve & { bound?: 'dashed' | 'dotted' };

@customElement('netloupe-curves')
export class Curves extends LitElement {
  static override styles = [shared, styles];

  @property({ attribute: false }) accessor result!: Chart;
  /** A labelled vertical line at a meaningful x. */
  @property({ attribute: false }) accessor mark: { x: number; name: string } | undefined;
  @query('.plot') private accessor place!: HTMLElement;
  private plot: uPlot | undefined;

  constructor() {
    super();
    new PlotHost(this, () => this.draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
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
          (curve, i) =>
            html`<li>
              <span class="swatch ${this.swatch(curve, i)}" .style=${swatchStyle(curve, i)}></span>${curve.name}
            </li>`,
        )}
      </ul>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('result') || changed.has('mark')) this.draw();
  }

  /** The picture as shown, for export. */
  get canvas(): HTMLCanvasElement | undefined {
    return this.plot?.ctx.canvas;
  }

  private draw(): void {
    // What is hidden is drawn when it is shown.
    if (!this.place.clientWidth) return;
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
    const series = curves.map((curve, i): uPlot.Series => ({
      label: curve.name,
      stroke: curve.bound ? foreground : colourOf(i),
      width: curve.bound ? 1.5 : 2,
      ...(lineStyle(curve, i) && { dash: lineStyle(curve, i) === 'dotted' ? [2, 3] : [7, 4] }),
      ...(!this.isLine(curve) && { paths: () => null }),
      points: { show: !this.isLine(curve), size: 7, fill: colourOf(i) },
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
        hooks: { draw: [(plot) => this.drawIntervals(plot, { foreground, muted })] },
      },
      aligned(curves),
      this.place,
    );
  }

  private isLine({ from }: DrawnCurve): boolean {
    return this.result.joined === true || from === 'theory';
  }

  private swatch(curve: DrawnCurve, i: number): string {
    if (!this.isLine(curve)) return 'point';
    return `${lineStyle(curve, i) ?? ''} ${curve.bound ? 'bound' : ''}`;
  }

  /** Intervals as bars or bands, and the mark. */
  private drawIntervals(plot: uPlot, { foreground, muted }: Record<'foreground' | 'muted', string>): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = devicePixelRatio;
    const { curves, joined } = this.result;
    curves.forEach(({ x, low, high, bound }, i) => {
      if (!low || !high) return;
      ctx.strokeStyle = ctx.fillStyle = bound ? foreground : colourOf(i);
      if (joined) return band(plot, x, low, high);
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
}

/** The full width, and a height that keeps slopes readable. */
function sizeIn({ clientWidth }: HTMLElement): { width: number; height: number } {
  const width = Math.max(200, clientWidth);
  return { width, height: Math.round(Math.min(400, Math.max(260, 0.4 * width))) };
}

/** The area between two lines, lightly in the current colour. */
function band(plot: uPlot, x: Float64Array, low: Float64Array, high: Float64Array): void {
  const { ctx } = plot;
  const at = (values: Float64Array, k: number) =>
    [plot.valToPos(x[k]!, 'x', true), plot.valToPos(values[k]!, 'y', true)] as const;
  ctx.globalAlpha = 0.14;
  ctx.beginPath();
  for (let k = 0; k < x.length; k++) ctx.lineTo(...at(low, k));
  for (let k = x.length - 1; k >= 0; k--) ctx.lineTo(...at(high, k));
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Undefined if the colour alone tells the curve apart. */
function lineStyle({ bound }: DrawnCurve, i: number): DrawnCurve['bound'] {
  return bound ?? (i >= palette.length ? 'dashed' : undefined);
}

function swatchStyle({ bound }: DrawnCurve, i: number): string {
  return bound ? '' : `border-color: ${colourOf(i)}; --point: ${colourOf(i)}`;
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
