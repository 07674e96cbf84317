/** What is chosen: how many of which category, how often the prediction is right among them, and what can be done with them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SelectionRequest } from '../../../src/shared/cloud/panel';
import { cssColour } from '../../../src/shared/picture/diverging';
import { formatPercent } from '../../ui/format';
import { confusionPair, type ShownColumn } from '../columns';
import { pointsText, type Colouring } from '../look/colouring';
import { colourAt } from '../look/palette';

export interface ChosenOptions {
  selected: readonly number[];
  colouring: Colouring;
  palette: Uint8Array;
  columns: readonly ShownColumn[];
  hasModel: boolean;
  act(kind: SelectionRequest['kind']): void;
  clear(): void;
}

/** Categories beyond these are summed up. */
const mostRows = 12;

export function chosenSection(options: ChosenOptions): TemplateResult {
  const { selected, act, clear, hasModel } = options;
  if (selected.length === 0)
    return html`<section aria-label="Selection">
      <h2>Selection</h2>
      <p class="muted small">
        Click a point, or draw around some: Shift+drag adds, Alt+drag takes away, Escape clears.
      </p>
    </section>`;
  const button = (kind: SelectionRequest['kind'], icon: string, text: string) =>
    html`<vscode-button secondary icon=${icon} @click=${() => act(kind)}>${text}</vscode-button>`;
  return html`<section aria-label="Selection">
    <h2>Selection</h2>
    <p class="count"><b>${pointsText(selected.length)}</b> <button @click=${clear}>Clear</button></p>
    ${counts(options)} ${confusion(options)}
    <div class="actions">
      ${button('explain', 'search', hasModel ? 'Explain' : 'Explain…')} ${button('rows', 'table', 'Show Rows')}
      ${button('save', 'save', 'Export…')} ${button('open', 'new-file', 'New Data Set')}
    </div>
  </section>`;
}

function counts({ selected, colouring, palette }: ChosenOptions): TemplateResult | typeof nothing {
  const { legend, entries } = colouring;
  if (legend.kind !== 'categories' || !entries) return nothing;
  const sums = legend.entries.map(() => 0);
  for (const index of selected) sums[entries[index]!]!++;
  const rows = legend.entries
    .map((entry, i) => ({ ...entry, sum: sums[i]! }))
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum);
  const most = rows[0]?.sum ?? 1;
  return html`<ul class="counts">
    ${rows.slice(0, mostRows).map(
      ({ title, sum, colour }) =>
        html`<li>
          <span class="name" title=${title}>${title}</span>
          <span class="bar" .style=${`--part: ${sum / most}; --colour: ${cssColour(colourAt(palette, colour))}`}></span>
          <span class="number">${sum.toLocaleString('en')}</span>
        </li>`,
    )}
  </ul>`;
}

/** Rows are the right classes, columns the predicted ones; only those that occur. */
function confusion({ selected, columns }: ChosenOptions): TemplateResult | typeof nothing {
  const pair = confusionPair(columns);
  if (pair?.[0].column.kind !== 'categories' || pair[1].column.kind !== 'categories') return nothing;
  const [label, prediction] = [pair[0].column, pair[1].column];
  const nameOf = (column: typeof label, code: number): string => column.categories[code] ?? 'none';
  const table = new Map<number, Map<number, number>>();
  let right = 0;
  for (const index of selected) {
    const [row, column] = [label.codes[index]!, prediction.codes[index]!];
    const cells = table.get(row) ?? new Map<number, number>();
    table.set(row, cells.set(column, (cells.get(column) ?? 0) + 1));
    if (nameOf(label, row) === nameOf(prediction, column)) right++;
  }
  const sorted = (codes: Iterable<number>): number[] => [...new Set(codes)].sort((a, b) => a - b).slice(0, mostRows);
  const rows = sorted(table.keys());
  const heads = sorted([...table.values()].flatMap((cells) => [...cells.keys()]));
  return html`<p class="small">Predicted right: ${formatPercent(right / selected.length)}</p>
    <div class="scroll">
      <table class="confusion number small">
        <caption class="unseen">
          Right class by row, predicted class by column
        </caption>
        <tr>
          <th title="Right class by row, predicted class by column">↓ is, predicted →</th>
          ${heads.map((head) => html`<th scope="col">${nameOf(prediction, head)}</th>`)}
        </tr>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${nameOf(label, row)}</th>
              ${heads.map((head) => {
                const count = table.get(row)?.get(head) ?? 0;
                const same = nameOf(label, row) === nameOf(prediction, head);
                return html`<td class=${count === 0 ? 'zero' : same ? 'right' : 'wrong'}>${count || '·'}</td>`;
              })}
            </tr>`,
        )}
      </table>
    </div>`;
}
