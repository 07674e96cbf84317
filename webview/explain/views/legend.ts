/** The meaning of the colours: a bar of those in use, with as many ticks as fit, and two settings. */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { paintColourBar } from '../../ui/colourBar';
import { select } from '../../ui/select';
import { shared } from '../../ui/styles';
import { limitSentence } from '../about/sentences';
import { coloursOver, divergingMaps } from '../../../src/shared/picture/diverging';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView } from '../state';
import { ticksOf } from './legendTicks';

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
  @property({ attribute: false }) accessor view!: ShownView;
  /** What is explained: what red supports. */
  @property({ attribute: false }) accessor explained = '';
  @query('canvas') private accessor canvas!: HTMLCanvasElement;
  /** Width of the bar, in CSS pixels. */
  @state() private accessor width = 0;
  private readonly resizes = new ResizeObserver(([entry]) => (this.width = entry?.contentRect.width ?? 0));

  override render() {
    const {
      limit,
      span: [from, to],
    } = this.numbers;
    return html`<div>
        <div class="ends muted">
          <span>${from < 0 ? `◂ against ${this.explained}` : ''}</span
          ><span>${to > 0 ? `for ${this.explained} ▸` : ''}</span>
        </div>
        <canvas
          height="1"
          role="img"
          aria-label="Colours from ${formatNumber(from * limit)} to ${formatNumber(to * limit)}"
        ></canvas>
        <div class="ticks number">
          ${ticksOf(this.numbers, this.width).map(
            ({ at, text }) =>
              html`<span
                class="tick ${text === '0' ? 'zero' : ''}"
                .style=${`left: ${(100 * (at - from)) / (to - from)}%`}
                >${text}</span
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
          value: this.view.colours,
          choices: [
            { value: 'theme', label: 'Match the theme' },
            ...Object.values(divergingMaps).map(({ id, title }) => ({ value: id, label: title })),
          ],
          onChange: (colours) => emit(this, 'view-change', { colours }),
        })}
      </div>
      <div class="sentence small muted">
        ${limitSentence(this.numbers, this.view.limit)}${this.coverNote()}${this.groundNote()}
      </div>`;
  }

  private groundNote(): string {
    const { colours, map } = this.view;
    return colours === 'theme' && map === 'dark' ? ' Zero is dark here; in exported pictures it is white.' : '';
  }

  private coverNote(): string {
    return this.view.view === 'overlay' ? ' Over the input, cover grows with |attribution|; zero is clear.' : '';
  }

  protected override firstUpdated(): void {
    this.resizes.observe(this.canvas);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const colours = coloursOver(divergingMaps[this.view.map], this.numbers.span);
    paintColourBar(this.canvas, colours);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-legend': Legend;
  }
}
