/**
 * The sample under the pointer: its picture or numbers, what is known about it, and its nearest neighbours in the data,
 * not in the map.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { cssColour } from '../../src/shared/picture/diverging';
import type { Neighbours } from '../../src/shared/embedding';
import { formatNumber } from '../ui/format';
import type { Size } from '../ui/plotHost';
import { namesColumn, type ShownColumn } from './columns';
import { valueText, type Colouring } from './look/colouring';
import { colourAt } from './look/palette';
import type { Sprite } from './sprites';
import type { Place } from './stage/pick';

export interface CardOptions {
  index: number;
  place: Place;
  within: Size;
  columns: readonly ShownColumn[];
  /** The one that colours the points comes first. */
  shown: string;
  neighbours: Neighbours | undefined;
  colouring: Colouring;
  palette: Uint8Array;
  spriteOf: ((index: number) => Sprite | undefined) | undefined;
  /** The first numbers of the sample, once read. */
  row: string;
}

const mostNeighbours = 6;
const mostFacts = 6;
const mostNumbers = 12;
const width = 260;

export function card(options: CardOptions): TemplateResult | typeof nothing {
  const { index, place, within, columns, shown, spriteOf, row } = options;
  if (index < 0) return nothing;
  const [x, y] = place;
  const left = x + 18 + width > within.width ? x - 18 - width : x + 18;
  const vertical = y > within.height * 0.55 ? `bottom: ${within.height - y + 12}px` : `top: ${y + 12}px`;
  const facts = [...columns].sort((a, b) => Number(b.id === shown) - Number(a.id === shown)).slice(0, mostFacts);
  return html`<div class="card" role="status" .style=${`left: ${Math.max(4, left)}px; ${vertical}`}>
    <div class="top">
      ${spriteOf ? picture(spriteOf(index), 72) : nothing}
      <table class="facts number small">
        <tr>
          <th scope="row">Sample</th>
          <td>${index}</td>
        </tr>
        ${facts.map(
          ({ title, column }) =>
            html`<tr>
              <th scope="row">${title}</th>
              <td>${valueText(column, index, formatNumber)}</td>
            </tr>`,
        )}
      </table>
    </div>
    ${row ? html`<p class="muted small number row">${row}</p>` : nothing} ${nearest(options)}
  </div>`;
}

/** The first numbers of a sample that is no picture: "radius 12.3 · texture 0.841 …", or the numbers alone where they have no names. */
export function rowText(row: Float32Array, names?: readonly string[]): string {
  const numbers = Array.from(row.subarray(0, mostNumbers), (value, i) => {
    const text = formatNumber(value, 3);
    return names?.[i] === undefined ? text : `${names[i]} ${text}`;
  }).join(names ? ' · ' : '  ');
  return row.length > mostNumbers ? `${numbers} …` : numbers;
}

/** Indices of the nearest in the data, nearest first. */
export function nearestOf(neighbours: Neighbours | undefined, index: number): number[] {
  if (!neighbours || index < 0) return [];
  const { k, indices } = neighbours;
  return Array.from(indices.subarray(index * k, index * k + Math.min(k, mostNeighbours))).filter((other) => other >= 0);
}

function nearest({ neighbours, index, colouring, palette, spriteOf, columns, shown }: CardOptions) {
  const found = nearestOf(neighbours, index);
  if (found.length === 0) return nothing;
  const column = namesColumn(columns) ?? columns.find(({ id }) => id === shown)?.column;
  return html`<p class="muted small">Nearest in the data, with their distances</p>
    <ul class="nearest number small">
      ${found.map(
        (other, i) =>
          html`<li title=${`Sample ${other}`}>
            ${
              spriteOf
                ? picture(spriteOf(other), 32)
                : html`<span
                    class="swatch"
                    .style=${`background: ${cssColour(colourAt(palette, colouring.colours[other]!))}`}
                  ></span>`
            }
            <span>${column?.kind === 'categories' ? valueText(column, other, formatNumber) : other}</span>
            <span class="muted">${formatNumber(neighbours!.distances[index * neighbours!.k + i]!, 3)}</span>
          </li>`,
      )}
    </ul>`;
}

function picture(sprite: Sprite | undefined, size: number): TemplateResult {
  const paint = (canvas: Element | undefined): void => {
    const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
    if (!context) return;
    context.clearRect(0, 0, size, size);
    if (!sprite) return;
    const scale = size / Math.max(sprite.width, sprite.height);
    const [wide, high] = [sprite.width * scale, sprite.height * scale];
    context.imageSmoothingEnabled = scale < 1;
    const [left, top] = [(size - wide) / 2, (size - high) / 2];
    context.drawImage(sprite.sheet, sprite.x, sprite.y, sprite.width, sprite.height, left, top, wide, high);
  };
  return html`<canvas width=${size} height=${size} ${ref(paint)}></canvas>`;
}
