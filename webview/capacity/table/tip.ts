/** The contents of a cell, beside the pointer: every digit of T, however many. */
import { html, type TemplateResult } from 'lit';
import { sizeText, type CellValue } from './cells';

/** Distances of the tip from two of the table's edges, in pixels. */
export type TipPlace = Partial<Record<'left' | 'right' | 'top' | 'bottom', number>>;

export function tip(value: CellValue, place: TipPlace): TemplateResult {
  const { n, k, bias, count, probability } = value;
  const style = Object.entries(place).map(([side, distance]) => `${side}: ${distance}px`);
  return html`<div class="tip" role="tooltip" .style=${style.join('; ')}>
    <div><b>N = ${n}</b> points, <b>K = ${k}</b> inputs${bias ? ' and a bias' : ''}</div>
    <div class="digits">T = ${count}</div>
    <div class="muted">${sizeText(value)}</div>
    <div>P = T / 2<sup>${n}</sup> = ${probability}</div>
  </div>`;
}
