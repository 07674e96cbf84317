/**
 * How faithful the compared methods are, on one click. It asks the editor itself, which keeps the answer as a run and
 * repeats it to a restored page.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CompareEditor } from '../../src/shared/api/compare';
import type { ComparedRun, Faithfulness } from '../../src/shared/compare';
import type { Progress } from '../../src/shared/requests';
import '../evaluation/evaluation';
import { emit } from '../ui/events';
import { shared } from '../ui/styles';
import { messageOf } from '../../src/shared/errors';

@customElement('netloupe-faithfulness')
export class FaithfulnessSection extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-top: 20px;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: CompareEditor;
  @property({ attribute: false }) accessor runs: readonly ComparedRun[] = [];
  /** Whether the editor has been asked before: the answer is in progress, or known. */
  @property({ type: Boolean }) accessor evaluating = false;
  @state() private accessor answer: Faithfulness | undefined;
  @state() private accessor failure = '';
  @state() private accessor progress: Progress | undefined;
  @state() private accessor running: AbortController | undefined;

  protected override firstUpdated(): void {
    if (this.evaluating) void this.evaluate();
  }

  override render() {
    if (!this.runs.some(({ map }) => map)) return nothing;
    return html`<section aria-label="Faithfulness">
      <h2>Faithfulness</h2>
      ${
        this.answer
          ? html`<netloupe-evaluation
              .result=${this.answer.result}
              .names=${this.namesOf(this.answer)}
            ></netloupe-evaluation>`
          : this.line()
      }
    </section>`;
  }

  private line() {
    if (this.running) {
      const { fraction, message } = this.progress ?? { fraction: 0, message: 'Starting' };
      return html`<div class="line">
        <vscode-button secondary @click=${() => this.cancel()}>Cancel</vscode-button>
        <span class="small muted" role="status">${message}: ${Math.round(100 * fraction)} %</span>
      </div>`;
    }
    return html`<div class="line">
      <vscode-button secondary icon="graph-line" @click=${() => void this.evaluate()}
        >Evaluate Faithfulness</vscode-button
      >
      ${
        this.failure
          ? html`<span role="alert">${this.failure}</span>`
          : html`<span class="small muted"
              >Ranks the methods by how far the score drops when what a map marks is removed.</span
            >`
      }
    </div>`;
  }

  private async evaluate(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.failure = '';
    this.progress = undefined;
    try {
      const answer = await this.editor.evaluate(null, {
        signal: running.signal,
        onProgress: (progress) => (this.progress = progress),
      });
      if (this.running !== running) return;
      this.answer = answer;
      emit(this, 'evaluation-kept', answer.run);
    } catch (error) {
      if (this.running === running) this.failure = messageOf(error);
    } finally {
      if (this.running === running) this.running = undefined;
    }
  }

  private cancel(): void {
    this.running?.abort();
    this.running = undefined;
  }

  private namesOf({ runs }: Faithfulness): string[] {
    return runs.map((id) => {
      const i = this.runs.findIndex((run) => run.id === id);
      return `${i + 1} · ${this.runs[i]?.title ?? id}`;
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-faithfulness': FaithfulnessSection;
  }
}
