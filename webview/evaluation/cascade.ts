/**
 * How a map changes while layers are randomised from the output down: its similarity as a small curve over the maps,
 * and a verdict. Slotted content goes beside the verdict.
 */
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SanityResult, Score } from '../../src/shared/results';
import { divergingMaps, type MapId } from '../../src/shared/picture/diverging';
import { symmetricLimit, ticks } from '../../src/shared/picture/scale';
import { planeOf } from '../compare/planes';
import { paintHeat } from '../picture/paint';
import { formatNumber } from '../ui/format';
import { shared } from '../ui/styles';

/** In CSS pixels: a column is a map with its gap. */
const column = 76;
const height = 84;
const margin = 8;

@customElement('netloupe-cascade')
export class Cascade extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        --signed: var(--vscode-charts-blue, #3794ff);
        --absolute: var(--vscode-charts-orange, #d18616);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
      }
      .verdict {
        display: grid;
        grid-template-columns: 16px 1fr auto;
        gap: 2px 8px;
        align-items: start;
      }
      .reacts {
        --vscode-icon-foreground: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
      }
      .marked {
        --vscode-icon-foreground: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
      }
      .scroll {
        overflow-x: auto;
        contain: inline-size;
        margin-top: 8px;
      }
      svg {
        display: block;
      }
      .grid {
        stroke: var(--line);
      }
      .signed {
        stroke: var(--signed);
        fill: var(--signed);
      }
      .absolute {
        stroke: var(--absolute);
        fill: var(--absolute);
        stroke-dasharray: 4 3;
      }
      text {
        font-size: 11px;
        fill: var(--muted);
        dominant-baseline: central;
      }
      path {
        fill: none !important;
        stroke-width: 2;
      }
      circle {
        stroke: none;
      }
      .maps {
        display: flex;
      }
      figure {
        flex: none;
        width: ${column}px;
        margin: 0;
        padding: 0 4px;
        font-size: 11px;
        text-align: center;
      }
      canvas {
        width: 100%;
        aspect-ratio: 1;
        object-fit: contain;
        image-rendering: pixelated;
        border: 1px solid var(--line);
        border-radius: 2px;
      }
      figcaption div {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .key i {
        display: inline-block;
        width: 14px;
        height: 3px;
        margin-inline-end: 5px;
        vertical-align: middle;
        background: var(--signed);
      }
      .key i.absolute {
        background: var(--absolute);
      }
    `,
  ];

  @property({ attribute: false }) accessor result!: SanityResult;
  @property({ attribute: false }) accessor map: MapId = 'light';

  override render() {
    const { result } = this;
    const { layers, spearman, absolute, mark, conventions } = result;
    const last = spearman.at(-1)?.score ?? NaN;
    return html`<div class="verdict" role="status">
        <vscode-icon class=${mark ? 'marked' : 'reacts'} name=${mark ? 'warning' : 'pass'}></vscode-icon>
        <b
          >${
            mark
              ? `Not to be trusted: this map ${mark}.`
              : `The map reacts to the weights: its rank correlation with the original is ${formatNumber(last, 2)} once all layers are randomised.`
          }</b
        >
        <slot></slot>
      </div>
      <div class="scroll">
        ${this.curve(layers, spearman, absolute)}
        <div class="maps">${['original', ...layers].map((name, i) => this.thumbnail(name, spearman[i - 1]))}</div>
      </div>
      <div class="line key small">
        <span><i class="signed"></i>rank correlation with the original map</span>
        <span><i class="absolute"></i>of absolute values</span>
      </div>
      <p class="small muted">${conventions.join(' ')}</p>`;
  }

  private curve(layers: readonly string[], signed: readonly Score[], absolute: readonly Score[]) {
    const low = Math.min(0, ...[...signed, ...absolute].map(({ score }) => score).filter(Number.isFinite));
    const y = (score: number): number => margin + ((1 - score) / (1 - low)) * (height - 2 * margin);
    const line = (name: string, scores: readonly Score[]) => {
      const points = [1, ...scores.map(({ score }) => score)]
        .map((score, i) => ({ x: (i + 0.5) * column, score }))
        .filter(({ score }) => Number.isFinite(score));
      return svg`<g class=${name}>
        <path d=${points.map(({ x, score }, i) => `${i ? 'L' : 'M'}${x} ${y(score)}`).join(' ')} />
        ${points.map(({ x, score }) => svg`<circle cx=${x} cy=${y(score)} r="3.5" />`)}
      </g>`;
    };
    const width = (layers.length + 1) * column;
    return html`<svg
      width=${width}
      height=${height}
      role="img"
      aria-label="Similarity with the original map, layer by layer: ${signed.map(({ score }) => formatNumber(score, 2)).join(', ')}"
    >
      ${ticks(low, 1, 3).map(
        (score) =>
          svg`<line class="grid" x1="22" x2=${width} y1=${y(score)} y2=${y(score)} /><text x="0" y=${y(score)}>${formatNumber(score)}</text>`,
      )}
      ${line('absolute', absolute)}${line('signed', signed)}
    </svg>`;
  }

  private thumbnail(name: string, score: Score | undefined) {
    return html`<figure>
      <canvas width="1" height="1" aria-hidden="true"></canvas>
      <figcaption>
        <div title=${name}>${name}</div>
        <div class="number">${formatNumber(score?.score ?? 1, 2)}</div>
      </figcaption>
    </figure>`;
  }

  /** Each map on its own scale: what matters is where it points, not its strength. */
  protected override updated(): void {
    const { result } = this;
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, i) => {
      const plane = planeOf(result.maps, i);
      [canvas.width, canvas.height] = [plane.width, plane.height];
      const pixels = paintHeat(plane, symmetricLimit(plane.values, 'percentile').limit || 1, divergingMaps[this.map]);
      canvas.getContext('2d')?.putImageData(new ImageData(pixels, plane.width, plane.height), 0, 0);
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-cascade': Cascade;
  }
}
