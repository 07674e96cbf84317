/** The head of the panel: what is explained, of what, by what, and the way to other data; what is running; and the exports. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExplainForm, ExplainSetup } from '../../../src/shared/api/explain';
import type { Progress } from '../../../src/shared/requests';
import type { AttributionResult } from '../../../src/shared/results';
import { emit } from '../../ui/events';
import { baseName, formatNumber, formatSeconds } from '../../ui/format';
import { shared } from '../../ui/styles';
import { explainedName } from '../form/target';

export type ExportKind = 'npz' | 'png' | 'cli';

@customElement('netloupe-header')
export class Header extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: sticky;
        top: 0;
        z-index: 3;
        background: var(--vscode-editor-background);
        border-bottom: 1px solid var(--line);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 16px;
        padding: 10px 16px 9px;
      }
      .title {
        min-width: 0;
        flex: 1 1 260px;
      }
      .data {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .data button {
        padding: 1px 3px;
        line-height: 0;
      }
      h1 {
        margin: 0;
        min-width: 0;
        font-size: 14px;
        font-weight: 600;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      h1 span {
        font-weight: 400;
      }
      .line {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .side {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        min-height: 26px;
        white-space: nowrap;
      }
      .message {
        max-width: 26ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        margin-right: 6px;
      }
      vscode-progress-bar {
        position: absolute;
        left: 0;
        right: 0;
        bottom: -1px;
        width: auto;
      }
    `,
  ];

  @property({ attribute: false }) accessor setup!: ExplainSetup;
  @property({ attribute: false }) accessor form!: ExplainForm;
  @property({ attribute: false }) accessor result: AttributionResult | undefined;
  @property({ attribute: false }) accessor sample = 0;
  @property({ type: Boolean }) accessor running = false;
  @property({ attribute: false }) accessor progress: Progress | undefined;

  override render() {
    const model = baseName(this.setup.model.path);
    const data = baseName(this.setup.input);
    return html`<div class="row">
        <div class="title">
          <div class="data" role="group" aria-label="Data">
            <h1 title="${this.setup.model.path} · ${this.setup.input}">
              ${model} <span class="muted">·</span> ${data}
            </h1>
            ${this.step('before', 'Previous file', '<', 'chevron-left')}
            ${this.step('after', 'Next file', '>', 'chevron-right')}
            <button
              title="Choose Data… (or drop a file here, holding Shift)"
              aria-label="Choose Data…"
              @click=${() => emit(this, 'data-choose', undefined)}
            >
              <vscode-icon name="folder-opened"></vscode-icon>
            </button>
          </div>
          <div class="line small muted">${this.subtitle()}</div>
        </div>
        <div class="side">${this.running ? this.busy() : this.exports()}</div>
      </div>
      ${
        this.running
          ? html`<vscode-progress-bar
              aria-label="Computing"
              .value=${this.fraction}
              ?indeterminate=${this.fraction === undefined}
            ></vscode-progress-bar>`
          : nothing
      }`;
  }

  private step(to: 'before' | 'after', title: string, key: string, icon: string) {
    const file = this.setup.beside?.[to];
    if (file === undefined) return nothing;
    return html`<button
      title="${title}: ${baseName(file)} (${key})"
      aria-label=${title}
      @click=${() => emit(this, 'file-step', to)}
    >
      <vscode-icon name=${icon}></vscode-icon>
    </button>`;
  }

  /** Of the result shown; of the form while there is none. */
  private subtitle() {
    const { result } = this;
    const id = result?.provenance.method ?? this.form.method;
    const title = this.setup.methods.find((method) => method.id === id)?.title ?? id;
    if (!result) return title;
    const output = formatNumber(result.targetOutput[this.sample] ?? NaN);
    const { device, seconds } = result.provenance;
    return html`${title} for <b>${explainedName(this.setup.model, result, this.sample)}</b>, output ${output}
      <span aria-hidden="true"> · </span>${device}, ${formatSeconds(seconds)}`;
  }

  private busy() {
    return html`<span class="message small muted" role="status">${this.progress?.message ?? 'Computing…'}</span>
      <vscode-button secondary @click=${() => emit(this, 'cancel-run', undefined)}>Cancel</vscode-button>`;
  }

  private exports() {
    if (!this.result) return nothing;
    const button = (kind: ExportKind, icon: string, text: string, title: string) =>
      html`<vscode-toolbar-button
        icon=${icon}
        title=${title}
        label=${title}
        @click=${() => emit<ExportKind>(this, 'export', kind)}
        >${text}</vscode-toolbar-button
      >`;
    return html`<vscode-toolbar-button
        icon="diff-multiple"
        title="Explain this by several methods, side by side"
        label="Compare Methods…"
        @click=${() => emit(this, 'compare-methods', undefined)}
        >Compare Methods…</vscode-toolbar-button
      >
      ${button('npz', 'save', '.npz', 'Save the arrays as .npz')}
      ${button('png', 'file-media', '.png', 'Save this view as .png')}
      ${button('cli', 'terminal', 'Copy CLI', 'Copy as a command for the terminal')}`;
  }

  /** In per cent; undefined while unknown. */
  private get fraction(): number | undefined {
    return this.progress && this.progress.fraction > 0 ? this.progress.fraction * 100 : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-header': Header;
  }
}
