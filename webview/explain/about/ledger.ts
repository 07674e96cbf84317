/** What became of the relevance at each layer, from the target down: a bar for what was handed on, kept or lost, and the numbers. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LedgerRow } from '../../../src/shared/results';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';

/** Share of the start that a layer may lose to rounding before it is marked. */
const ROUNDING = 1e-3;

const parts = [
  { key: 'left', title: 'handed on', short: 'on' },
  { key: 'bias', title: 'kept by biases', short: 'bias' },
  { key: 'stabiliser', title: 'kept by the stabiliser', short: 'ε' },
  { key: 'remainder', title: 'unaccounted for', short: 'rest' },
] as const;

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

  override render() {
    if (!this.rows.length) return nothing;
    const start = Math.abs(this.rows[0]!.entered[this.sample] ?? 0) || 1;
    return html`<div class="key">
        ${parts.map(({ key, title }) => html`<span><i .style=${`background: var(--${key})`}></i>${title}</span>`)}
      </div>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Rule</th>
              <th scope="col" class="right">Entered</th>
              <th scope="col">Share</th>
              ${parts.map(({ title, short }) => html`<th scope="col" class="right" title=${title}>${short}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.rows.map((row) => this.row(row, start))}
          </tbody>
        </table>
      </div>`;
  }

  private row(row: LedgerRow, start: number) {
    const at = (values: number[]): number => values[this.sample] ?? 0;
    const broken = Math.abs(at(row.remainder)) > ROUNDING * start;
    const whole = parts.reduce((sum, { key }) => sum + Math.abs(at(row[key])), 0) || 1;
    return html`<tr class=${broken ? 'broken' : ''} title=${broken ? 'Relevance was lost or made here' : ''}>
      <td class="layer" title=${row.layer}>${row.layer}</td>
      <td>${row.op} · ${row.rule}</td>
      <td class="right">${formatNumber(at(row.entered), 3)}</td>
      <td>
        <div class="bar" role="img" aria-label="${formatNumber((100 * Math.abs(at(row.left))) / whole, 3)} % handed on">
          ${parts.map(
            ({ key }) =>
              html`<div
                .style=${`width: ${(100 * Math.abs(at(row[key]))) / whole}%; background: var(--${key})`}
              ></div>`,
          )}
        </div>
      </td>
      ${parts.map(({ key }) => html`<td class="right">${formatNumber(at(row[key]), 3)}</td>`)}
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-ledger': Ledger;
  }
}
