/**
 * Methods by measures as a table, best mean rank first, with the scores of a random order and of the best order found.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { EvaluationResult, MeasureResult, MethodScore, Score } from '../../src/shared/results';
import { isClose, isNoBetterThanRandom } from '../../src/shared/results/evaluation/verdict';
import { formatNumber } from '../ui/format';

export const rankingStyles = css`
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 4px 16px 4px 0;
    text-align: start;
    vertical-align: baseline;
    border-bottom: 1px solid var(--line);
    white-space: nowrap;
  }
  thead th {
    font-weight: 600;
    vertical-align: bottom;
  }
  tbody th {
    font-weight: normal;
  }
  .first {
    font-weight: 600;
  }
  .bound :is(th, td) {
    color: var(--muted);
  }
  .rank {
    display: inline-block;
    min-width: 2.4em;
    color: var(--muted);
    font-weight: normal;
  }
  .chance {
    display: block;
    padding-inline-start: 2.4em;
    font-size: 11px;
    color: var(--muted);
  }
  td vscode-icon {
    vertical-align: text-bottom;
    --vscode-icon-foreground: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
  }
`;

/** `names` are those of the methods, in order. */
export function rankingTable({ methods, measures }: EvaluationResult, names: readonly string[]): TemplateResult {
  const order = [...methods.keys()].sort((a, b) => methods[a]!.meanRank - methods[b]!.meanRank);
  const digits = measures.map(digitsOf);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Method</th>
        <th scope="col">Mean Rank</th>
        ${measures.map(
          ({ title, better }) =>
            html`<th scope="col" title="${better} is better">
              ${title} <span aria-label="${better} is better">${better === 'higher' ? '↑' : '↓'}</span>
            </th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${order.map(
        (i, place) =>
          html`<tr class=${place === 0 ? 'best' : ''}>
            <th scope="row">${names[i]}</th>
            <td>${formatNumber(methods[i]!.meanRank, 3)}</td>
            ${measures.map((measure, m) => cell(measure, measure.methods[i]!, digits[m]!))}
          </tr>`,
      )}
      ${bound('Random order', measures, ({ random }) => random)}
      ${bound('Best order found', measures, ({ best }) => best)}
    </tbody>
  </table>`;
}

/** As many digits as separate different ranks; areas under a curve may all be nearly 1. */
function digitsOf({ methods }: MeasureResult): number {
  const ranks = new Set(methods.map(({ rank }) => rank)).size;
  const differ = (digits: number) => new Set(methods.map(({ score }) => formatNumber(score, digits))).size >= ranks;
  return [4, 5, 6].find(differ) ?? 7;
}

function cell(measure: MeasureResult, score: MethodScore, digits: number) {
  const isChance = isNoBetterThanRandom(measure, score);
  return html`<td class=${score.rank === 1 ? 'first' : ''}>
    <span class="rank" title="Rank ${score.rank}">${score.rank}${isClose(score) ? ' ≈' : ''}</span>
    ${show(score, digits)} ${isChance ? html`<span class="chance">no better than random</span>` : nothing}
    ${score.mark === undefined ? nothing : html`<vscode-icon name="warning" title=${`This map ${score.mark}.`}></vscode-icon>`}
  </td>`;
}

function bound(name: string, measures: readonly MeasureResult[], of: (measure: MeasureResult) => Score | undefined) {
  if (!measures.some(of)) return nothing;
  const scores = measures.map(of);
  return html`<tr class="bound">
    <th scope="row">${name}</th>
    <td></td>
    ${scores.map((score) => html`<td><span class="rank"></span> ${score ? show(score) : '–'}</td>`)}
  </tr>`;
}

function show({ score, standardError }: Score, digits = 4): string {
  return standardError === undefined
    ? formatNumber(score, digits)
    : `${formatNumber(score, digits)} ± ${formatNumber(standardError, 2)}`;
}
