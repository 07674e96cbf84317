/** The values of all runs at the place under the pointer. */
import { html, type TemplateResult } from 'lit';
import type { Plane } from '../../src/shared/picture/plane';
import type { Place } from '../picture/picture';
import { formatNumber } from '../ui/format';

/** A plane is undefined for a run without a map. */
export function readout(planes: readonly (Plane | undefined)[], place: Place | undefined): TemplateResult {
  if (!place)
    return html`<div class="readout small muted" role="status">
      Scroll to zoom, drag to pan, 0 to fit; point at a place to read every run's value.
    </div>`;
  const value = (plane: Plane | undefined): string =>
    plane && place.column < plane.width && place.row < plane.height
      ? formatNumber(plane.values[place.row * plane.width + place.column]!)
      : '–';
  return html`<div class="readout" role="status">
    <span>row <b>${place.row}</b>, column <b>${place.column}</b></span>
    ${planes.map((plane, i) => html`<span>${i + 1} <b>${value(plane)}</b></span>`)}
  </div>`;
}
