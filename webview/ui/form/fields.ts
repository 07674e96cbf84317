/** A group of fields from schemas: a method's parameters, or the preprocessing of a picture. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ParameterSchema, Preset } from '../../../src/shared/description';
import { emit } from '../events';
import type { Choice } from '../select';
import { shared, switchStyles } from '../styles';
import './field';
import type { FieldChange } from './field';
import { sameValues, withoutDefaults } from './schema';

@customElement('netloupe-fields')
export class Fields extends LitElement {
  static override styles = [
    shared,
    switchStyles,
    css`
      :host {
        display: block;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
        gap: 12px 24px;
        align-items: start;
      }
      .presets {
        width: fit-content;
        margin-bottom: 12px;
      }
      summary {
        margin: 12px 0 8px;
      }
    `,
  ];

  @property({ attribute: false }) accessor schemas: Record<string, ParameterSchema> = {};
  /** Only values that differ from the defaults, in both directions. */
  @property({ attribute: false }) accessor values: Record<string, unknown> = {};

  /** Values that suit a purpose, beside the defaults. */
  @property({ attribute: false }) accessor presets: readonly Preset[] = [];
  /** The outputs of the model's layers, for parameters that take one. */
  @property({ attribute: false }) accessor layers: readonly Choice[] = [];

  override render() {
    const all = Object.entries(this.schemas);
    const advanced = all.filter(([, { form }]) => form?.advanced);
    const changed = advanced.filter(([name]) => name in this.values).length;
    return html`${this.presetSwitch()}${this.grid(all.filter(([, { form }]) => !form?.advanced))}
    ${
      advanced.length > 0
        ? html`<details>
            <summary>Advanced${changed > 0 ? ` (${changed} changed)` : ''}</summary>
            ${this.grid(advanced)}
          </details>`
        : nothing
    }`;
  }

  /** One click for several fields; none is on if the values match no preset. */
  private presetSwitch() {
    if (this.presets.length === 0) return nothing;
    return html`<div class="switch presets" role="group" aria-label="Preset">
      ${[{ title: 'Default', parameters: {} }, ...this.presets].map(
        ({ title, parameters }) =>
          html`<button
            aria-pressed=${sameValues(parameters, this.values)}
            @click=${() => emit(this, 'fields-change', parameters)}
          >
            ${title}
          </button>`,
      )}
    </div>`;
  }

  private grid(schemas: [string, ParameterSchema][]) {
    return html`<div class="grid">
      ${repeat(
        schemas,
        ([name]) => name,
        ([name, schema]) =>
          html`<netloupe-field
            name=${name}
            .schema=${schema}
            .layers=${this.layers}
            .value=${name in this.values ? this.values[name] : schema.default}
            .modified=${name in this.values}
            @field-change=${this.onChange}
          ></netloupe-field>`,
      )}
    </div>`;
  }

  /** Whether every field has a value that its schema accepts; focuses the first that has not. */
  reportValidity(): boolean {
    return Array.from(this.renderRoot.querySelectorAll('netloupe-field')).every((field) => {
      const folded = field.closest('details');
      if (folded && field.hasProblem) folded.open = true;
      return field.reportValidity();
    });
  }

  private onChange(event: CustomEvent<FieldChange>): void {
    event.stopPropagation();
    const { name, value } = event.detail;
    emit(this, 'fields-change', withoutDefaults({ ...this.values, [name]: value }, this.schemas));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-fields': Fields;
  }
}
