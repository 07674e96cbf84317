/** All labelings of four points, one small picture each: the line that produces it, or none. */
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Label, Separation } from '../../../src/shared/capacity/requests';
import { shared } from '../../ui/styles';
import { lineLayer } from '../points/layers';
import { planeStyles } from '../points/planeStyles';
import { pointName, signOf } from '../points/sets';
import { side, toScreen, unitView } from '../points/view';

export interface Multiple {
  labels: Label[];
  /** Undefined until it is known. */
  separation: Separation | undefined;
}

/** Every way to label this many points. */
export function labelingsOf(points: number): Label[][] {
  return Array.from({ length: 2 ** points }, (_, bits) =>
    Array.from({ length: points }, (_, i): Label => ((bits >> i) & 1 ? 1 : -1)),
  );
}

@customElement('netloupe-multiples')
export class Multiples extends LitElement {
  static override styles = [
    shared,
    planeStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(84px, 1fr));
        gap: 8px;
        max-width: 780px;
      }
      figure {
        margin: 0;
        text-align: center;
      }
      svg.plane {
        border-width: 1px;
      }
      .impossible svg.plane {
        border: 3px solid var(--vscode-errorForeground, red);
      }
      figcaption {
        min-height: 18px;
        font-size: 11px;
      }
      .impossible figcaption {
        font-weight: 700;
        color: var(--vscode-errorForeground, red);
      }
      .stroke {
        stroke-width: 10;
      }
      .halo {
        stroke-width: 0;
      }
      .point .mark {
        stroke-width: 6;
      }
      .point text {
        font-size: 80px;
        font-weight: 700;
        fill: var(--ground);
        text-anchor: middle;
        dominant-baseline: central;
      }
    `,
  ];

  @property({ attribute: false }) accessor points: readonly (readonly number[])[] = [];
  @property({ attribute: false }) accessor multiples: readonly Multiple[] = [];

  override render() {
    return this.multiples.map(({ labels, separation }) => {
      const impossible = separation?.separable === false;
      const signs = labels.map((label, i) => `${pointName(i)} ${signOf(label)}`).join(', ');
      const name = nameOf(labels);
      const state = separation ? (impossible ? 'impossible' : 'possible') : 'not known yet';
      return html`<figure class=${impossible ? 'impossible' : ''}>
        <svg class="plane" viewBox="0 0 ${side} ${side}" role="img" aria-label="${signs}: ${state}">
          ${separation?.separable ? lineOf(separation.approximate) : nothing}
          ${this.points.map((point, i) => {
            const [x, y] = toScreen(unitView, point);
            return labels[i] === 1
              ? svg`<g class="point plus"><circle class="mark" cx=${x} cy=${y} r="52"></circle><text x=${x} y=${y}>+</text></g>`
              : svg`<g class="point minus"><rect class="mark" x=${x - 48} y=${y - 48} width="96" height="96" rx="10"></rect><text x=${x} y=${y}>−</text></g>`;
          })}
        </svg>
        <figcaption>${impossible ? `✗ ${name}` : name}</figcaption>
      </figure>`;
    });
  }
}

function lineOf([a = 0, b = 0, bias = 0]: readonly number[]) {
  return lineLayer(unitView, { weights: [a, b], bias });
}

/** Of the corners in the order 00, 10, 01, 11. */
function nameOf(labels: readonly Label[]): string {
  const names: Record<string, string> = {
    '−++−': 'XOR',
    '+−−+': 'XNOR',
    '−−−+': 'AND',
    '−+++': 'OR',
    '+++−': 'NAND',
    '+−−−': 'NOR',
  };
  return names[labels.map(signOf).join('')] ?? '';
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-multiples': Multiples;
  }
}
