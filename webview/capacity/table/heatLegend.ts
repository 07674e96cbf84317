/** The meaning of the table's colours and its two lines. */
import { css, html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { paintColourBar } from '../../ui/colourBar';
import { shared } from '../../ui/styles';
import type { Boundary } from './boundaries';
import { heatColours } from './colours';

@customElement('netloupe-heat-legend')
export class HeatLegend extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 20px;
        font-size: 12px;
      }
      .item {
        display: flex;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      canvas {
        width: 120px;
        height: 10px;
        border: 1px solid var(--line);
        border-radius: 2px;
      }
      svg {
        width: 30px;
        height: 9px;
        background: #9a9a9a;
        border-radius: 2px;
      }
      line {
        stroke: black;
        stroke-width: 2;
      }
      line.halo {
        stroke: white;
        stroke-width: 5;
      }
    `,
  ];

  @property({ attribute: false }) accessor boundaries: readonly Boundary[] = [];
  @query('canvas') private accessor canvas!: HTMLCanvasElement;

  override render() {
    return html`<span class="item"
        >P: 0
        <canvas height="1" role="img" aria-label="Colours from probability 0, dark blue, to 1, light yellow"></canvas>
        1</span
      >
      ${this.boundaries.map(
        ({ name, meaning, dash }) =>
          html`<span class="item"
            ><svg viewBox="0 0 30 9" aria-hidden="true">
              <line class="halo" x1="0" y1="4.5" x2="30" y2="4.5"></line>
              <line x1="0" y1="4.5" x2="30" y2="4.5" stroke-dasharray=${dash.join(' ')}></line></svg
            >${name}: ${meaning}</span
          >`,
      )}`;
  }

  protected override firstUpdated(): void {
    paintColourBar(this.canvas, heatColours);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-heat-legend': HeatLegend;
  }
}
