/**
 * Drawings in the plane as pieces of SVG, from back to front: grid, regions, lines with their margin, proofs, points.
 */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { HiddenLayerSolution, Label } from '../../../src/shared/capacity/requests';
import { formatNumber } from '../../ui/format';
import type { Certificate } from './certificate';
import { pointName, signOf } from './sets';
import { around, between, ends, gridStep, side, toScreen, type Line, type Place, type PlaneView } from './view';

export function gridLayer(view: PlaneView): SVGTemplateResult {
  const step = gridStep(view);
  const along = (from: number) => {
    const first = Math.ceil(from / step);
    const count = Math.floor((from + view.size) / step) - first + 1;
    return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  };
  // Labels go where there is room: inside the square, at every second line.
  const isLabelled = (value: number) => Math.round(value / step) % 2 === 0;
  return svg`<g class="grid" aria-hidden="true">
    ${along(view.x).map((x) => {
      const [left] = toScreen(view, [x, view.y]);
      return svg`<line class=${x === 0 ? 'axis' : ''} x1=${left} y1="0" x2=${left} y2=${side}></line>
        ${isLabelled(x) && left > 12 && left < side - 24 ? svg`<text x=${left + 3} y=${side - 5}>${formatNumber(x)}</text>` : nothing}`;
    })}
    ${along(view.y).map((y) => {
      const [, top] = toScreen(view, [view.x, y]);
      return svg`<line class=${y === 0 ? 'axis' : ''} x1="0" y1=${top} x2=${side} y2=${top}></line>
        ${isLabelled(y) && top > 12 && top < side - 18 ? svg`<text x="4" y=${top - 3}>${formatNumber(y)}</text>` : nothing}`;
    })}
  </g>`;
}

/** A line, its margin on both sides if it has one, and the side of each class. */
export function lineLayer(view: PlaneView, line: Line, margin = 0, kind = 'separating'): SVGTemplateResult {
  const length = Math.hypot(...line.weights);
  const found = length > 0 ? ends(view, line) : undefined;
  const band = margin > 0 ? between(view, line, -margin * length, margin * length) : [];
  return svg`<g class=${kind}>
    <polygon class="plus-side" points=${polygon(view, between(view, line, 0, Infinity))}></polygon>
    <polygon class="minus-side" points=${polygon(view, between(view, line, -Infinity, 0))}></polygon>
    ${band.length > 0 ? svg`<polygon class="margin" points=${polygon(view, band)}></polygon>` : nothing}
    ${found ? strokeOf(view, found) : nothing}
  </g>`;
}

/** The lines of hidden units, where each is 0. */
export function unitLayer(view: PlaneView, { hidden }: HiddenLayerSolution): SVGTemplateResult {
  return svg`<g class="units">${hidden.map(({ weights: [a = 0, b = 0], bias }, i) => {
    const found = a === 0 && b === 0 ? undefined : ends(view, { weights: [a, b], bias });
    if (!found) return nothing;
    const [x, y] = toScreen(view, [(found[0][0] + 3 * found[1][0]) / 4, (found[0][1] + 3 * found[1][1]) / 4]);
    // Beside the line: a step along its normal, upwards on the screen.
    const aside = (b >= 0 ? 15 : -15) / Math.hypot(a, b);
    return svg`${strokeOf(view, found)}<text x=${x + a * aside} y=${y - b * aside}>h${i + 1}</text>`;
  })}</g>`;
}

/** The hulls of the points in the proof, and where they meet. */
export function certificateLayer(
  view: PlaneView,
  points: readonly (readonly number[])[],
  { plus, minus, meeting }: Certificate,
): SVGTemplateResult {
  const outline = (shares: Certificate['plus'], kind: string) => {
    const corners = shares.map(({ point }) => points[point] as unknown as Place);
    return svg`<polygon class="hull ${kind}" points=${polygon(view, around(corners))}></polygon>`;
  };
  const [x, y] = toScreen(view, meeting);
  return svg`<g class="certificate" aria-hidden="true">
    ${outline(plus, 'plus')} ${outline(minus, 'minus')}
    <circle class="meeting" cx=${x} cy=${y} r="9"></circle>
    <path class="meeting" d="M ${x - 4} ${y - 4} l 8 8 m 0 -8 l -8 8"></path>
  </g>`;
}

/** A point: a disc for +, a square for −, with its sign inside. */
export function pointMark(view: PlaneView, point: readonly number[], label: Label): SVGTemplateResult {
  const [x, y] = toScreen(view, point);
  const shape =
    label === 1
      ? svg`<circle class="mark" cx=${x} cy=${y} r="10"></circle>`
      : svg`<rect class="mark" x=${x - 9} y=${y - 9} width="18" height="18" rx="2"></rect>`;
  return svg`${shape}<text class="sign" x=${x} y=${y}>${signOf(label)}</text>`;
}

/** Above all points, so that no name is hidden. */
export function namesLayer(view: PlaneView, points: readonly (readonly number[])[]): SVGTemplateResult {
  return svg`<g class="names" aria-hidden="true">${points.map((point, i) => {
    const [x, y] = toScreen(view, point);
    return svg`<text x=${x + 11} y=${y - 11}>${pointName(i)}</text>`;
  })}</g>`;
}

export function pointsLayer(
  view: PlaneView,
  { points, labels }: { points: readonly (readonly number[])[]; labels: readonly Label[] },
): SVGTemplateResult {
  return svg`${points.map(
    (point, i) => svg`<g class="point ${labels[i] === 1 ? 'plus' : 'minus'}">${pointMark(view, point, labels[i]!)}</g>`,
  )}${namesLayer(view, points)}`;
}

function strokeOf(view: PlaneView, [from, to]: readonly [Place, Place]): SVGTemplateResult {
  const [[x1, y1], [x2, y2]] = [toScreen(view, from), toScreen(view, to)];
  return svg`<line class="halo" x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>
    <line class="stroke" x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>`;
}

function polygon(view: PlaneView, corners: readonly Place[]): string {
  return corners.map((corner) => toScreen(view, corner).join()).join(' ');
}
