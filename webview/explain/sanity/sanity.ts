/** The sanity check of what the panel shows: one click, how far it is, what came out. The conversation is `check.ts`' business. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MapId } from '../../../src/shared/picture/diverging';
import type { SanityResult } from '../../../src/shared/results';
import '../../evaluation/cascade';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import type { CheckStatus } from './check';

@customElement('netloupe-sanity')
export class Sanity extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor status: CheckStatus = 'none';
  @property({ attribute: false }) accessor result: SanityResult | undefined;
  @property({ attribute: false }) accessor failure = '';
  /** 0 to 1. */
  @property({ attribute: false }) accessor fraction = 0;
  @property({ attribute: false }) accessor map: MapId = 'light';

  override render() {
    switch (this.status) {
      case 'none':
        return html`<div class="line">
          ${this.button('Sanity Check')}
          <span class="small muted">Does the map depend on what the network has learned?</span>
        </div>`;
      case 'running':
        return html`<div class="line">
          <vscode-button secondary @click=${() => emit(this, 'sanity-cancel', undefined)}>Cancel</vscode-button>
          <span class="small muted" role="status"
            >Randomising layers from the output down: ${Math.round(100 * this.fraction)} %</span
          >
        </div>`;
      case 'failed':
        return html`<div class="line">${this.button('Sanity Check')} <span role="alert">${this.failure}</span></div>`;
      case 'done':
        return this.result
          ? html`<netloupe-cascade .result=${this.result} .map=${this.map}>
              <button class="small" @click=${() => emit(this, 'sanity-check', undefined)}>Again</button>
            </netloupe-cascade>`
          : nothing;
    }
  }

  private button(text: string) {
    return html`<vscode-button secondary icon="beaker" @click=${() => emit(this, 'sanity-check', undefined)}
      >${text}</vscode-button
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-sanity': Sanity;
  }
}
