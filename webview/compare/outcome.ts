/** The outcome of one compared run except for its map: numbers, curves, the law and the conventions. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedRun } from '../../src/shared/compare';
import type { Law } from '../../src/shared/results';
import { isWithin } from '../../src/shared/results/verdict';
import type { MapId } from '../../src/shared/picture/diverging';
import '../evaluation/cascade';
import '../evaluation/evaluation';
import { titlesOf } from '../evaluation/meanRanks';
import '../ui/curves';
import { formatNumber } from '../ui/format';

export function outcomeOf(run: ComparedRun, sample: number, colours: MapId): TemplateResult {
  return html`${
    run.layer === undefined ? nothing : html`<p class="small muted">The map of “${run.layer}”, laid over the input.</p>`
  }
  ${
    run.evaluation
      ? html`<netloupe-evaluation .result=${run.evaluation} .names=${titlesOf(run.evaluation)}></netloupe-evaluation>`
      : nothing
  }
  ${run.sanity ? html`<netloupe-cascade .result=${run.sanity} .map=${colours}></netloupe-cascade>` : nothing}
  ${run.curves ? html`<netloupe-curves .result=${run.curves}></netloupe-curves>` : nothing}
  ${run.law ? lawLine(run.law, sample, run.curves !== undefined) : nothing}
  ${
    run.conventions?.length
      ? html`<details class="small">
          <summary>Conventions</summary>
          <ul>
            ${run.conventions.map((sentence) => html`<li>${sentence}</li>`)}
          </ul>
        </details>`
      : nothing
  }`;
}

/** For the sample shown; a law of curves has one gap for all. */
function lawLine({ name, statement, gap, tolerance }: Law, sample: number, isCurves: boolean): TemplateResult {
  const own = gap[sample] ?? gap[0] ?? 0;
  const holds = isWithin(own, tolerance);
  return html`<p class="law small">
    <vscode-icon class=${holds ? 'holds' : 'broken'} name=${holds ? 'pass' : 'warning'}></vscode-icon>
    <span
      >${name}: gap ${formatNumber(own, 2)}, tolerance
      ${formatNumber(tolerance, 2)}${isCurves ? `. ${statement}` : nothing}</span
    >
  </p>`;
}
