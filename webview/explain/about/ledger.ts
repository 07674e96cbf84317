/**
 * What became of the relevance at each layer, from the target down: a bar for what was passed on, absorbed or lost, and
 * the numbers.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ledgerParts, sharesOf, type LedgerShares } from '../../../src/shared/ledger';
import type { LedgerRow } from '../../../src/shared/results';
import { formatNumber, formatPercent } from '../../ui/format';
import { shared } from '../../ui/styles';

const quantities = [{ key: 'entered', title: 'entered' }, ...ledgerParts] as const;

@customElement('netloupe-ledger')
export class Ledger extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        --left: var(--vscode-charts-blue, #3794ff);
        --bias: var(--vscode-charts-orange, #d18616);
        --stabiliser: var(--vscode-charts-purple, #b180d7);
        --remainder: var(--vscode-charts-red, #f14c4c);
      }
      .scroll {
        overflow-x: auto;
        contain: inline-size;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        font-variant-numeric: tabular-nums;
        font-size: 12px;
      }
      th {
        font-weight: 600;
        text-align: start;
        color: var(--muted);
      }
      :is(th, td) {
        padding: 3px 12px 3px 0;
        border-bottom: 1px solid var(--line);
        white-space: nowrap;
      }
      .right {
        text-align: end;
      }
      .layer {
        max-width: 150px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .bar {
        display: flex;
        width: 90px;
        height: 10px;
        border-radius: 2px;
        overflow: hidden;
        background: var(--vscode-editorWidget-background, #80808020);
      }
      .broken td:first-child::before {
        content: '⚠ ';
      }
      tbody tr.active {
        background: var(--vscode-list-hoverBackground, var(--hover));
      }
      tbody tr:focus-visible {
        outline-offset: -1px;
      }
      /* Of fixed height, so that nothing moves when the pointer comes. */
      .detail {
        min-height: 130px;
        padding-top: 8px;
        overflow-wrap: anywhere;
      }
      .bars {
        display: grid;
        grid-template-columns: max-content minmax(60px, 260px) max-content;
        gap: 2px 12px;
        align-items: center;
        margin-top: 4px;
      }
      .track {
        height: 8px;
        background: var(--vscode-editorWidget-background, #80808020);
        border-radius: 2px;
      }
      .track div {
        height: 100%;
        border-radius: 2px;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin: 6px 0;
        font-size: 12px;
      }
      .key i {
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-inline-end: 5px;
        border-radius: 2px;
      }
    `,
  ];

  @property({ attribute: false }) accessor rows: readonly LedgerRow[] = [];
  @property({ attribute: false }) accessor sample = 0;
  /** The row under the pointer or the focus. */
  @state() private accessor active: LedgerRow | undefined;

  override render() {
    if (!this.rows.length) return nothing;
    return html`<div class="key">
        ${ledgerParts.map(({ key, title }) => html`<span><i .style=${`background: var(--${key})`}></i>${title}</span>`)}
      </div>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Rule</th>
              <th scope="col" class="right">Entered</th>
              <th scope="col">Share</th>
              ${ledgerParts.map(({ title, short }) => html`<th scope="col" class="right" title=${title}>${short}</th>`)}
            </tr>
          </thead>
          <tbody @pointerleave=${() => (this.active = undefined)}>
            ${this.rows.map((row) => this.row(row))}
          </tbody>
        </table>
      </div>
      <div class="detail small" role="status">${this.active ? this.detail(this.active) : this.hint()}</div>`;
  }

  private row(row: LedgerRow) {
    const shares = sharesOf(row, this.rows, this.sample);
    const whole = ledgerParts.reduce((sum, { key }) => sum + Math.abs(shares[key]), 0) || 1;
    const at = (values: number[]): string => formatNumber(values[this.sample] ?? 0, 3);
    return html`<tr
      class="${shares.broken ? 'broken' : ''} ${row === this.active ? 'active' : ''}"
      tabindex="0"
      title=${shares.broken ? 'Relevance was lost or made here' : ''}
      @pointerenter=${() => (this.active = row)}
      @focus=${() => (this.active = row)}
      @blur=${() => (this.active = undefined)}
    >
      <td class="layer" title=${row.layer}>${row.layer}</td>
      <td>${row.op} · ${row.rule}</td>
      <td class="right">${at(row.entered)}</td>
      <td>
        <div class="bar" role="img" aria-label="${formatNumber((100 * Math.abs(shares.left)) / whole, 3)} % passed on">
          ${ledgerParts.map(
            ({ key }) =>
              html`<div .style=${`width: ${(100 * Math.abs(shares[key])) / whole}%; background: var(--${key})`}></div>`,
          )}
        </div>
      </td>
      ${ledgerParts.map(({ key }) => html`<td class="right">${at(row[key])}</td>`)}
    </tr>`;
  }

  /** Each quantity of one layer separately, in per cent of the relevance at the start. */
  private detail(row: LedgerRow) {
    const shares = sharesOf(row, this.rows, this.sample);
    const most = Math.max(1, ...quantities.map(({ key }) => Math.abs(shares[key])));
    return html`<b>${row.layer}</b>${shares.broken ? html` <span>⚠ lost or made relevance</span>` : nothing}
      <div class="bars">
        ${quantities.map(
          ({ key, title }) =>
            html`<span>${title}</span>
              <div class="track"><div .style=${barStyle(key, shares, most)}></div></div>
              <span class="right number">${formatPercent(shares[key])}</span>`,
        )}
      </div>`;
  }

  private hint() {
    return html`<span class="muted">Point to a layer for its shares of the relevance at the start.</span>`;
  }
}

function barStyle(key: keyof typeof colours, shares: LedgerShares, most: number): string {
  return `width: ${(100 * Math.abs(shares[key])) / most}%; background: ${colours[key]}`;
}

const colours = {
  entered: 'var(--vscode-foreground)',
  left: 'var(--left)',
  bias: 'var(--bias)',
  stabiliser: 'var(--stabiliser)',
  remainder: 'var(--remainder)',
};

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-ledger': Ledger;
  }
}
