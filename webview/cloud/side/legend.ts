/** What the colours mean: categories that a click switches off and a double click leaves alone, or a bar of numbers. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssColour } from '../../../src/shared/picture/diverging';
import { emit } from '../../ui/events';
import { formatNumber, plural } from '../../ui/format';
import { shared } from '../../ui/styles';
import type { Entry, Legend } from '../look/colouring';
import { colourAt, steps } from '../look/palette';

@customElement('netloupe-cloud-legend')
export class CloudLegend extends LitElement {
  static override styles = [
    shared,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        padding: 2px 6px;
        text-align: start;
      }
      .swatch {
        flex: none;
        width: 11px;
        height: 11px;
        border-radius: 50%;
      }
      .off .swatch {
        opacity: 0.3;
      }
      .off .title {
        color: var(--muted);
        text-decoration: line-through;
      }
      .title {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        margin-top: 3px;
      }
      canvas {
        display: block;
        width: 100%;
        height: 12px;
        border-radius: 2px;
      }
    `,
  ];

  @property({ attribute: false }) accessor legend: Legend = { kind: 'none' };
  @property({ attribute: false }) accessor palette: Uint8Array = new Uint8Array(1024);
  @property({ attribute: false }) accessor filtered: ReadonlySet<number> = new Set();

  override render() {
    const { legend } = this;
    if (legend.kind === 'none') return html`<p class="muted small">All points have one colour.</p>`;
    if (legend.kind === 'categories')
      return html`<ul>
        ${legend.entries.map((entry, i) => this.entry(entry, i))}
      </ul>`;
    const { low, high, beyond, missing } = legend;
    return html`<canvas
        width=${steps}
        height="1"
        role="img"
        aria-label="Colours from ${formatNumber(low)} to ${formatNumber(high)}"
      ></canvas>
      <div class="ends number small"><span>${formatNumber(low)}</span><span>${formatNumber(high)}</span></div>
      ${
        beyond
          ? html`<p class="muted small">
              ${plural(beyond, 'point')} beyond ${beyond === 1 ? 'has' : 'have'} the colour of the end.
            </p>`
          : nothing
      }
      ${missing ? html`<p class="muted small">Grey: ${plural(missing, 'point')} without a value.</p>` : nothing}`;
  }

  protected override updated(): void {
    const context = this.renderRoot.querySelector('canvas')?.getContext('2d');
    if (!context) return;
    const pixels = new Uint8ClampedArray(this.palette.slice(0, 4 * steps).buffer);
    context.putImageData(new ImageData(pixels, steps, 1), 0, 0);
  }

  private entry({ title, count, colour }: Entry, i: number) {
    const isOff = this.filtered.has(i);
    return html`<li>
      <button
        class=${isOff ? 'off' : ''}
        aria-pressed=${!isOff}
        title="Click hides or shows; double click or Alt+click shows alone"
        @click=${(event: MouseEvent) => this.toggle(i, event.altKey || event.detail === 2)}
      >
        <span class="swatch" .style=${`background: ${cssColour(colourAt(this.palette, colour))}`}></span>
        <span class="title">${title}</span><span class="number muted">${count.toLocaleString('en')}</span>
      </button>
    </li>`;
  }

  /** Alone, or if it is alone already, all. */
  private toggle(i: number, alone: boolean): void {
    const { legend, filtered } = this;
    const count = legend.kind === 'categories' ? legend.entries.length : 0;
    const next = new Set(filtered);
    if (alone) {
      const isAlone = filtered.size === count - 1 && !filtered.has(i);
      next.clear();
      for (let other = 0; other < count && !isAlone; other++) if (other !== i) next.add(other);
    } else if (!next.delete(i)) next.add(i);
    emit(this, 'filter-change', next);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-cloud-legend': CloudLegend;
  }
}
