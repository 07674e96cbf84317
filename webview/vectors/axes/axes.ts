/**
 * The part "Axes": two axes from word to word, the words to place between them, the plane, and its numbers as a table.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AxesAnswer, Axis, VectorsDescription } from '../../../src/shared/vectors/requests';
import { tsvOf, type Row } from '../../../src/shared/csv';
import { emit } from '../../ui/events';
import { plural } from '../../ui/format';
import { select } from '../../ui/select';
import { Task, taskLine } from '../../ui/task';
import '../ask/expressionField';
import { cosineText } from '../ask/neighbours';
import { attempt } from '../attempt';
import { conventions } from '../conventions';
import type { PlaceRequest, VectorsEditor } from '../../../src/shared/api/vectors';
import { savePicture, saveTable } from '../save';
import { nameOf, namesOf } from '../names';
import { counts, type AxesForm, type PanelState } from '../state';
import { fieldStyles, partStyles } from '../styles';
import { axisText } from './draw';
import './plane';
import type { AxesPlane } from './plane';

@customElement('netloupe-axes')
export class Axes extends LitElement {
  static override styles = [
    partStyles,
    fieldStyles,
    css`
      .form {
        display: grid;
        grid-template-columns: auto minmax(80px, 1fr) auto minmax(80px, 1fr);
        gap: 6px 8px;
        align-items: center;
        max-width: 640px;
      }
      .wide {
        grid-column: 2 / -1;
      }
      textarea {
        resize: vertical;
      }
      .kind {
        width: 150px;
      }
      .numbers {
        max-height: 360px;
        overflow: auto;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: VectorsEditor;
  @property({ attribute: false }) accessor form!: AxesForm;
  @property({ attribute: false }) accessor description!: VectorsDescription;
  @state() private accessor problem = '';
  @state() private accessor unnamed = 0;
  @query('netloupe-axes-plane') private accessor plane!: AxesPlane;
  private readonly placing = new Task<PlaceRequest, AxesAnswer>(this, (request, options) =>
    this.editor.place(request, options),
  );

  /** What was shown before a reload, or before another part. */
  protected override firstUpdated(): void {
    if (!missing(this.form)) this.show();
  }

  override render() {
    const { place, words, near, count } = this.form;
    const answer = this.placing.answer ?? this.placing.latest?.answer;
    return html`<div class="form">
        ${this.axis(0, 'Across')} ${this.axis(1, 'Up')}
        <span class="kind"
          >${select({
            label: 'Words to place',
            value: place,
            choices: [
              { value: 'words', label: 'These words' },
              { value: 'near', label: 'The nearest of' },
            ],
            onChange: (value) => this.keep({ place: value === 'near' ? 'near' : 'words' }),
          })}</span
        >
        ${
          place === 'words'
            ? html`<textarea
                class="wide"
                aria-label="Words, separated by commas"
                rows="3"
                spellcheck="false"
                placeholder="words, separated by commas"
                .value=${words}
                @change=${(event: Event) => this.keep({ words: (event.currentTarget as HTMLTextAreaElement).value })}
              ></textarea>`
            : html`${this.field('Expression whose nearest words are placed', near, 'a word', (text) => this.keep({ near: text }))}
                <span class="muted">as many as</span>
                <span class="choice"
                  >${select({
                    label: 'How many',
                    value: String(count),
                    choices: counts.map((each) => ({ value: String(each), label: String(each) })),
                    onChange: (value) => this.keep({ count: Number(value) }),
                  })}</span
                >`
        }
        <span></span>
        <span class="wide"><vscode-button @click=${this.show}>Place Words</vscode-button></span>
      </div>
      ${this.problem ? html`<p role="alert" class="muted">${this.problem}</p>` : nothing}
      ${taskLine(this.placing, 'Placing the words')} ${answer ? this.answer(answer) : this.empty()}`;
  }

  private axis(which: 0 | 1, label: string): TemplateResult {
    const axis = this.form.axes[which];
    const keep = (change: Partial<Axis>) => {
      const axes: [Axis, Axis] = [...this.form.axes];
      axes[which] = { ...axis, ...change };
      this.keep({ axes });
    };
    const [from, to] = [
      ['man', 'woman'],
      ['poor', 'rich'],
    ][which]!;
    return html`<span>${label}</span>
      ${this.field(`${label}: from`, axis.from, from!, (from) => keep({ from }))}
      <span class="muted" aria-hidden="true">→</span>
      ${this.field(`${label}: to`, axis.to, to!, (to) => keep({ to }))}`;
  }

  private field(label: string, value: string, placeholder: string, onText: (text: string) => void): TemplateResult {
    return html`<netloupe-expression
      .editor=${this.editor}
      .label=${label}
      .value=${value}
      .placeholder=${placeholder}
      @expression=${(event: CustomEvent<string>) => onText(event.detail)}
      @ask=${this.show}
    ></netloupe-expression>`;
  }

  private answer(answer: AxesAnswer): TemplateResult {
    const { cosine, words, axes } = answer;
    const button = (icon: string, label: string, text: string, act: () => Promise<string>) =>
      html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} @click=${() => void attempt(this, act)}
        >${text}</vscode-toolbar-button
      >`;
    return html`<div class="bar">
        <span class="small muted"
          >${plural(words.length, 'word')}; the cosine of the axes is
          ${cosineText(cosine)}${
            this.unnamed ? `; ${plural(this.unnamed, 'name')} without room, under the pointer` : ''
          }</span
        >
        <span class="push group">
          ${button('copy', 'Copy the numbers', '', async () => {
            await this.editor.copy(tsvOf(rowsOf(answer)));
            return `Copied ${plural(words.length, 'word')}.`;
          })}
          ${button('save', 'Save the numbers as .csv', '.csv', () => saveTable(this.editor, 'axes.csv', rowsOf(answer)))}
          ${button('file-media', 'Save the plane as .png', '.png', async () =>
            savePicture(this.editor, 'axes.png', await this.plane.picture()),
          )}
        </span>
      </div>
      <netloupe-axes-plane
        .answer=${answer}
        @unnamed=${(event: CustomEvent<number>) => (this.unnamed = event.detail)}
      ></netloupe-axes-plane>
      <details>
        <summary>Numbers</summary>
        <div class="numbers">
          <table>
            <thead>
              <tr>
                <th scope="col">Word</th>
                ${axes.map((axis) => html`<th scope="col" class="right">${axisText(axis)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${words
                .toSorted((a, b) => a.x - b.x)
                .map(
                  ({ name, x, y }) =>
                    html`<tr>
                      <td><button class="word" @click=${() => emit(this, 'ask-word', name)}>${name}</button></td>
                      <td class="right">${cosineText(x)}</td>
                      <td class="right">${cosineText(y)}</td>
                    </tr>`,
                )}
            </tbody>
          </table>
        </div>
      </details>
      ${conventions(answer.conventions)}`;
  }

  private empty(): TemplateResult | typeof nothing {
    if (this.placing.status !== 'idle') return nothing;
    return html`<p class="muted">
      An axis leads from one word to another, such as man → woman. Every word then lies somewhere between them: its
      coordinate is the cosine of the angle between its vector and the difference of the two (Bolukbasi et al. 2016;
      Kozlowski et al. 2019).
    </p>`;
  }

  private readonly show = (): void => {
    this.problem = missing(this.form);
    if (this.problem) return;
    const { axes, place, words, near, count } = this.form;
    void this.placing.ask({
      axes: axes.map(({ from, to }) => ({ from: nameOf(from), to: nameOf(to) })) as [Axis, Axis],
      words: place === 'words' ? namesOf(words) : { query: near, count },
    });
  };

  private keep(change: Partial<AxesForm>): void {
    this.problem = '';
    const state: Partial<PanelState> = { axes: { ...this.form, ...change } };
    emit(this, 'keep', state);
  }
}

/** '' if nothing is missing. */
function missing({ axes, place, words, near }: AxesForm): string {
  if (axes.some(({ from, to }) => !from.trim() || !to.trim())) return 'Each axis needs two words: one at each end.';
  if (place === 'words' && !namesOf(words).length) return 'Enter words to place, separated by commas.';
  return place === 'near' && !near.trim() ? 'Enter a word, or a sum of words, whose nearest are placed.' : '';
}

function rowsOf({ axes, words }: AxesAnswer): Row[] {
  return [['word', ...axes.map(axisText)], ...words.map(({ name, x, y }) => [name, x, y])];
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-axes': Axes;
  }
}
