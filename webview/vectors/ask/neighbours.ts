/**
 * The nearest words as a table: rank, word, cosine, and its bar. Up and down move between words; a click asks for a
 * word's neighbours.
 */
import { html, type TemplateResult } from 'lit';
import type { NamedNeighbour } from '../../../src/shared/vectors/requests';
import { formatFixed } from '../../ui/format';

export function neighboursTable(neighbours: readonly NamedNeighbour[], onWord: (name: string) => void): TemplateResult {
  return html`<table class="full" @keydown=${onKey}>
    <thead>
      <tr>
        <th scope="col" class="right rank">#</th>
        <th scope="col">Word</th>
        <th scope="col" class="right">Cosine</th>
        <th aria-hidden="true" class="bars"></th>
      </tr>
    </thead>
    <tbody>
      ${neighbours.map(
        ({ name, cosine }, i) =>
          html`<tr>
            <td class="right muted">${i + 1}</td>
            <td>
              <button
                class="word"
                title=${`Ask for the neighbours of ${name}`}
                tabindex=${i === 0 ? 0 : -1}
                @click=${() => onWord(name)}
              >
                ${name}
              </button>
            </td>
            <td class="right">${cosineText(cosine)}</td>
            <td aria-hidden="true">${bar(cosine)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Four decimals, so that columns align. */
export function cosineText(cosine: number): string {
  return formatFixed(cosine, 4);
}

/** From 0 to 1; the colour shows the sign. */
export function bar(value: number): TemplateResult {
  return html`<div class="meter">
    <span class=${value < 0 ? 'negative' : ''} .style=${`width: ${100 * Math.min(1, Math.abs(value))}%`}></span>
  </div>`;
}

function onKey(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (!step) return;
  event.preventDefault();
  const words = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button.word')];
  const at = words.indexOf(event.composedPath()[0] as HTMLElement);
  words[Math.min(Math.max(at + step, 0), words.length - 1)]?.focus();
}
