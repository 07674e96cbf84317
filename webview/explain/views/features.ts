/** The view of tabular inputs: one signed bar per feature on a common zero line, in order or by strength. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { cssColour, divergingMaps } from '../../../src/shared/picture/diverging';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView } from '../state';

/** Indices of the features in display order. */
export function featureOrder(attribution: Float32Array, sorted: boolean): number[] {
  const order = Array.from(attribution.keys());
  return sorted ? order.sort((a, b) => Math.abs(attribution[b]!) - Math.abs(attribution[a]!) || a - b) : order;
}

@customElement('netloupe-features')
export class Features extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 12px;
      }
      th {
        font-weight: 400;
        color: var(--muted);
        text-align: left;
        padding: 2px 8px 4px 0;
      }
      td {
        padding: 1px 8px 1px 0;
        white-space: nowrap;
      }
      .right {
        text-align: right;
      }
      .wide {
        width: 60%;
        padding: 0;
        text-align: center;
      }
      .track {
        position: relative;
        height: 14px;
        background: linear-gradient(var(--muted), var(--muted)) 50% 0 / 1px 100% no-repeat;
      }
      .bar {
        position: absolute;
        top: 2px;
        bottom: 2px;
        min-width: 1px;
        border-radius: 1px;
      }
      tr:hover td {
        background: var(--vscode-list-hoverBackground, #80808020);
      }
    `,
  ];

  @property({ attribute: false }) accessor numbers!: SampleNumbers;
  @property({ attribute: false }) accessor view!: ShownView;

  override render() {
    const { attribution } = this.numbers;
    return html`<table class="number">
      <thead>
        <tr>
          <th>Feature</th>
          <th class="right">Input</th>
          <th class="wide">against ◂ 0 ▸ for</th>
          <th class="right">Attribution</th>
        </tr>
      </thead>
      <tbody>
        ${featureOrder(attribution, this.view.sorted).map((feature) => this.row(feature))}
      </tbody>
    </table>`;
  }

  private row(feature: number) {
    const { attribution, input, standardError, limit, features } = this.numbers;
    const value = attribution[feature]!;
    const half = 50 * Math.min(1, Math.abs(value) / limit);
    const colours = divergingMaps[this.view.map].colours;
    const colour = cssColour(value < 0 ? colours[0]! : colours.at(-1)!);
    const error = standardError ? ` ± ${formatNumber(standardError[feature]!, 2)}` : '';
    return html`<tr>
      <td>${features?.[feature] ?? feature}</td>
      <td class="right">${input[0] ? formatNumber(input[0][feature]!) : '–'}</td>
      <td class="wide">
        <div class="track">
          ${
            value === 0
              ? nothing
              : html`<div
                  class="bar"
                  .style=${`left: ${value < 0 ? 50 - half : 50}%; width: ${half}%; background: ${colour}`}
                ></div>`
          }
        </div>
      </td>
      <td class="right">${formatNumber(value)}${error}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-features': Features;
  }
}
