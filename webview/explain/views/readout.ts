/** The line under a view: a hint, replaced in place by the numbers under the pointer, so that nothing moves. */
import { css, html, type TemplateResult } from 'lit';

/** The hint keeps its space while `reading` covers it. Screen readers hear only the numbers. */
export function readout(hint: string, reading: unknown): TemplateResult {
  return html`<div class="readout ${reading ? 'reading' : ''}">
    <span class="hint muted">${hint}</span>
    <div class="values" role="status">${reading}</div>
  </div>`;
}

export const readoutStyles = css`
  .readout {
    display: grid;
    min-height: 26px;
    padding-top: 4px;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .readout > * {
    grid-area: 1 / 1;
    min-width: 0;
  }
  .reading .hint {
    visibility: hidden;
  }
  .values {
    display: flex;
    gap: 0 16px;
    overflow: hidden;
    white-space: nowrap;
  }
  .readout b {
    font-weight: 600;
  }
`;
