/** An evaluation: the ranking, a curve for each measure that has one, and the meaning of the measures below. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EvaluationResult, MeasureResult } from '../../src/shared/results';
import { isClose, isNoBetterThanRandom } from '../../src/shared/results/evaluation/verdict';
import '../ui/curves';
import type { Chart } from '../ui/curves';
import { plural } from '../ui/format';
import { shared } from '../ui/styles';
import { rankingStyles, rankingTable } from './ranking';

@customElement('netloupe-evaluation')
export class EvaluationView extends LitElement {
  static override styles = [
    shared,
    rankingStyles,
    css`
      :host {
        display: block;
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

  @property({ attribute: false }) accessor result!: EvaluationResult;
  /** Names of its methods, in order. */
  @property({ attribute: false }) accessor names: readonly string[] = [];

  override render() {
    const { result, names } = this;
    const { measures, samples, target, conventions } = result;
    const close = measures.some(({ methods }) => methods.some(isClose));
    const chance = measures.some((measure) => measure.methods.some((method) => isNoBetterThanRandom(measure, method)));
    const plain = measures.filter(({ plot }) => !plot);
    return html`<div class="scroll">${rankingTable(result, names)}</div>
      <p class="small muted remarks">
        ${plural(samples, 'sample')}, “${target.value}”. Rank before score${samples > 1 ? ' ± standard error' : ''}; ↑
        higher is better, ↓ lower is
        better${close ? '; ≈ within two standard errors of the difference from the first' : nothing}${
          chance
            ? '; “no better than random”: not ahead of a random order by two standard errors of the difference'
            : nothing
        }.
      </p>
      <div class="measures">
        ${measures.map(({ plot, ...measure }) => plot && this.curves(measure, chartOf(plot, result.methods, names)))}
      </div>
      <details class="small">
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

/** Methods by name; everything else is a bound. */
function chartOf(
  plot: NonNullable<MeasureResult['plot']>,
  methods: EvaluationResult['methods'],
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
    'netloupe-evaluation': EvaluationView;
  }
}
