/** Whether the result satisfies its own law, in plain words: an icon and a sentence, never colour alone. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttributionResult, Law } from '../../../src/shared/results';
import { speaksOfSum } from '../../../src/shared/results/law';
import { isWithin, verdictOf } from '../../../src/shared/results/verdict';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { lawSentence, othersSentence } from './sentences';

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
      .link {
        text-decoration: underline;
      }
      b {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor result!: AttributionResult;
  @property({ attribute: false }) accessor sample = 0;
  /** Whether its method could raise its steps or samples until the law holds, but did not. */
  @property({ type: Boolean }) accessor canConverge = false;

  override render() {
    const { law } = this.result;
    if (!law) return nothing;
    const { sample } = this;
    const holds = isWithin(law.gap[sample] ?? NaN, law.tolerance);
    return html`<div class="law">
      <vscode-icon class=${holds ? 'holds' : 'broken'} name=${holds ? 'pass' : 'warning'}></vscode-icon>
      <p><b>${lawSentence(law, sample)}</b></p>
      ${this.others(law)}
      <p class="small muted">
        ${law.statement}${speaksOfSum(law) ? ` The attributions of this sample sum to ${this.total()}.` : nothing}
      </p>
      ${law.holds ? nothing : this.remedy()}
    </div>`;
  }

  /** The law's verdict on the other samples, with a link to the worst. */
  private others(law: Law) {
    const sentence = othersSentence(law, this.sample);
    if (!sentence) return nothing;
    const { worst } = verdictOf(law);
    return html`<p>
      ${sentence}
      ${
        worst === this.sample
          ? nothing
          : html`<button class="link" @click=${() => emit(this, 'view-change', { sample: worst })}>
              Show sample ${worst + 1}
            </button>`
      }
    </p>`;
  }

  /** For methods that can continue until their law holds. */
  private remedy() {
    return this.canConverge
      ? html`<p>
          <vscode-button secondary @click=${() => emit(this, 'run-until-converged', undefined)}
            >Run until converged</vscode-button
          >
        </p>`
      : nothing;
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
