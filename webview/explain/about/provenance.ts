/** The conventions of the result and, folded away with a copy as JSON, everything needed to reproduce it. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PredictionProvenance } from '../../../src/shared/results';
import { formatSeconds, formatTime } from '../../ui/format';
import { shared } from '../../ui/styles';
import { fieldText } from '../../ui/form/schema';
import { shortHash } from './sentences';

@customElement('netloupe-provenance')
export class ProvenanceView extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      ul {
        margin: 0;
        padding-left: 18px;
      }
      li + li {
        margin-top: 3px;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 2px 16px;
        margin: 8px 0;
        font-size: 12px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      code {
        font-family: var(--vscode-editor-font-family, monospace);
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) accessor conventions: readonly string[] = [];
  @property({ attribute: false }) accessor provenance!: PredictionProvenance;
  @state() private accessor copied = false;

  override render() {
    const { model, data, method, parameters, preprocessing, seed, device, seconds, started, versions } =
      this.provenance;
    const row = (name: string, value: unknown) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd>`;
    const rows = (values: Record<string, unknown>) =>
      Object.entries(values).map(([name, value]) => row(name, fieldText(value) || '—'));
    const file = (path: string, sha256: string) =>
      html`${path} <code title="SHA-256 ${sha256}">${shortHash(sha256)}</code>`;
    return html`${
        this.conventions.length > 0
          ? html`<section>
              <h2>Conventions</h2>
              <ul class="small">
                ${this.conventions.map((convention) => html`<li>${convention}</li>`)}
              </ul>
            </section>`
          : nothing
      }
      <details>
        <summary>How this was made</summary>
        <dl class="number">
          ${row('model', file(model.path, model.sha256))}
          ${row('data', file(data.array === undefined ? data.path : `${data.path}#${data.array}`, data.sha256))}
          ${row('method', method)} ${rows(parameters)} ${rows(preprocessing ?? {})} ${row('seed', seed)}
          ${row('device', device)} ${row('started', html`<time datetime=${started}>${formatTime(started)}</time>`)}
          ${row('took', formatSeconds(seconds))} ${rows(versions)}
        </dl>
        <vscode-button secondary icon=${this.copied ? 'check' : 'copy'} @click=${this.copy}>
          ${this.copied ? 'Copied' : 'Copy as JSON'}
        </vscode-button>
      </details>`;
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(JSON.stringify(this.provenance, undefined, 2));
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-provenance': ProvenanceView;
  }
}
