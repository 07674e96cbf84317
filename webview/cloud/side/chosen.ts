/** The selection: how many of each category, how often the prediction is right among them, and what to do with them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SelectionRequest } from '../../../src/shared/api/cloud';
import { cssColour } from '../../../src/shared/picture/diverging';
import { formatCount, formatPercent, plural } from '../../ui/format';
import type { Choosing } from '../choosing';
import { confusionPair, type ShownColumn } from '../columns';
import { type Colouring, type Entry } from '../look/colouring';
import { colourAt } from '../look/palette';

export interface ChosenOptions {
  selected: readonly number[];
  colouring: Colouring;
  palette: Uint8Array;
  columns: readonly ShownColumn[];
  hasModel: boolean;
  /** Where the samples are stored, if the editor can go there. */
  places: ReturnType<typeof placesOf>;
  hasNeighbours: boolean;
  choosing: Choosing;
  tell(text: string): void;
  act(kind: SelectionRequest['kind']): void;
}

/** Further categories are summed up. */
const mostRows = 12;

/** By the id of the data's format. */
export function placesOf(format: string | undefined): 'files' | 'lines' | undefined {
  if (format === 'folder') return 'files';
  return format === 'csv' ? 'lines' : undefined;
}

export function chosenSection(options: ChosenOptions): TemplateResult {
  const { selected, hasNeighbours } = options;
  const { chooseAll, invert, addNeighbours, clear } = options.choosing;
  const none = selected.length === 0;
  const link = (text: string, title: string, act: () => void) =>
    html`<button title=${title} @click=${act}>${text}</button>`;
  return html`<section aria-label="Selection">
    <h2>Selection</h2>
    <vscode-textfield
      label="Find samples"
      placeholder="Find by label, file or row"
      title="Enter selects the samples with this text in a category, or with this row number; Shift+Enter adds them"
      @keydown=${(event: KeyboardEvent) => findOnEnter(event, options)}
    ></vscode-textfield>
    ${
      none
        ? html`<p class="muted small">
            Click a point, or draw around some: Shift+drag adds, Alt+drag removes, Escape clears.
          </p>`
        : html`<p class="count"><b>${plural(selected.length, 'point')}</b></p>`
    }
    <p class="links small">
      ${link('Select visible', 'Select the visible points (Ctrl+A)', chooseAll)}
      ${
        none
          ? nothing
          : html`${link('Invert', 'Select the visible points that are not selected (I)', invert)}
            ${hasNeighbours ? link('Add Neighbours', 'Add the nearest neighbours of each in the data', addNeighbours) : nothing}
            ${link('Clear', 'Select nothing (Escape)', clear)}`
      }
    </p>
    <p class="unseen" role="status">${summary(options)}</p>
    ${none ? nothing : html`${counts(options)} ${confusion(options)} ${actions(options)}`}
  </section>`;
}

function findOnEnter(event: KeyboardEvent, { choosing, tell }: ChosenOptions): void {
  if (event.key === 'Enter') tell(choosing.find((event.currentTarget as HTMLInputElement).value, event.shiftKey));
}

function actions({ selected, hasModel, places, act }: ChosenOptions): TemplateResult {
  const button = (kind: SelectionRequest['kind'], icon: string, text: string) =>
    html`<vscode-button secondary icon=${icon} @click=${() => act(kind)}>${text}</vscode-button>`;
  const one = selected.length === 1;
  return html`<div class="actions">
    ${button('explain', 'search', hasModel ? 'Explain' : 'Explain…')} ${button('rows', 'table', 'Show Rows')}
    ${button('save', 'save', 'Export…')} ${button('open', 'new-file', 'New Data Set')}
    ${places === 'files' ? button('files', 'go-to-file', one ? 'Go to File' : 'Go to Files…') : nothing}
    ${places === 'lines' ? button('files', 'go-to-file', one ? 'Go to Line' : 'Go to Lines') : nothing}
  </div>`;
}

/** For screen readers: "37 points selected: 30 three, 7 five. Accuracy: 94 %". */
function summary(options: ChosenOptions): string {
  const { selected } = options;
  if (selected.length === 0) return 'Nothing selected';
  const rows = countsOf(options)
    .slice(0, mostRows)
    .map(({ title, sum }) => `${sum} ${title}`);
  const table = confusionOf(options);
  return [
    `${plural(selected.length, 'point')} selected${rows.length > 0 ? `: ${rows.join(', ')}` : ''}`,
    ...(table ? [`Accuracy: ${formatPercent(table.right / selected.length)}`] : []),
  ].join('. ');
}

/** Of the legend's entries, the most frequent first. */
function countsOf({ selected, colouring: { legend, entries } }: ChosenOptions): (Entry & { sum: number })[] {
  if (legend.kind !== 'categories' || !entries) return [];
  const sums = legend.entries.map(() => 0);
  for (const index of selected) sums[entries[index]!]!++;
  return legend.entries
    .map((entry, i) => ({ ...entry, sum: sums[i]! }))
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum);
}

function counts(options: ChosenOptions): TemplateResult | typeof nothing {
  const rows = countsOf(options);
  if (rows.length === 0) return nothing;
  const most = rows[0]!.sum;
  return html`<ul class="counts">
    ${rows.slice(0, mostRows).map(
      ({ title, sum, colour }) =>
        html`<li>
          <span class="name" title=${title}>${title}</span>
          <span
            class="bar"
            .style=${`--part: ${sum / most}; --colour: ${cssColour(colourAt(options.palette, colour))}`}
          ></span>
          <span class="number">${formatCount(sum)}</span>
        </li>`,
    )}
  </ul>`;
}

/** How often each pair of true class and prediction occurs in the selection. */
function confusionOf({ selected, columns }: ChosenOptions) {
  const pair = confusionPair(columns);
  if (pair?.[0].column.kind !== 'categories' || pair[1].column.kind !== 'categories') return undefined;
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
  return {
    table,
    right,
    rightName: (code: number) => nameOf(label, code),
    predictedName: (code: number) => nameOf(prediction, code),
  };
}

/** Rows are the true classes, columns the predicted ones; only those that occur. */
function confusion(options: ChosenOptions): TemplateResult | typeof nothing {
  const found = confusionOf(options);
  if (!found) return nothing;
  const { table, right, rightName, predictedName } = found;
  const sorted = (codes: Iterable<number>): number[] => [...new Set(codes)].sort((a, b) => a - b).slice(0, mostRows);
  const rows = sorted(table.keys());
  const heads = sorted([...table.values()].flatMap((cells) => [...cells.keys()]));
  return html`<p class="small">Accuracy: ${formatPercent(right / options.selected.length)}</p>
    <div class="scroll">
      <table class="confusion number small">
        <caption class="unseen">
          True class by row, predicted class by column
        </caption>
        <tr>
          <th title="True class by row, predicted class by column">True ↓, Predicted →</th>
          ${heads.map((head) => html`<th scope="col">${predictedName(head)}</th>`)}
        </tr>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${rightName(row)}</th>
              ${heads.map((head) => {
                const count = table.get(row)?.get(head) ?? 0;
                const same = rightName(row) === predictedName(head);
                return html`<td class=${count === 0 ? 'zero' : same ? 'right' : 'wrong'}>${count || '·'}</td>`;
              })}
            </tr>`,
        )}
      </table>
    </div>`;
}
