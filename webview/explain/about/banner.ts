/** One sentence across the panel: a failed or cancelled run, with a way on. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';

@customElement('netloupe-banner')
export class Banner extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: flex-start;
        gap: 8px;
        margin: 12px 16px 0;
        padding: 8px 12px;
        border: 1px solid var(--vscode-inputValidation-infoBorder, var(--line));
        border-radius: 4px;
        background: var(--vscode-inputValidation-infoBackground, transparent);
        color: var(--vscode-inputValidation-infoForeground, var(--vscode-foreground));
      }
      :host([severity='error']) {
        border-color: var(--vscode-inputValidation-errorBorder, var(--line));
        background: var(--vscode-inputValidation-errorBackground, transparent);
        color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
      }
      vscode-icon {
        margin-top: 1px;
        --vscode-icon-foreground: currentColor;
      }
      p {
        flex: 1;
        overflow-wrap: anywhere;
      }
      button {
        text-decoration: underline;
        white-space: nowrap;
      }
    `,
  ];

  @property({ reflect: true }) accessor severity: 'error' | 'info' = 'info';
  @property() accessor message = '';
  @property({ type: Boolean }) accessor retry = false;
  /** Whether other data may be the way on. */
  @property({ type: Boolean }) accessor choose = false;

  override render() {
    return html`<vscode-icon name=${this.severity}></vscode-icon>
      <p role=${this.severity === 'error' ? 'alert' : 'status'}>${this.message}</p>
      ${this.choose ? html`<button @click=${() => emit(this, 'data-choose', undefined)}>Choose Data…</button>` : nothing}
      ${this.retry ? html`<button @click=${() => emit(this, 'run-again', undefined)}>Run again</button>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-banner': Banner;
  }
}
