/** What to explain: a searchable list of the classes, and a text field for everything else. */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ModelDescription } from '../../../src/shared/description';
import { emit } from '../../ui/events';
import { select } from '../../ui/select';
import { shared } from '../../ui/styles';
import { otherTarget, targetChoices, targetProblem } from './target';

@customElement('netloupe-target')
export class TargetField extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      vscode-single-select,
      vscode-textfield {
        width: 100%;
      }
      vscode-textfield {
        margin-top: 6px;
      }
      .help {
        margin-top: 2px;
      }
      .problem {
        margin-top: 3px;
        font-size: 12px;
        color: var(--vscode-errorForeground);
      }
    `,
  ];

  @property({ attribute: false }) accessor model!: ModelDescription;
  @property({ attribute: false }) accessor classes = 0;
  @property({ attribute: false }) accessor samples = 1;
  /** The data's column of classes. */
  @property() accessor label: string | undefined;
  @property() accessor value = 'argmax';
  @state() private accessor typing = false;
  @state() private accessor text = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('value') || this.text.trim() === this.value) return;
    this.text = this.value;
    this.typing = !this.isChoice(this.value);
  }

  override render() {
    return html`${select({
      label: 'Target',
      value: this.typing ? otherTarget : this.value,
      choices: targetChoices(this.model, this.classes, this.label),
      searchable: this.classes > 20,
      onChange: (value) => this.choose(value),
    })}
    ${this.typing ? this.typed() : nothing}`;
  }

  private typed() {
    const problem = this.text === '' ? undefined : this.problem;
    const example = `${this.model.layers.at(-1)?.output ?? 'LAYER'}:0`;
    return html`<vscode-textfield
        .label=${'Target, typed'}
        placeholder=${example}
        .value=${live(this.text)}
        ?invalid=${problem !== undefined}
        @input=${(event: Event) => this.take((event.currentTarget as HTMLInputElement).value)}
      ></vscode-textfield>
      ${
        problem
          ? html`<div class="problem" role="alert">${problem}</div>`
          : html`<div class="help small muted">LAYER:I,J,K for a unit, or one class per sample as 3,1,4.</div>`
      }`;
  }

  private get problem(): string | undefined {
    return targetProblem(this.text, this.model, this.classes, this.samples);
  }

  private choose(value: string): void {
    this.typing = value === otherTarget;
    if (this.typing) this.text = '';
    else this.take(value);
  }

  private take(text: string): void {
    this.text = text;
    if (this.problem === undefined) emit(this, 'target-change', text.trim());
  }

  private isChoice(value: string): boolean {
    if (value === 'label') return this.label !== undefined;
    return value === 'argmax' || (/^\d+$/.test(value) && Number(value) < this.classes);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-target': TargetField;
  }
}
