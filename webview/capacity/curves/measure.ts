/** The experiment beside the theory: its parameters, its progress, and its result with conventions. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Measurement, MeasureForm } from '../../../src/shared/api/capacity';
import type { MethodDescription } from '../../../src/shared/description';
import '../../ui/form/fields';
import { withoutDefaults } from '../../ui/form/schema';
import { formatNumber, formatSeconds } from '../../ui/format';
import { shared } from '../../ui/styles';
import { partStyles } from '../styles';
import { always, taskLine, type Task } from '../../ui/task';

@customElement('netloupe-measure')
export class Measure extends LitElement {
  static override styles = [
    shared,
    partStyles,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding-top: 12px;
        border-top: 1px solid var(--line);
      }
      h2 {
        margin: 0;
      }
      ul {
        margin: 4px 0;
        padding-left: 18px;
      }
      .holds {
        --vscode-icon-foreground: var(--vscode-testing-iconPassed, currentColor);
      }
      .broken {
        --vscode-icon-foreground: var(--vscode-editorWarning-foreground, currentColor);
      }
    `,
  ];

  @property({ attribute: false }) accessor method: MethodDescription | undefined;
  @property({ type: Boolean }) accessor bias = false;
  @property({ attribute: false, hasChanged: always }) accessor measuring!: Task<MeasureForm, Measurement>;
  /** Only changed values. */
  @state() private accessor parameters: Record<string, unknown> = {};
  @state() private accessor seed = 0;

  override render() {
    const { method, measuring } = this;
    const { bias: _bias, ...schemas } = method?.parameters ?? {};
    const running = measuring.status === 'running';
    return html`<h2>Measure it</h2>
      <p>${method?.summary ?? 'Random points with random labels, learnt by a perceptron.'}</p>
      ${
        method
          ? html`<details>
              <summary>Parameters</summary>
              <netloupe-fields
                .schemas=${{ ...schemas, seed: seedSchema }}
                .values=${{ ...this.parameters, ...(this.seed !== 0 && { seed: this.seed }) }}
                @fields-change=${(event: CustomEvent<Record<string, unknown>>) => this.edit(event.detail)}
              ></netloupe-fields>
            </details>`
          : nothing
      }
      <div class="bar">
        <vscode-button icon="beaker" ?disabled=${running || !method} @click=${() => this.start()}
          >Measure ${this.bias ? 'with a bias' : 'without a bias'}</vscode-button
        >
      </div>
      ${taskLine(measuring, 'Measuring')} ${measuring.answer ? this.found(measuring.answer) : nothing}`;
  }

  private found({ result, run, notKept }: Measurement) {
    const { law, conventions, provenance } = result;
    const { parameters, seed, seconds } = provenance;
    const settings = Object.entries(parameters)
      .filter(([name]) => name !== 'ratios')
      .map(([name, value]) => `${name} ${String(value)}`);
    return html`<div aria-label="What was measured">
      ${
        law
          ? html`<p>
              <vscode-icon
                class=${law.holds ? 'holds' : 'broken'}
                name=${law.holds ? 'pass' : 'warning'}
                size="14"
              ></vscode-icon>
              ${law.holds ? 'Agrees with the theory' : 'Does not agree with the theory'}: gap
              ${formatNumber(law.gap[0] ?? 0, 2)}, tolerance ${formatNumber(law.tolerance, 2)}. ${law.statement}
            </p>`
          : nothing
      }
      <p class="small muted">
        ${[...settings, `seed ${seed}`, formatSeconds(seconds)].join(', ')}.
        ${run ? 'Kept as a run in the Experiments view.' : (notKept ?? '')}
      </p>
      <details class="small">
        <summary>How it was measured</summary>
        <ul>
          ${conventions.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </details>
    </div>`;
  }

  private edit({ seed, ...parameters }: Record<string, unknown>): void {
    this.seed = typeof seed === 'number' ? seed : 0;
    this.parameters = parameters;
  }

  private start(): void {
    const parameters = withoutDefaults({ ...this.parameters, bias: this.bias }, this.method!.parameters);
    void this.measuring.ask({ parameters, seed: this.seed });
  }
}

const seedSchema = {
  type: 'integer',
  default: 0,
  minimum: 0,
  description: 'Seed for the points, the labels and everything else random.',
} as const;

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-measure': Measure;
  }
}
