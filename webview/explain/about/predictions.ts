/** The network's predictions as bars. Choosing one makes it the target. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelDescription } from '../../../src/shared/description';
import type { AttributionResult } from '../../../src/shared/results';
import { emit } from '../../ui/events';
import { formatNumber, formatProbability } from '../../ui/format';
import { shared } from '../../ui/styles';
import { rankPredictions, type Prediction } from '../numbers/ranking';

@customElement('netloupe-predictions')
export class Predictions extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      /* One grid for all rows, so that the numbers have the room that the longest of them takes. */
      ol {
        display: grid;
        grid-template-columns: 16px minmax(0, 9em) minmax(24px, 1fr) auto auto;
        column-gap: 8px;
        list-style: none;
        margin: 0 -8px;
        padding: 0;
      }
      li,
      button {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
      }
      button {
        min-height: 24px;
        padding: 1px 8px;
        text-align: left;
      }
      button[aria-pressed='true'] {
        background: var(--vscode-list-inactiveSelectionBackground, var(--hover));
        color: var(--vscode-list-inactiveSelectionForeground, inherit);
        border-color: var(--vscode-contrastActiveBorder, transparent);
        font-weight: 600;
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .track {
        height: 8px;
        border-radius: 2px;
        background: var(--hover);
        overflow: hidden;
      }
      .bar {
        height: 100%;
        min-width: 1px;
        border-radius: 2px;
        background: var(--vscode-charts-blue, var(--vscode-progressBar-background));
      }
      .number {
        text-align: right;
        white-space: nowrap;
        font-size: 12px;
      }
      .note {
        margin-top: 6px;
      }
    `,
  ];

  @property({ attribute: false }) accessor model!: ModelDescription;
  @property({ attribute: false }) accessor result!: AttributionResult;
  @property({ attribute: false }) accessor sample = 0;

  override render() {
    const rows = rankPredictions(this.model, this.result, this.sample);
    const largest = Math.max(...rows.map(({ value }) => Math.abs(value))) || 1;
    return html`<h2>Predictions</h2>
      <ol>
        ${rows.map((row) => this.row(row, row.probability ?? Math.abs(row.value) / largest))}
      </ol>
      <p class="note small muted">${this.note(rows)}</p>`;
  }

  private row({ label, target, value, probability, explained }: Prediction, fraction: number) {
    return html`<li>
      <button
        aria-pressed=${explained}
        title=${explained ? `${label} is explained` : `Explain ${label}`}
        @click=${() => emit(this, 'target-pick', target)}
      >
        <vscode-icon name=${explained ? 'eye' : 'blank'} size="14"></vscode-icon>
        <span class="label">${label}</span>
        <span class="track" aria-hidden="true"
          ><div class="bar" .style=${`width: ${100 * Math.max(0, Math.min(1, fraction))}%`}></div
        ></span>
        <span class="number">${probability === undefined ? '' : formatProbability(probability)}</span>
        <span class="number muted">${formatNumber(value)}</span>
      </button>
    </li>`;
  }

  private note(rows: Prediction[]): string {
    const first = rows[0]?.probability === undefined ? 'Raw output' : undefined;
    const what =
      first ??
      (this.result.outputIsProbability ? 'Output as probability' : 'Softmax of the output, and the output itself');
    return `${what}. Choose a row to explain it.`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-predictions': Predictions;
  }
}
