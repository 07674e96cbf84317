/**
 * The meaning of the colours, and a filter: categories that a click switches off and a double click shows alone, or a
 * range of numbers.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssColour } from '../../../src/shared/picture/diverging';
import { emit } from '../../ui/events';
import { formatCount, formatNumber, plural } from '../../ui/format';
import { shared } from '../../ui/styles';
import type { Entry, Legend } from '../look/colouring';
import { noFilter, type Filter } from '../look/filter';
import { colourAt } from '../look/palette';
import { howOf, type How } from '../selection';
import './range';
import type { Range } from './range';

/** The points of an entry, or all that are shown. */
export interface LegendChoice {
  entry: number | undefined;
  how: How;
}

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
      li {
        position: relative;
      }
      .entry {
        width: 100%;
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 2px 6px;
        text-align: start;
      }
      .choose {
        color: var(--vscode-textLink-foreground, inherit);
        font-size: 12px;
      }
      li .choose {
        position: absolute;
        inset-inline-end: 52px;
        top: 2px;
        background: var(--vscode-editor-background);
        opacity: 0;
      }
      li:hover .choose,
      li .choose:focus-visible {
        opacity: 1;
      }
      .through {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        margin-top: 4px;
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
        margin-top: 6px;
      }
    `,
  ];

  @property({ attribute: false }) accessor legend: Legend = { kind: 'none' };
  @property({ attribute: false }) accessor palette: Uint8Array = new Uint8Array(1024);
  @property({ attribute: false }) accessor filter: Filter = noFilter;
  /** How many points it lets through, out of how many. */
  @property({ attribute: false }) accessor through: readonly [shown: number, all: number] = [0, 0];

  override render() {
    const { legend } = this;
    if (legend.kind === 'none') return html`<p class="muted small">All points have one colour.</p>`;
    if (legend.kind === 'categories')
      return html`<ul>
        ${legend.entries.map((entry, i) => this.entry(entry, i))}
      </ul>`;
    const { low, high, beyond, missing, counts } = legend;
    const { palette } = this;
    return html`<netloupe-range
        .low=${low}
        .high=${high}
        .counts=${counts}
        .palette=${palette}
        .range=${this.filter.range}
        @range-change=${(event: CustomEvent<Range | undefined>) => this.cut(event.detail)}
      ></netloupe-range>
      <div class="ends number small"><span>${formatNumber(low)}</span><span>${formatNumber(high)}</span></div>
      ${this.filter.range ? this.inRange(this.filter.range) : nothing}
      ${
        beyond
          ? html`<p class="muted small">
              ${plural(beyond, 'point')} beyond ${beyond === 1 ? 'has' : 'have'} the end colour.
            </p>`
          : nothing
      }
      ${missing ? html`<p class="muted small">Grey: ${plural(missing, 'point')} without a value.</p>` : nothing}`;
  }

  private inRange([from, to]: Range) {
    const [shown, all] = this.through;
    const text =
      from === -Infinity
        ? `Up to ${formatNumber(to)}`
        : to === Infinity
          ? `From ${formatNumber(from)}`
          : `${formatNumber(from)} to ${formatNumber(to)}`;
    return html`<p class="through small">
      <span role="status">${text}: ${formatCount(shown)} of ${formatCount(all)}</span>
      <button
        class="choose"
        title="Select the visible points; Shift adds, Alt removes"
        @click=${(event: MouseEvent) => this.choose(undefined, event)}
      >
        Select
      </button>
    </p>`;
  }

  private entry({ title, count, colour }: Entry, i: number) {
    const isOff = this.filter.off.has(i);
    return html`<li>
      <button
        class="entry ${isOff ? 'off' : ''}"
        aria-pressed=${!isOff}
        title="Click hides or shows; double click or Alt+click shows alone"
        @click=${(event: MouseEvent) => this.toggle(i, event.altKey || event.detail === 2)}
      >
        <span class="swatch" .style=${`background: ${cssColour(colourAt(this.palette, colour))}`}></span>
        <span class="title">${title}</span><span class="number muted">${formatCount(count)}</span>
      </button>
      <button
        class="choose"
        aria-label="Select ${title}"
        title="Select these points; Shift adds, Alt removes"
        @click=${(event: MouseEvent) => this.choose(i, event)}
      >
        Select
      </button>
    </li>`;
  }

  /** Shows it alone, or if it is alone already, all. */
  private toggle(i: number, alone: boolean): void {
    const { legend, filter } = this;
    const count = legend.kind === 'categories' ? legend.entries.length : 0;
    const off = new Set(filter.off);
    if (alone) {
      const isAlone = off.size === count - 1 && !off.has(i);
      off.clear();
      for (let other = 0; other < count && !isAlone; other++) if (other !== i) off.add(other);
    } else if (!off.delete(i)) off.add(i);
    emit<Filter>(this, 'filter-change', { off });
  }

  private cut(range: Range | undefined): void {
    emit<Filter>(this, 'filter-change', { ...noFilter, ...(range && { range }) });
  }

  private choose(entry: number | undefined, event: MouseEvent): void {
    emit<LegendChoice>(this, 'legend-choose', { entry, how: howOf(event) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-cloud-legend': CloudLegend;
  }
}
