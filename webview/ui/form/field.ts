/**
 * One parameter as a field: the control its schema asks for, help, its difference from the default, and what is wrong
 * with the typed text. Only values that the schema accepts leave it.
 */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { labelOf, type ParameterSchema } from '../../../src/shared/description';
import { emit } from '../events';
import { select, type Choice } from '../select';
import { shared } from '../styles';
import { choicesOf, fieldKind, fieldText, other, parseField } from './schema';

export interface FieldChange {
  name: string;
  value: unknown;
}

@customElement('netloupe-field')
export class Field extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding-left: 10px;
        border-left: 2px solid transparent;
        margin-left: -12px;
      }
      :host([modified]) {
        border-left-color: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder));
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-height: 22px;
      }
      .name {
        font-weight: 600;
      }
      .reset {
        padding: 0 4px;
        font-size: 12px;
        color: var(--vscode-textLink-foreground, inherit);
      }
      vscode-textfield,
      vscode-single-select {
        width: 100%;
      }
      vscode-single-select + vscode-textfield {
        margin-top: 6px;
      }
      .help {
        margin-top: 2px;
      }
      .problem {
        margin-top: 3px;
        font-size: 12px;
        color: var(--vscode-errorForeground);
        display: flex;
        gap: 4px;
        --vscode-icon-foreground: currentColor;
      }
    `,
  ];

  @property() accessor name = '';
  @property({ attribute: false }) accessor schema: ParameterSchema = {};
  /** The set value, or else the schema's default. */
  @property({ attribute: false }) accessor value: unknown;
  /** The outputs of the model's layers, for parameters that take one. */
  @property({ attribute: false }) accessor layers: readonly Choice[] = [];
  /** Whether the value differs from the default. */
  @property({ type: Boolean, reflect: true }) accessor modified = false;
  @state() private accessor text = '';
  @state() private accessor problem = '';
  /** Whether *Other…* was chosen. */
  @state() private accessor typing = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Typed text stays as typed ("1e-3") unless the value changes from outside.
    const typed = parseField(this.schema, this.text);
    const same = typed.ok && JSON.stringify(typed.value) === JSON.stringify(this.value);
    if (!this.hasUpdated || ((changed.has('value') || changed.has('schema')) && !same)) {
      this.text = fieldText(this.value);
      this.problem = '';
      this.typing = this.schema.form?.other !== undefined && !this.isOffered(this.text);
    }
  }

  override render() {
    const { description } = this.schema;
    return html`<div class="head">
        <span class="name" id="name">${this.label}</span>
        ${
          this.modified || this.problem
            ? html`<button
                class="reset"
                title="Back to ${this.nameOf(fieldText(this.schema.default)) || 'nothing'}"
                aria-label="Reset ${this.label}"
                @click=${this.reset}
              >
                Reset
              </button>`
            : nothing
        }
      </div>
      ${this.control()}
      ${
        this.problem
          ? html`<div class="problem" role="alert">
              <vscode-icon name="error" size="14"></vscode-icon>${this.problem}
            </div>`
          : nothing
      }
      ${description && fieldKind(this.schema) !== 'flag' ? html`<div class="help small muted">${description}</div>` : nothing}`;
  }

  private control() {
    const { schema } = this;
    switch (fieldKind(schema)) {
      case 'choice':
        return html`${select({
          label: this.label,
          value: this.typing ? other : this.text,
          choices: this.choices,
          searchable: schema.form?.layers === true,
          onChange: (text) => this.choose(text),
        })}
        ${this.typing ? this.textField(`${this.label}, other`, schema.form?.other ?? '') : nothing}`;
      case 'flag':
        return html`<vscode-checkbox
          label=${schema.description ?? this.label}
          .checked=${this.value === true}
          @change=${(event: Event) => this.take(String((event.currentTarget as HTMLInputElement).checked))}
        ></vscode-checkbox>`;
      default:
        return this.textField(this.label, fieldText(schema.default));
    }
  }

  private textField(label: string, placeholder: string) {
    return html`<vscode-textfield
      .label=${label}
      .value=${live(this.text)}
      .placeholder=${placeholder}
      ?invalid=${this.problem !== ''}
      @input=${(event: Event) => this.take((event.currentTarget as HTMLInputElement).value)}
      @keydown=${this.onKey}
    ></vscode-textfield>`;
  }

  private get label(): string {
    return labelOf(this.name, this.schema.title);
  }

  /** A value from elsewhere that the form does not offer is shown as it is. */
  private get choices(): Choice[] {
    const offered = choicesOf(this.schema, this.layers);
    const isKnown = this.typing || offered.some(({ value }) => value === this.text);
    return isKnown ? offered : [...offered, { value: this.text, label: this.text }];
  }

  private isOffered(text: string): boolean {
    return choicesOf(this.schema, this.layers).some(({ value }) => value === text);
  }

  private nameOf(text: string): string {
    return choicesOf(this.schema, this.layers).find(({ value }) => value === text)?.label ?? text;
  }

  get hasProblem(): boolean {
    return this.problem !== '';
  }

  /** As for the browser's own fields: focuses the problem, if there is one. */
  reportValidity(): boolean {
    if (this.problem) this.renderRoot.querySelector('vscode-textfield')?.focus();
    return this.problem === '';
  }

  private choose(text: string): void {
    this.typing = text === other;
    if (!this.typing) this.take(text);
    else void this.updateComplete.then(() => this.renderRoot.querySelector('vscode-textfield')?.focus());
  }

  private take(text: string): void {
    this.text = text;
    const parsed = parseField(this.schema, text);
    this.problem = parsed.ok ? '' : parsed.message;
    if (parsed.ok) emit<FieldChange>(this, 'field-change', { name: this.name, value: parsed.value });
  }

  private reset(): void {
    this.typing = false;
    this.text = fieldText(this.schema.default);
    this.problem = '';
    emit<FieldChange>(this, 'field-change', { name: this.name, value: this.schema.default });
  }

  /** Up and down step through whole numbers. */
  private onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const number = Number(this.text || this.schema.default);
    if (this.schema.type !== 'integer' || step === 0 || !Number.isInteger(number)) return;
    event.preventDefault();
    const next = String(number + step);
    if (parseField(this.schema, next).ok) this.take(next);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-field': Field;
  }
}
