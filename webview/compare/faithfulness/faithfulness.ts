/**
 * How faithful the methods beside each other are, on one click: a ranking, and a curve of each measure that has one. It asks the editor
 * itself, which keeps the answer while the panel is open; what the measures mean is said below their curves.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { compareMessages, type ComparedRun, type Faithfulness } from '../../../src/shared/compare';
import type { MeasureResult } from '../../../src/shared/evaluation';
import type { Progress } from '../../../src/shared/requests';
import '../../ui/curves';
import type { Chart } from '../../ui/curves';
import { plural } from '../../ui/format';
import type { Host } from '../../ui/host';
import { shared } from '../../ui/styles';
import { isClose, rankingStyles, rankingTable } from './ranking';

@customElement('netloupe-faithfulness')
export class FaithfulnessSection extends LitElement {
  static override styles = [
    shared,
    rankingStyles,
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
      .scroll {
        overflow-x: auto;
        contain: inline-size;
      }
      .remarks {
        margin-top: 8px;
      }
      .measures {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(400px, 100%), 1fr));
        gap: 24px 32px;
        margin-top: 20px;
      }
      figure {
        margin: 0;
        min-width: 0;
      }
      h3 {
        margin: 0 0 4px;
        font-size: 13px;
        font-weight: 600;
      }
      details {
        margin-top: 6px;
      }
      ul {
        margin: 4px 0 0;
        padding-inline-start: 18px;
      }
    `,
  ];

  @property({ attribute: false }) accessor host!: Host;
  @property({ attribute: false }) accessor runs: readonly ComparedRun[] = [];
  /** Whether the editor has been asked before: the answer is under way, or there. */
  @property({ type: Boolean }) accessor evaluating = false;
  @state() private accessor answer: Faithfulness | undefined;
  @state() private accessor failure = '';
  @state() private accessor progress: Progress | undefined;
  @state() private accessor running: AbortController | undefined;

  protected override firstUpdated(): void {
    this.host.onNotification(compareMessages.evaluating, (progress: Progress) => (this.progress = progress));
    if (this.evaluating) void this.evaluate();
  }

  override render() {
    if (!this.runs.some(({ map }) => map)) return nothing;
    return html`<section aria-label="Faithfulness">
      <h2>How faithful</h2>
      ${this.answer ? this.ranking(this.answer) : this.line()}
    </section>`;
  }

  private line() {
    if (this.running) {
      const { fraction, message } = this.progress ?? { fraction: 0, message: 'Begins' };
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
              >Does the network lose what it said where a map says it matters? Ranks the methods on this input.</span
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
      const answer = await this.host.request<Faithfulness>(compareMessages.evaluate, {}, running.signal);
      if (this.running === running) this.answer = answer;
    } catch (error) {
      if (this.running === running) this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      if (this.running === running) this.running = undefined;
    }
  }

  private cancel(): void {
    this.running?.abort();
    this.running = undefined;
  }

  private ranking({ runs, result }: Faithfulness) {
    const { measures, samples, target, conventions } = result;
    const names = runs.map((id) => {
      const i = this.runs.findIndex((run) => run.id === id);
      return `${i + 1} · ${this.runs[i]?.title ?? id}`;
    });
    const close = measures.some(({ methods }) => methods.some(isClose));
    const plain = measures.filter(({ plot }) => !plot);
    return html`<div class="scroll">${rankingTable(result, names)}</div>
      <p class="small muted remarks">
        ${plural(samples, 'sample')}, “${target.value}”. Rank before score${samples > 1 ? ' ± standard error' : ''}; ↑
        higher is better, ↓ lower is
        better${close ? '; ≈ nearer to the first than two standard errors of the difference' : nothing}.
      </p>
      <div class="measures">
        ${measures.map(({ plot, ...measure }) => plot && this.curves(measure, chartOf(plot, result.methods, names)))}
      </div>
      <details class="small" open>
        <summary>Conventions of the table</summary>
        <ul>
          ${[...conventions, ...plain.map(spelled)].map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </details>`;
  }

  private curves({ title, better, conventions }: MeasureResult, chart: Chart) {
    return html`<figure>
      <h3>${title} <span class="muted">${better === 'higher' ? '↑' : '↓'}</span></h3>
      <netloupe-curves .result=${chart}></netloupe-curves>
      <details class="small">
        <summary>Conventions</summary>
        <ul>
          ${conventions.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </details>
    </figure>`;
  }
}

/** Methods by the names of their runs; what is of no method is a bound. */
function chartOf(
  plot: NonNullable<MeasureResult['plot']>,
  methods: Faithfulness['result']['methods'],
  names: readonly string[],
): Chart {
  const curves = plot.curves.map((curve, position) => {
    const i = methods.findIndex(({ name }) => name === curve.name);
    if (i >= 0) return { ...curve, name: names[i]! };
    return { ...curve, bound: position === methods.length ? ('dashed' as const) : ('dotted' as const) };
  });
  return { ...plot, curves, joined: true };
}

function spelled({ title, conventions }: MeasureResult): string {
  return `${title}: ${conventions.join(' ')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-faithfulness': FaithfulnessSection;
  }
}
