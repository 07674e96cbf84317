/** All settings of a run. It owns no values: each change leaves as a whole new form. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { ParameterSchema } from '../../../src/shared/description';
import type { ExplainForm, ExplainSetup } from '../../../src/shared/api/explain';
import { emit } from '../../ui/events';
import { select } from '../../ui/select';
import { shared } from '../../ui/styles';
import '../gallery/gallery';
import type { FieldChange } from '../../ui/form/field';
import '../../ui/form/fields';
import './targetField';
import { layerChoices } from './layers';

const seedSchema: ParameterSchema = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: 'Same seed, same picture.',
};

@customElement('netloupe-form')
export class Form extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .top {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
      }
      .top button {
        font-size: 12px;
        color: var(--vscode-textLink-foreground, inherit);
        padding: 0 4px;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
        gap: 12px 24px;
        align-items: start;
      }
      netloupe-fields {
        grid-column: 1 / -1;
      }
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 12px 24px;
      }
      .name {
        display: flex;
        align-items: center;
        font-weight: 600;
        min-height: 22px;
      }
      vscode-single-select {
        width: 100%;
      }
      .help {
        margin-top: 2px;
      }
      details {
        margin-top: 14px;
      }
      details netloupe-fields {
        margin-top: 10px;
      }
    `,
  ];

  @property({ attribute: false }) accessor setup!: ExplainSetup;
  @property({ attribute: false }) accessor form!: ExplainForm;
  @property({ attribute: false }) accessor classes = 0;
  @property({ attribute: false }) accessor samples = 1;
  /** Why methods cannot explain this prediction, by id. */
  @property({ attribute: false }) accessor unsuitable: Readonly<Record<string, string>> = {};
  /** Parameters of previous methods, for when the user comes back. */
  private readonly left = new Map<string, Record<string, unknown>>();

  override render() {
    const { setup, form } = this;
    const method = setup.methods.find(({ id }) => id === form.method);
    const changed =
      Object.keys(form.parameters).length + Object.keys(form.preprocessing).length + (form.seed === 0 ? 0 : 1);
    return html`<div class="top">
        <h2>Explanation</h2>
        ${changed > 0 ? html`<button @click=${this.resetAll}>Reset all</button>` : nothing}
      </div>
      <div class="fields">
        ${this.block(
          'Method',
          html`<netloupe-gallery
            .methods=${setup.methods}
            .value=${form.method}
            .unsuitable=${this.unsuitable}
            @method-pick=${(event: CustomEvent<string>) => this.chooseMethod(event.detail)}
          ></netloupe-gallery>`,
          method?.summary,
        )}
        ${this.block(
          'Target',
          html`<netloupe-target
            .model=${setup.model}
            .classes=${this.classes}
            .label=${setup.label}
            .samples=${this.samples}
            .value=${form.target}
            @target-change=${(event: CustomEvent<string>) => this.change({ target: event.detail })}
          ></netloupe-target>`,
        )}
        ${keyed(
          form.method,
          html`<netloupe-fields
            .schemas=${method?.parameters ?? {}}
            .presets=${method?.presets ?? []}
            .layers=${layerChoices(setup.model)}
            .values=${form.parameters}
            @fields-change=${(event: CustomEvent<Record<string, unknown>>) => this.change({ parameters: event.detail })}
          ></netloupe-fields>`,
        )}
        <div class="pair">
          ${this.block(
            'Device',
            select({
              label: 'Device',
              value: form.device,
              choices: setup.devices.map((device) => ({ value: device, label: device })),
              onChange: (device) => this.change({ device }),
            }),
          )}
          <netloupe-field
            name="Seed"
            .schema=${seedSchema}
            .value=${form.seed}
            .modified=${form.seed !== 0}
            @field-change=${(event: CustomEvent<FieldChange>) => this.change({ seed: Number(event.detail.value) })}
          ></netloupe-field>
        </div>
      </div>
      ${this.preprocessing()}`;
  }

  private block(name: string, control: unknown, help?: string) {
    return html`<div>
      <div class="name">${name}</div>
      ${control} ${help ? html`<div class="help small muted">${help}</div>` : nothing}
    </div>`;
  }

  private preprocessing() {
    const { preprocessing } = this.setup;
    if (!preprocessing) return nothing;
    const guessed = Object.fromEntries(
      Object.entries(preprocessing.schema).map(([name, schema]) => [
        name,
        name in preprocessing.guess ? { ...schema, default: preprocessing.guess[name] } : schema,
      ]),
    );
    const changed = Object.keys(this.form.preprocessing).length;
    return html`<details>
      <summary>Preprocessing${changed > 0 ? ` (${changed} changed)` : ', guessed from the model'}</summary>
      <netloupe-fields
        .schemas=${guessed}
        .values=${this.form.preprocessing}
        @fields-change=${(event: CustomEvent<Record<string, unknown>>) => this.change({ preprocessing: event.detail })}
      ></netloupe-fields>
    </details>`;
  }

  private chooseMethod(method: string): void {
    this.left.set(this.form.method, this.form.parameters);
    this.change({ method, parameters: this.left.get(method) ?? {} });
  }

  private resetAll(): void {
    this.change({ parameters: {}, preprocessing: {}, seed: 0 });
  }

  private change(change: Partial<ExplainForm>): void {
    emit<ExplainForm>(this, 'form-change', { ...this.form, ...change });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-form': Form;
  }
}
