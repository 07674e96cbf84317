/** How similar each pair of runs is, as a coloured table; a click chooses the pair whose difference is drawn. */
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { colourOf, cssColour, divergingMaps } from '../../src/shared/picture/diverging';
import { emit } from '../ui/events';
import { shared } from '../ui/styles';
import { formatFixed } from '../ui/format';

@customElement('netloupe-matrix')
export class Matrix extends LitElement {
  static override styles = [
    shared,
    css`
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th {
        font-weight: normal;
        color: var(--muted);
        padding: 2px 8px;
        text-align: start;
        white-space: nowrap;
        max-width: 220px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      thead th {
        text-align: center;
      }
      td {
        padding: 1px;
      }
      td button {
        display: block;
        width: 64px;
        height: 30px;
        border-radius: 3px;
        font-variant-numeric: tabular-nums;
      }
      td button.chosen {
        outline: 2px solid var(--vscode-focusBorder, currentColor);
        outline-offset: -1px;
      }
    `,
  ];

  @property({ attribute: false }) accessor names: string[] = [];
  @property({ attribute: false }) accessor values: number[][] = [];
  @property({ attribute: false }) accessor pair: readonly [number, number] = [0, 1];

  override render() {
    return html`<table>
      <thead>
        <tr>
          <th></th>
          ${this.names.map((name, j) => html`<th scope="col" title=${name}>${j + 1}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${this.names.map(
          (name, i) =>
            html`<tr>
              <th scope="row" title=${name}>${i + 1} · ${name}</th>
              ${this.names.map((other, j) => this.cell(i, j, name, other))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  private cell(i: number, j: number, name: string, other: string) {
    const value = this.values[i]?.[j] ?? NaN;
    const text = Number.isNaN(value) ? '–' : formatFixed(value, 2);
    const [first, second] = this.pair;
    const chosen = i !== j && ((i === first && j === second) || (i === second && j === first));
    return html`<td>
      <button
        class=${chosen ? 'chosen' : ''}
        ?disabled=${i === j}
        aria-pressed=${chosen}
        aria-label="${name} and ${other}: ${text}"
        .style=${Number.isNaN(value) ? '' : paint(value)}
        @click=${() => emit(this, 'pair-change', [i, j])}
      >
        ${text}
      </button>
    </td>`;
  }
}

/** −1 … 1 in the diverging colours, with a readable number on them. */
function paint(value: number): string {
  const [red, green, blue] = colourOf(divergingMaps.light, value, 1)!;
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
  return `background: ${cssColour([red, green, blue])}; color: ${light ? '#000' : '#fff'}; opacity: 1`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-matrix': Matrix;
  }
}
