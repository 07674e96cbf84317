/** The part "Arithmetic": an expression, how it was read, and the words nearest to the result. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { written } from '../../../src/shared/vectors/expression';
import type { ArithmeticAnswer, VectorsDescription } from '../../../src/shared/vectors/requests';
import { tsvOf, type Row } from '../../../src/shared/csv';
import { emit } from '../../ui/events';
import { select } from '../../ui/select';
import { Task, taskLine } from '../../ui/task';
import { attempt } from '../attempt';
import { conventions } from '../conventions';
import type { AskRequest, VectorsEditor } from '../../../src/shared/api/vectors';
import { saveTable } from '../save';
import { counts, remember, type PanelState } from '../state';
import { partStyles } from '../styles';
import './expressionField';
import type { ExpressionField } from './expressionField';
import { neighboursTable } from './neighbours';

@customElement('netloupe-ask')
export class Ask extends LitElement {
  static override styles = [
    partStyles,
    css`
      .question {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px;
        max-width: 760px;
      }
      .asked {
        font-family: var(--vscode-editor-font-family, monospace);
        overflow-wrap: anywhere;
      }
      .answers {
        width: 100%;
        max-width: 760px;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: VectorsEditor;
  @property({ attribute: false }) accessor kept!: PanelState;
  @property({ attribute: false }) accessor description!: VectorsDescription;
  @state() private accessor text = '';
  @query('netloupe-expression') private accessor field!: ExpressionField;
  private readonly asking = new Task<AskRequest, ArithmeticAnswer>(this, (request, options) =>
    this.editor.ask(request, options),
  );

  /** A request from elsewhere, or from before a reload, runs at once; so does one whose terms changed. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('kept') && !changed.has('description')) return;
    const { query, count, own } = this.kept;
    const asked = this.asking.request;
    const isNew = asked?.query !== query || asked.count !== count || asked.own !== own;
    if (!isNew && !changed.has('description')) return;
    if (asked?.query !== query) this.text = query;
    if (query) void this.asking.ask({ query, count, own });
  }

  protected override firstUpdated(): void {
    void this.field.updateComplete.then(() => this.field.focus());
  }

  override render() {
    const { count, own, history } = this.kept;
    const answer = this.asking.answer ?? this.asking.latest?.answer;
    return html`<div class="question">
        <netloupe-expression
          .editor=${this.editor}
          .value=${this.text}
          .history=${history}
          placeholder="london - england + france"
          @expression=${(event: CustomEvent<string>) => (this.text = event.detail)}
          @ask=${() => this.ask(this.text)}
        ></netloupe-expression>
        <vscode-button @click=${() => this.ask(this.text)}>Ask</vscode-button>
      </div>
      <div class="bar">
        <label class="group"
          >Neighbours
          <span class="choice"
            >${select({
              label: 'Neighbours',
              value: String(count),
              choices: counts.map((each) => ({ value: String(each), label: String(each) })),
              onChange: (value) => this.keep({ count: Number(value) }),
            })}</span
          ></label
        >
        <vscode-checkbox
          label="Include query words"
          .checked=${own}
          @change=${(event: Event) => this.keep({ own: (event.currentTarget as HTMLInputElement).checked })}
        ></vscode-checkbox>
        <span class="small muted">Left out by default: one of them is usually the nearest, whatever was added.</span>
      </div>
      ${taskLine(this.asking, 'Looking for the nearest')} ${answer ? this.answer(answer) : this.empty()}`;
  }

  private answer(answer: ArithmeticAnswer): TemplateResult {
    return html`<section class="answers" aria-label="Nearest words" aria-live="polite">
      <div class="bar">
        <span class="asked">${termsText(answer)}</span>
        <span class="push group">
          <vscode-toolbar-button
            icon="copy"
            label="Copy the table"
            title="Copy the table"
            @click=${() =>
              void attempt(this, async () => {
                await this.editor.copy(tsvOf(rowsOf(answer)));
                return `Copied ${answer.neighbours.length} words.`;
              })}
          ></vscode-toolbar-button>
          <vscode-toolbar-button
            icon="save"
            label="Save the table as .csv"
            title="Save the table as .csv"
            @click=${() => void attempt(this, () => saveTable(this.editor, 'neighbours.csv', rowsOf(answer)))}
            >.csv</vscode-toolbar-button
          >
        </span>
      </div>
      ${neighboursTable(answer.neighbours, (name) => this.ask(written(name)))} ${conventions(answer.conventions)}
    </section>`;
  }

  private empty(): TemplateResult | typeof nothing {
    if (this.asking.status !== 'idle') return nothing;
    const [first = '', second = ''] = this.description.first;
    const example = (text: string) => html`<button class="link" @click=${() => this.ask(text)}>${text}</button>`;
    return html`<p class="muted">
      A word alone gives its neighbours, such as ${example(written(first))}; signs with spaces around them add and
      subtract (${second ? example(`${written(first)} - ${written(second)}`) : nothing}); numbers before words weigh
      them; a name with spaces stands in quotes.
    </p>`;
  }

  private ask(query: string): void {
    this.text = query;
    const asked = this.asking.request;
    // Repeats the same request: the cause of a failure may be gone.
    if (asked?.query === query && query) this.asking.again();
    this.keep({ query, ...(query.trim() && { history: remember(this.kept.history, query) }) });
    if (!query.trim()) this.asking.clear();
  }

  private keep(change: Partial<PanelState>): void {
    emit(this, 'keep', change);
  }
}

/** As the file writes the names. */
function termsText({ terms }: ArithmeticAnswer): string {
  return terms
    .map(({ weight, name }, i) => {
      const sign = weight < 0 ? '− ' : i > 0 ? '+ ' : '';
      const size = Math.abs(weight);
      return `${sign}${size === 1 ? '' : `${size} `}${name}`;
    })
    .join(' ');
}

function rowsOf({ neighbours }: ArithmeticAnswer): Row[] {
  return [['rank', 'word', 'cosine'], ...neighbours.map(({ name, cosine }, i) => [i + 1, name, cosine])];
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-ask': Ask;
  }
}
