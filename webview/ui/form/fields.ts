/** A group of fields made from schemas: a method's parameters, or the preprocessing of a picture. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ParameterSchema } from '../../../src/shared/description';
import { emit } from '../events';
import { shared } from '../styles';
import './field';
import type { FieldChange } from './field';
import { withoutDefaults } from './schema';

@customElement('netloupe-fields')
export class Fields extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
        gap: 12px 24px;
        align-items: start;
      }
    `,
  ];

  @property({ attribute: false }) accessor schemas: Record<string, ParameterSchema> = {};
  /** Only those that differ from the defaults, as they come and go. */
  @property({ attribute: false }) accessor values: Record<string, unknown> = {};

  override render() {
    return html`${repeat(
      Object.entries(this.schemas),
      ([name]) => name,
      ([name, schema]) =>
        html`<netloupe-field
          name=${name}
          .schema=${schema}
          .value=${name in this.values ? this.values[name] : schema.default}
          .modified=${name in this.values}
          @field-change=${this.onChange}
        ></netloupe-field>`,
    )}`;
  }

  /** Whether every field has a value that its schema accepts; goes to the first that has not. */
  reportValidity(): boolean {
    return Array.from(this.renderRoot.querySelectorAll('netloupe-field')).every((field) => field.reportValidity());
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
