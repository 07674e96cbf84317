/** What the colours mean: the whole map from −limit to +limit with ticks, zero marked, and the two things a person may change. */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { select } from '../../ui/select';
import { shared } from '../../ui/styles';
import { limitSentence } from '../about/sentences';
import { divergingMaps } from '../../../src/shared/picture/diverging';
import type { SampleNumbers } from '../numbers/sample';
import type { ViewState } from '../state';

@customElement('netloupe-legend')
export class Legend extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(200px, 1fr) auto;
        gap: 6px 24px;
        align-items: start;
      }
      canvas {
        display: block;
        width: 100%;
        height: 12px;
        border: 1px solid var(--line);
        border-radius: 2px;
      }
      .ticks {
        position: relative;
        height: 20px;
        font-size: 11px;
      }
      .tick {
        position: absolute;
        top: 0;
        padding-top: 5px;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .tick::before {
        content: '';
        position: absolute;
        top: 0;
        left: 50%;
        width: 1px;
        height: 4px;
        background: currentColor;
      }
      .tick:first-child {
        transform: none;
      }
      .tick:first-child::before {
        left: 0;
      }
      .tick:last-child {
        transform: translateX(-100%);
      }
      .tick:last-child::before {
        left: calc(100% - 1px);
      }
      .zero {
        font-weight: 700;
      }
      .zero::before {
        top: -14px;
        height: 18px;
        background: #000;
        box-shadow: 0 0 0 1px #ffffffb0;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        font-size: 11px;
      }
      .choices {
        display: flex;
        gap: 6px;
      }
      vscode-single-select {
        width: 162px;
      }
      .sentence {
        grid-column: 1 / -1;
      }
      @container views (max-width: 560px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor numbers!: SampleNumbers;
  @property({ attribute: false }) accessor view!: ViewState;
  /** What is explained: what red speaks for. */
  @property({ attribute: false }) accessor explained = '';
  @query('canvas') private accessor canvas!: HTMLCanvasElement;

  override render() {
    const { limit } = this.numbers;
    const positions = [-1, -0.5, 0, 0.5, 1];
    return html`<div>
        <div class="ends muted"><span>◂ against ${this.explained}</span><span>for ${this.explained} ▸</span></div>
        <canvas
          height="1"
          role="img"
          aria-label="Colours from −${formatNumber(limit)} to ${formatNumber(limit)}"
        ></canvas>
        <div class="ticks number">
          ${positions.map(
            (position) =>
              html`<span class="tick ${position === 0 ? 'zero' : ''}" .style=${`left: ${50 + 50 * position}%`}
                >${position > 0 ? '+' : ''}${formatNumber(position * limit, 3)}</span
              >`,
          )}
        </div>
      </div>
      <div class="choices">
        ${select({
          label: 'Full colour at',
          value: this.view.limit,
          choices: [
            { value: 'percentile', label: '99.5th percentile' },
            { value: 'maximum', label: 'Maximum' },
          ],
          onChange: (limit) => emit(this, 'view-change', { limit }),
        })}
        ${select({
          label: 'Colours',
          value: this.view.map,
          choices: Object.values(divergingMaps).map(({ id, title }) => ({ value: id, label: title })),
          onChange: (map) => emit(this, 'view-change', { map }),
        })}
      </div>
      <div class="sentence small muted">${limitSentence(this.numbers, this.view.limit)}${this.coverNote()}</div>`;
  }

  private coverNote(): string {
    return this.view.view === 'overlay' ? ' Over the input, cover grows with |attribution|; zero is clear.' : '';
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { colours } = divergingMaps[this.view.map];
    const pixels = new ImageData(colours.length, 1);
    colours.forEach((colour, index) => pixels.data.set([...colour, 255], 4 * index));
    this.canvas.width = colours.length;
    this.canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-legend': Legend;
  }
}
