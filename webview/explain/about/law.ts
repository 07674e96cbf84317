/** Whether the result satisfies its own law, in plain words: an icon and a sentence, never colour alone. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttributionResult } from '../../../src/shared/results';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { lawSentence } from './sentences';

@customElement('netloupe-law')
export class LawView extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .law {
        display: grid;
        grid-template-columns: 16px 1fr;
        gap: 2px 8px;
      }
      .law p + p {
        grid-column: 2;
      }
      .holds {
        --vscode-icon-foreground: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
      }
      .broken {
        --vscode-icon-foreground: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
      }
      b {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor result!: AttributionResult;
  @property({ attribute: false }) accessor sample = 0;

  override render() {
    const { law } = this.result;
    if (!law) return nothing;
    return html`<div class="law">
      <vscode-icon class=${law.holds ? 'holds' : 'broken'} name=${law.holds ? 'pass' : 'warning'}></vscode-icon>
      <p><b>${lawSentence(law, this.sample)}</b></p>
      <p class="small muted">${law.statement} Attributions of this sample sum to ${this.total()}.</p>
    </div>`;
  }

  private total(): string {
    const { data, shape } = this.result.attribution;
    const size = data.length / (shape[0] ?? 1);
    let sum = 0;
    for (let i = this.sample * size; i < (this.sample + 1) * size; i++) sum += data[i]!;
    return formatNumber(sum);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-law': LawView;
  }
}
