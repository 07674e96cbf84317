/**
 * The field for an expression of names, with completion while typing: Tab or Enter accepts the chosen name, Escape
 * closes the list, Enter asks. Without a list, up and down go through earlier questions.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { nameAt, written } from '../../../src/shared/vectors/expression';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import type { VectorsEditor } from '../../../src/shared/api/vectors';
import { fieldStyles } from '../styles';

const mostNames = 8;

@customElement('netloupe-expression')
export class ExpressionField extends LitElement {
  static override styles = [
    shared,
    fieldStyles,
    css`
      :host {
        position: relative;
        display: block;
        min-width: 0;
      }
      input {
        font-family: var(--vscode-editor-font-family, monospace);
      }
      ul {
        position: absolute;
        z-index: 2;
        left: 0;
        right: 0;
        max-width: 420px;
        margin: 1px 0 0;
        padding: 2px 0;
        list-style: none;
        background: var(--vscode-settings-dropdownBackground, var(--vscode-editor-background));
        border: 1px solid var(--vscode-settings-dropdownListBorder, var(--line));
        border-radius: 3px;
      }
      li {
        padding: 2px 8px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        cursor: pointer;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      li:hover {
        background: var(--vscode-list-hoverBackground, transparent);
      }
      li[aria-selected='true'] {
        color: var(--vscode-list-activeSelectionForeground, inherit);
        background: var(--vscode-list-activeSelectionBackground, transparent);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: VectorsEditor;
  @property() accessor value = '';
  @property() accessor label = 'Expression';
  @property() accessor placeholder = '';
  /** Earlier questions, the latest last. */
  @property({ attribute: false }) accessor history: readonly string[] = [];
  @state() private accessor names: readonly string[] = [];
  @state() private accessor active = -1;
  @query('input') private accessor input!: HTMLInputElement;
  /** How many questions back. */
  private back = 0;
  private typed = '';
  private completing: AbortController | undefined;

  override focus(): void {
    this.input.focus();
  }

  override render() {
    const open = this.names.length > 0;
    return html`<input
        role="combobox"
        aria-label=${this.label}
        aria-expanded=${open}
        aria-controls="names"
        aria-autocomplete="list"
        aria-activedescendant=${this.active < 0 ? nothing : `name-${this.active}`}
        autocomplete="off"
        spellcheck="false"
        placeholder=${this.placeholder}
        .value=${live(this.value)}
        @input=${this.onInput}
        @keydown=${this.onKey}
        @blur=${this.close}
      />
      <ul id="names" role="listbox" aria-label="Names that begin so" ?hidden=${!open}>
        ${this.names.map(
          (name, i) =>
            html`<li
              id="name-${i}"
              role="option"
              aria-selected=${i === this.active}
              @mousedown=${(event: Event) => {
                event.preventDefault();
                this.take(name);
              }}
            >
              ${name}
            </li>`,
        )}
      </ul>`;
  }

  private readonly onInput = (): void => {
    this.back = 0;
    this.say(this.input.value);
    void this.complete();
  };

  private readonly close = (): void => {
    this.completing?.abort();
    this.names = [];
    this.active = -1;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const { names, active } = this;
    const isOpen = names.length > 0;
    if (event.key === 'Escape' && isOpen) this.close();
    else if (event.key === 'Tab' && isOpen && !event.shiftKey) this.take(names[Math.max(active, 0)]!);
    else if (event.key === 'Enter' && active >= 0) this.take(names[active]!);
    else if (event.key === 'Enter') {
      this.close();
      emit(this, 'ask', this.value);
    } else if (event.key === 'ArrowDown' && isOpen) this.active = (active + 1) % names.length;
    else if (event.key === 'ArrowUp' && isOpen && active >= 0) this.active = active - 1;
    else if (event.key === 'ArrowUp') this.recall(1);
    else if (event.key === 'ArrowDown') this.recall(-1);
    else return;
    event.preventDefault();
  };

  /** Below the latest question the typed text comes back. */
  private recall(step: 1 | -1): void {
    const back = this.back + step;
    if (back < 0 || back > this.history.length) return;
    if (this.back === 0) this.typed = this.value;
    this.close();
    this.back = back;
    this.say(back === 0 ? this.typed : this.history.at(-back)!);
    void this.updateComplete.then(() => this.input.setSelectionRange(this.value.length, this.value.length));
  }

  private async complete(): Promise<void> {
    this.close();
    const under = this.under();
    if (!under?.typed) return;
    const completing = new AbortController();
    this.completing = completing;
    // Errors of completion are reported when the question is asked.
    const found = await this.editor
      .complete({ prefix: under.typed, count: mostNames }, { signal: completing.signal })
      .catch(() => []);
    if (completing.signal.aborted) return;
    this.names = found.length === 1 && found[0] === under.typed ? [] : found;
  }

  private take(name: string): void {
    const under = this.under();
    this.close();
    if (!under) return;
    const before = `${this.value.slice(0, under.start)}${written(name)}`;
    this.say(before + this.value.slice(under.end));
    void this.updateComplete.then(() => this.input.setSelectionRange(before.length, before.length));
  }

  private under() {
    return nameAt(this.value, this.input.selectionStart ?? this.value.length);
  }

  private say(value: string): void {
    this.value = value;
    emit(this, 'expression', value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-expression': ExpressionField;
  }
}
