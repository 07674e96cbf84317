/** The meaning of the compared maps' colours: a bar from −limit to +limit; without a common limit, each map's own. */
import { html, type TemplateResult } from 'lit';
import { colourOf, cssColour, divergingMaps, type MapId } from '../../src/shared/picture/diverging';
import { formatNumber } from '../ui/format';

const steps = 16;

export function colourScale(colours: MapId, limit: number | undefined): TemplateResult {
  const stops = Array.from({ length: steps + 1 }, (_, i) =>
    cssColour(colourOf(divergingMaps[colours], (2 * i) / steps - 1, 1)!),
  );
  const end = limit === undefined ? 'its limit' : formatNumber(limit, 3);
  return html`<div class="scale small" role="img" aria-label="Colours from −${end} (against) to +${end} (for)">
    <span>against · −${end}</span>
    <span class="bar" .style=${`background: linear-gradient(to right, ${stops.join()})`}></span>
    <span>+${end} · for</span>
  </div>`;
}
