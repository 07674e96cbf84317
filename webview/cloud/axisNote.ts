/** What a map on a line shows beside itself. */
import { html } from 'lit';

export const axisNote = html`<p class="axis small">
  Across: the map’s only axis. Up and down only spreads the points, by how many lie there.
</p>`;
