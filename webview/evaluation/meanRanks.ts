/** Several evaluations side by side: the mean rank of each method in each. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Comparison } from '../../src/shared/compare';
import type { EvaluationResult } from '../../src/shared/results';
import { formatNumber } from '../ui/format';

export function meanRanks({ runs }: Pick<Comparison, 'runs'>): TemplateResult | typeof nothing {
  const evaluations = runs.flatMap(({ evaluation }, i) => (evaluation ? [{ i, evaluation }] : []));
  if (evaluations.length < 2) return nothing;
  const titles = [...new Set(evaluations.flatMap(({ evaluation }) => titlesOf(evaluation)))];
  const rankIn = ({ evaluation: { methods } }: (typeof evaluations)[number], title: string): string => {
    const method = methods[titlesOf({ methods }).indexOf(title)];
    return method ? `${formatNumber(method.meanRank, 3)} of ${methods.length}` : '–';
  };
  return html`<section aria-label="Mean ranks">
    <h2>Mean ranks</h2>
    <div class="scroll">
      <table class="differing">
        <thead>
          <tr>
            <th scope="col">Method</th>
            ${evaluations.map(({ i }) => html`<th scope="col" title=${runs[i]!.title}>${i + 1}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${titles.map(
            (title) =>
              html`<tr>
                <th scope="row">${title}</th>
                ${evaluations.map((one) => html`<td>${rankIn(one, title)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Of the methods, in order; numbered like their names if one occurs more than once. */
export function titlesOf({ methods }: Pick<EvaluationResult, 'methods'>): string[] {
  return methods.map(({ name, id, title }) => name.replace(id, title));
}
