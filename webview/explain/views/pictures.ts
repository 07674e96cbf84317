/**
 * Input and attribution as linked panes, for images and slices of volumes, with the numbers under the pointer below.
 */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import type { Layout } from '../../../src/shared/picture/layout';
import type { SampleNumbers } from '../numbers/sample';
import type { ShownView } from '../state';
import { panesOf, planesOf, type Planes } from './panes';
import '../../picture/picture';
import type { Pane, Place } from '../../picture/picture';
import { readout, readoutStyles } from './readout';

@customElement('netloupe-pictures')
export class Pictures extends LitElement {
  static override styles = [
    shared,
    readoutStyles,
    css`
      :host {
        display: block;
      }
      .panes {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: 12px;
      }
    `,
  ];

  @property({ attribute: false }) accessor numbers!: SampleNumbers;
  @property({ attribute: false }) accessor layout!: Layout;
  @property({ attribute: false }) accessor view!: ShownView;
  @state() private accessor place: Place | undefined;
  private planes!: Planes;
  private panes: Pane[] = [];
  private painted = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { view, axis, slice, map, opacity } = this.view;
    const wanted = JSON.stringify([view, axis, slice, map, opacity]);
    // Zooming and pointing must not paint again.
    if (!changed.has('numbers') && wanted === this.painted) return;
    this.painted = wanted;
    this.planes = planesOf(this.numbers, this.layout, this.view);
    this.panes = panesOf(this.planes, this.numbers, this.view);
  }

  override render() {
    return html`<div
        class="panes"
        @place-change=${(event: CustomEvent<Place | undefined>) => (this.place = event.detail)}
      >
        ${this.panes.map(
          (pane) =>
            html`<netloupe-picture
              .pane=${pane}
              .viewport=${this.view.viewport}
              .place=${this.place}
              .description=${this.description(pane)}
            ></netloupe-picture>`,
        )}
      </div>
      ${readout(
        `Input: ${this.numbers.inputRule}. Scroll to zoom, drag to pan, 0 to fit; point to read values.`,
        this.place && this.reading(this.place),
      )}`;
  }

  private description(pane: Pane): string {
    return pane.title === 'Input' ? this.numbers.inputRule : `full colour at ±${formatNumber(this.numbers.limit)}`;
  }

  private reading({ column, row }: Place) {
    const { attribution, input, standardError, rows, columns } = this.planes;
    const index = row * attribution.width + column;
    const at = (values: Float32Array) => formatNumber(values[index] ?? NaN);
    return html`<span>${rows} <b>${row}</b>, ${columns} <b>${column}</b></span>
      <span>input <b>${input.map((plane) => at(plane.values)).join(', ')}</b></span>
      <span>attribution <b>${at(attribution.values)}</b>${standardError && ` ± ${at(standardError.values)}`}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-pictures': Pictures;
  }
}
