/**
 * The part "Analogies": how many questions of a file the vectors answer, section by section, and their answers to the
 * others.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnalogiesAnswer, AnalogySection } from '../../../src/shared/vectors/requests';
import type { Row } from '../../../src/shared/csv';
import { emit } from '../../ui/events';
import { baseName, formatCount, formatProbability, plural } from '../../ui/format';
import { Task, taskLine } from '../../ui/task';
import { bar } from '../ask/neighbours';
import { attempt } from '../attempt';
import { conventions } from '../conventions';
import type { VectorsEditor } from '../../../src/shared/api/vectors';
import { saveTable } from '../save';
import type { PanelState } from '../state';
import { partStyles } from '../styles';

/** Missed questions shown at first, and with each further step. */
const step = 100;

@customElement('netloupe-analogies')
export class Analogies extends LitElement {
  static override styles = [
    partStyles,
    css`
      .sections {
        max-width: 760px;
      }
      .sections button[aria-pressed='true'] {
        color: var(--vscode-list-activeSelectionForeground, inherit);
        background: var(--vscode-list-activeSelectionBackground, transparent);
        border-color: var(--vscode-contrastActiveBorder, transparent);
      }
      tfoot td {
        font-weight: 600;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: VectorsEditor;
  /** Path of the file. */
  @property() accessor questions = '';
  /** The section whose misses are listed; all by default. */
  @state() private accessor section: number | undefined;
  @state() private accessor shown = step;
  private readonly scoring = new Task<string, AnalogiesAnswer>(this, (questions, options) =>
    this.editor.score(questions, options),
  );

  /** Repeated only by hand, since it may take minutes. */
  override render() {
    const { answer } = this.scoring;
    return html`<div class="bar">
        <vscode-button icon="folder-opened" @click=${() => void attempt(this, this.choose)}
          >Choose Questions…</vscode-button
        >
        ${
          this.questions
            ? html`<span title=${this.questions}>${baseName(this.questions)}</span> ${
                  this.scoring.status === 'idle'
                    ? html`<vscode-button secondary @click=${() => this.score(this.questions)}>Score</vscode-button>`
                    : nothing
                }`
            : nothing
        }
      </div>
      ${taskLine(this.scoring, 'Asking analogies')}
      ${answer ? this.answer(answer) : this.scoring.status === 'idle' ? this.empty() : nothing}`;
  }

  private empty(): TemplateResult {
    return html`<p class="muted">
      A file of questions has four words on a line, “athens greece oslo norway” for “athens is to greece as oslo is to
      norway”, under lines such as “: capitals” (the format of questions-words.txt). An answer is right if the fourth
      word is nearest to the second − the first + the third.
    </p>`;
  }

  private answer(answer: AnalogiesAnswer): TemplateResult {
    const { sections, total, missed } = answer;
    const listed = this.section === undefined ? missed : missed.filter(({ section }) => section === this.section);
    return html`<table class="full sections">
        <thead>
          <tr>
            <th scope="col">Section</th>
            <th scope="col" class="right">Right</th>
            <th scope="col" class="right">Of</th>
            <th scope="col" class="right">Share</th>
            <th aria-hidden="true"></th>
            <th scope="col" class="right">Skipped</th>
          </tr>
        </thead>
        <tbody>
          ${sections.map((section, i) =>
            this.row(
              section,
              html`<button
                aria-pressed=${this.section === i}
                title="List what it missed"
                @click=${() => {
                  this.section = this.section === i ? undefined : i;
                  this.shown = step;
                }}
              >
                ${section.name}
              </button>`,
            ),
          )}
        </tbody>
        <tfoot>
          ${this.row(total, html`Total`)}
        </tfoot>
      </table>
      <div class="bar">
        <h2>
          ${this.section === undefined ? 'Missed' : `Missed in ${sections[this.section]!.name}`}:
          ${formatCount(listed.length)}
        </h2>
        <span class="push group">
          <vscode-toolbar-button
            icon="save"
            label="Save the scores as .csv"
            title="Save the scores as .csv"
            @click=${() => void attempt(this, () => saveTable(this.editor, 'analogies.csv', scoreRows(answer)))}
            >Scores .csv</vscode-toolbar-button
          >
          <vscode-toolbar-button
            icon="save"
            label="Save what was missed as .csv"
            title="Save what was missed as .csv"
            @click=${() => void attempt(this, () => saveTable(this.editor, 'missed.csv', missedRows(answer)))}
            >Missed .csv</vscode-toolbar-button
          >
        </span>
      </div>
      ${
        listed.length
          ? html`<div class="scroll">
              <table aria-label="Missed questions">
                <thead>
                  <tr>
                    <th scope="col">Asked</th>
                    <th scope="col">Wanted</th>
                    <th scope="col">Got</th>
                  </tr>
                </thead>
                <tbody>
                  ${listed.slice(0, this.shown).map(
                    ({ asked: [a, b, c], wanted, got }) =>
                      html`<tr>
                        <td>${a} : ${b} = ${c} : ?</td>
                        <td>${wanted}</td>
                        <td>${got}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
          : nothing
      }
      ${
        listed.length > this.shown
          ? html`<vscode-button secondary @click=${() => (this.shown += step)}
              >Show more (${listed.length - this.shown} left)</vscode-button
            >`
          : nothing
      }
      ${conventions(answer.conventions)}`;
  }

  private row({ correct, asked, skipped }: AnalogySection, name: TemplateResult): TemplateResult {
    return html`<tr>
      <td>${name}</td>
      <td class="right">${correct}</td>
      <td class="right">${asked}</td>
      <td class="right">${asked ? formatProbability(correct / asked) : '–'}</td>
      <td class="bars" aria-hidden="true">${asked ? bar(correct / asked) : nothing}</td>
      <td class="right" title=${skipped ? `${plural(skipped, 'question')} with an unknown word` : ''}>
        ${skipped || ''}
      </td>
    </tr>`;
  }

  private readonly choose = async (): Promise<string> => {
    const questions = await this.editor.chooseQuestions();
    if (!questions) return '';
    const change: Partial<PanelState> = { questions };
    emit(this, 'keep', change);
    this.score(questions);
    return '';
  };

  private score(questions: string): void {
    this.section = undefined;
    this.shown = step;
    void this.scoring.ask(questions);
  }
}

function scoreRows({ sections, total }: AnalogiesAnswer): Row[] {
  const row = ({ name, correct, asked, skipped }: AnalogySection): Row => [name, correct, asked, skipped];
  return [['section', 'correct', 'asked', 'skipped'], ...[...sections, total].map(row)];
}

function missedRows({ sections, missed }: AnalogiesAnswer): Row[] {
  const rows = missed.map(({ section, asked, wanted, got }) => [sections[section]!.name, ...asked, wanted, got]);
  return [['section', 'a', 'b', 'c', 'wanted', 'got'], ...rows];
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-analogies': Analogies;
  }
}
