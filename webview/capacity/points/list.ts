/**
 * The points as a list: names, editable labels, coordinates, which can be typed for points in the plane. For sets of
 * any dimension.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { partStyles } from '../styles';
import { isPlanar, move, pointName, remove, signOf, toggle, type LabeledSet } from './sets';

/** More rows than anyone reads, yet few enough to draw at once. */
const mostRows = 200;
/** Most coordinates shown in one row. */
const mostColumns = 12;

@customElement('netloupe-point-list')
export class PointList extends LitElement {
  static override styles = [
    shared,
    partStyles,
    css`
      .scroll {
        max-height: 420px;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: 3px;
      }
      table {
        border-collapse: collapse;
        width: 100%;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 1px 8px;
        text-align: left;
        font-weight: 400;
      }
      thead th {
        position: sticky;
        top: 0;
        color: var(--muted);
        background: var(--vscode-editor-background);
      }
      tbody tr:hover {
        background: var(--vscode-list-hoverBackground, transparent);
      }
      .label {
        min-width: 28px;
        font-weight: 700;
        border-color: var(--line);
      }
      vscode-textfield {
        width: 130px;
      }
    `,
  ];

  @property({ attribute: false }) accessor set!: LabeledSet;
  @state() private accessor problem = '';

  override render() {
    const { points, labels } = this.set;
    const planar = isPlanar(this.set);
    return html`<div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Point</th>
              <th scope="col">Label</th>
              <th scope="col">Coordinates</th>
              <th></th>
            </tr>
          </thead>
          <tbody>
            ${points.slice(0, mostRows).map(
              (point, i) =>
                html`<tr>
                  <th scope="row">${pointName(i)}</th>
                  <td>
                    <button
                      class="label"
                      aria-label="Label of ${pointName(i)}: ${labels[i] === 1 ? 'plus' : 'minus'}"
                      @click=${() => emit(this, 'set-change', toggle(this.set, i))}
                    >
                      ${signOf(labels[i]!)}
                    </button>
                  </td>
                  <td>${planar ? this.field(point, i) : coordinates(point)}</td>
                  <td>
                    <button
                      class="step"
                      title="Delete ${pointName(i)}"
                      aria-label="Delete ${pointName(i)}"
                      @click=${() => emit(this, 'set-change', remove(this.set, i))}
                    >
                      <vscode-icon name="trash"></vscode-icon>
                    </button>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${points.length > mostRows ? html`<p class="small muted">and ${points.length - mostRows} more points</p>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
  }

  private field(point: readonly number[], index: number) {
    return html`<vscode-textfield
      .label=${`Coordinates of ${pointName(index)}`}
      .value=${point.join(', ')}
      @change=${(event: Event) => this.type(index, (event.currentTarget as HTMLInputElement).value)}
    ></vscode-textfield>`;
  }

  private type(index: number, text: string): void {
    const numbers = text
      .split(/[\s,;]+/)
      .filter((part) => part !== '')
      .map(Number);
    const valid = numbers.length === 2 && numbers.every(Number.isFinite);
    this.problem = valid
      ? ''
      : `“${text.slice(0, 30)}” are not coordinates of ${pointName(index)}; enter two finite numbers, such as 0.5, −1.`.replace(
          '−',
          '-',
        );
    if (valid) emit(this, 'set-change', move(this.set, index, numbers));
  }
}

function coordinates(point: readonly number[]): string {
  const shown = point.slice(0, mostColumns).map((value) => formatNumber(value));
  return `${shown.join(', ')}${point.length > mostColumns ? `, … (${point.length})` : ''}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-point-list': PointList;
  }
}
