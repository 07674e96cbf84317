/** What came out of one of the runs beside each other, but for its map: numbers, curves, the law and the conventions. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedRun } from '../../src/shared/compare';
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
  ${
    run.law
      ? html`<p class="law small">
          <vscode-icon
            class=${run.law.holds ? 'holds' : 'broken'}
            name=${run.law.holds ? 'pass' : 'warning'}
          ></vscode-icon>
          <span
            >${run.law.name}: gap ${formatNumber(run.law.gap[sample] ?? run.law.gap[0] ?? 0, 2)}, tolerance
            ${formatNumber(run.law.tolerance, 2)}${run.curves ? `. ${run.law.statement}` : nothing}</span
          >
        </p>`
      : nothing
  }
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
