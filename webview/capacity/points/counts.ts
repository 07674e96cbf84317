/**
 * How many labelings of a point set a perceptron can produce, with and without a bias, beside points in general
 * position.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LabelingCount, PointSet } from '../../../src/shared/capacity/requests';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { partStyles } from '../styles';
import { always, taskLine, type Task } from '../../ui/task';
import { withNames } from './sets';

/** Most digits that fit the table. */
const mostDigits = 15;

@customElement('netloupe-counts')
export class Counts extends LitElement {
  static override styles = [
    shared,
    partStyles,
    css`
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 2px 16px 2px 0;
        text-align: right;
        font-weight: 400;
        vertical-align: top;
      }
      th:first-child {
        text-align: left;
      }
      thead th {
        color: var(--muted);
      }
      sup {
        line-height: 0;
      }
      .exact {
        font-weight: 600;
      }
      ul {
        margin: 6px 0 0;
        padding-left: 18px;
      }
    `,
  ];

  @property({ attribute: false, hasChanged: always }) accessor withBias!: Task<PointSet, LabelingCount>;
  @property({ attribute: false, hasChanged: always }) accessor plain!: Task<PointSet, LabelingCount>;

  override render() {
    const rows = [
      ['with a bias', this.withBias],
      ['without', this.plain],
    ] as const;
    return html`<h2>Labelings a perceptron can produce</h2>
      <table>
        <thead>
          <tr>
            <th></th>
            <th scope="col">these points</th>
            <th scope="col" title="T(N, K): as many points in general position">general position</th>
            <th scope="col">of all</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, { answer }]) =>
              html`<tr>
                ${this.row(name, answer)}
              </tr>`,
          )}
        </tbody>
      </table>
      ${rows.map(([name, task]) => taskLine(task, `Counting ${name}`, withNames))}
      ${rows.map(([name, { answer }]) => (answer ? this.notes(name, answer) : nothing))}`;
  }

  private row(name: string, answer: LabelingCount | undefined) {
    return html`<th scope="row">${name}</th>
      <td class="exact">${answer ? short(answer.count) : '–'}</td>
      <td>${answer ? short(answer.generalPosition) : '–'}</td>
      <td>
        ${answer ? html`2<sup>${answer.points}</sup>${answer.points < 20 ? ` = ${2 ** answer.points}` : ''}` : '–'}
      </td>`;
  }

  private notes(name: string, { notes, generalPositionHolds, count }: LabelingCount) {
    return html`<details class="small">
      <summary>${name}: ${generalPositionHolds ? 'as in general position' : 'not in general position'}</summary>
      <ul>
        ${count.length > mostDigits ? html`<li class="formula">Exactly ${count}.</li>` : nothing}
        ${notes.map((note) => html`<li>${withNames(note)}</li>`)}
      </ul>
    </details>`;
  }
}

/** Exact, or approximate: "≈ 1.234e301". */
function short(count: string): string {
  if (count.length <= mostDigits) return count;
  return `≈ ${formatNumber(Number(`${count[0]}.${count.slice(1, 6)}`))}e${count.length - 1}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-counts': Counts;
  }
}
