/**
 * The current method, and all methods by family, each with what it is good for and what it misses. Unsuitable ones say
 * why and cannot be chosen. It owns nothing but the search.
 */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { twoSentences, type MethodDescription } from '../../../src/shared/description';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import { findMethods, type FamilyGroup } from './search';
import { galleryStyles } from './styles';

@customElement('netloupe-gallery')
export class Gallery extends LitElement {
  static override styles = [shared, galleryStyles];

  @property({ attribute: false }) accessor methods: readonly MethodDescription[] = [];
  /** Id of the current method. */
  @property() accessor value = '';
  /** Why a method cannot be chosen, by id. */
  @property({ attribute: false }) accessor unsuitable: Readonly<Record<string, string>> = {};
  @state() private accessor text = '';
  /** Id of the method that Enter chooses. */
  @state() private accessor active = '';
  /** Whether the keyboard set the active one. */
  private followed = false;
  @query('dialog') private accessor dialog!: HTMLDialogElement;
  @query('input') private accessor input!: HTMLInputElement;

  override render() {
    const chosen = this.methods.find(({ id }) => id === this.value)?.title ?? this.value;
    const groups = findMethods(this.methods, this.text);
    return html`<button class="current" aria-haspopup="dialog" aria-label="Method: ${chosen}" @click=${this.open}>
        ${chosen}<vscode-icon name="chevron-down" size="14"></vscode-icon>
      </button>
      <dialog aria-label="Methods" @click=${this.onBackdrop}>
        <input
          type="text"
          role="combobox"
          aria-label="Search methods"
          aria-controls="list"
          aria-expanded="true"
          aria-activedescendant=${this.active ? `method-${this.active}` : nothing}
          placeholder="Search by name, family, or what a method is good for"
          autocomplete="off"
          spellcheck="false"
          .value=${this.text}
          @input=${() => this.search(this.input.value)}
          @keydown=${(event: KeyboardEvent) => this.onKey(event, groups)}
        />
        <div class="list" id="list" role="listbox" aria-label="Methods">
          ${groups.map((group) => this.group(group))}
          ${groups.length ? nothing : html`<p class="none muted">No method matches.</p>`}
        </div>
      </dialog>`;
  }

  private group({ family, methods }: FamilyGroup) {
    return html`<div role="group" aria-label=${family}>
      <div class="family" aria-hidden="true">${family}</div>
      ${methods.map((method) => this.option(method))}
    </div>`;
  }

  private option({ id, title, summary }: MethodDescription) {
    const reason = this.unsuitable[id];
    const [good, misses] = twoSentences(summary);
    return html`<div
      id="method-${id}"
      role="option"
      class="option ${id === this.active ? 'active' : ''}"
      aria-label=${title}
      aria-description=${reason ?? summary}
      aria-selected=${id === this.value}
      aria-disabled=${reason !== undefined}
      @pointermove=${() => this.point(id)}
      @click=${() => this.pick(id)}
    >
      ${id === this.value ? html`<vscode-icon name="check"></vscode-icon>` : html`<span></span>`}
      <span><span class="title">${title}</span><span class="id muted">${id}</span></span>
      <span class="says">
        ${
          reason === undefined
            ? html`${good}
                <span class="misses muted"><vscode-icon name="eye-closed" size="13"></vscode-icon>${misses}</span>`
            : html`<span class="reason muted"><vscode-icon name="circle-slash" size="13"></vscode-icon>${reason}</span>`
        }
      </span>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    // Only the keyboard may scroll: under a pointer the list must stay still.
    if (changed.has('active') && this.followed) this.activeOption()?.scrollIntoView({ block: 'nearest' });
  }

  private open(): void {
    this.text = '';
    this.active = this.value;
    this.dialog.showModal();
    this.input.focus();
    emit(this, 'gallery-open', undefined);
    void this.updateComplete.then(() => this.activeOption()?.scrollIntoView({ block: 'center' }));
  }

  private point(id: string): void {
    if (id in this.unsuitable) return;
    this.followed = false;
    this.active = id;
  }

  private search(text: string): void {
    this.text = text;
    const found = this.choosable(findMethods(this.methods, text));
    if (!found.includes(this.active)) this.active = found[0] ?? '';
  }

  private onKey(event: KeyboardEvent, groups: readonly FamilyGroup[]): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const ids = this.choosable(groups);
    if (event.key === 'Enter') this.pick(this.active);
    else if (step === 0 || ids.length === 0) return;
    else {
      const from = ids.indexOf(this.active);
      this.followed = true;
      this.active = ids[(from < 0 ? (step > 0 ? 0 : ids.length - 1) : from + step + ids.length) % ids.length]!;
    }
    event.preventDefault();
  }

  private choosable(groups: readonly FamilyGroup[]): string[] {
    return groups.flatMap(({ methods }) => methods.map(({ id }) => id)).filter((id) => !(id in this.unsuitable));
  }

  private activeOption(): Element | null {
    return this.renderRoot.querySelector('.option.active');
  }

  private pick(id: string): void {
    if (id === '' || id in this.unsuitable) return;
    this.dialog.close();
    if (id !== this.value) emit(this, 'method-pick', id);
  }

  /** The dialog fills its own box: a click on the dialog itself, not its contents, may be outside. */
  private onBackdrop(event: MouseEvent): void {
    const { left, right, top, bottom } = this.dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (event.target === this.dialog && (x < left || x > right || y < top || y > bottom)) this.dialog.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-gallery': Gallery;
  }
}
