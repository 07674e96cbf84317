/** The sanity check of the shown result: a button, its progress, its outcome. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MapId } from '../../../src/shared/picture/diverging';
import type { ExplainForm } from '../../../src/shared/api/explain';
import type { SanityResult } from '../../../src/shared/results';
import '../../evaluation/cascade';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import { always, type Task } from '../../ui/task';

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

  @property({ attribute: false, hasChanged: always }) accessor task!: Task<ExplainForm, SanityResult>;
  @property({ attribute: false }) accessor map: MapId = 'light';

  override render() {
    const { status, answer, failure, progress, cancel } = this.task;
    switch (status) {
      case 'idle':
      case 'cancelled':
        return html`<div class="line">
          ${this.button('Sanity Check')}
          <span class="small muted">Does the map depend on what the network has learned?</span>
        </div>`;
      case 'running':
        return html`<div class="line">
          <vscode-button secondary @click=${cancel}>Cancel</vscode-button>
          <span class="small muted" role="status"
            >Randomising layers from the output down: ${Math.round(100 * (progress?.fraction ?? 0))} %</span
          >
        </div>`;
      case 'failed':
        return html`<div class="line">${this.button('Sanity Check')} <span role="alert">${failure}</span></div>`;
      case 'done':
        return answer
          ? html`<netloupe-cascade .result=${answer} .map=${this.map}>
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
