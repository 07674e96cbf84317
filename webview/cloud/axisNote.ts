/** The note beside a map on a line. */
import { html } from 'lit';

export const axisNote = html`<p class="axis small">
  Only the horizontal axis has meaning; the height spreads points by their density.
</p>`;
