/**
 * The first step: a line with two handles, dragged or moved with the arrow keys, and how many points it classifies
 * correctly.
 */
import { css, html, LitElement, svg } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Label } from '../../../src/shared/capacity/requests';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import { gridLayer, lineLayer, pointsLayer } from '../points/layers';
import { planeStyles } from '../points/planeStyles';
import { flipped, type LabeledSet } from '../points/sets';
import { side, toPlane, toScreen, unitView, type Line, type Place } from '../points/view';

/** How far a key moves a handle, in the units of the points. */
const keyStep = 0.05;

@customElement('netloupe-try-line')
export class TryLine extends LitElement {
  static override styles = [
    shared,
    planeStyles,
    css`
      svg.plane {
        touch-action: none;
      }
      .handle {
        cursor: grab;
        outline: none;
      }
      .handle circle {
        fill: var(--ground);
        stroke: var(--ink);
        stroke-width: 3;
      }
      .handle:focus-visible circle {
        stroke: var(--vscode-focusBorder, currentColor);
        stroke-width: 5;
      }
      .wrong {
        fill: none;
        stroke: var(--vscode-errorForeground, red);
        stroke-width: 2.5;
        stroke-dasharray: 5 3;
      }
      output {
        display: block;
        margin-top: 8px;
        font-size: 16px;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) accessor set!: LabeledSet;
  @state() private accessor handles: readonly [Place, Place] = [
    [0.5, 1.5],
    [0.6, -0.4],
  ];
  @state() private accessor best = 0;
  @query('svg') private accessor drawing!: SVGSVGElement;
  private dragged: number | undefined;

  override render() {
    const { set, handles } = this;
    const line = through(handles);
    const { right, positive } = rightSides(set, line);
    const turned = positive === 1 ? line : { weights: [-line.weights[0], -line.weights[1]] as const, bias: -line.bias };
    return html`<svg
        class="plane"
        viewBox="0 0 ${side} ${side}"
        role="group"
        aria-label="The four points and your line"
        @pointermove=${this.onMove}
        @pointerup=${() => (this.dragged = undefined)}
        @pointercancel=${() => (this.dragged = undefined)}
      >
        ${gridLayer(unitView)} ${lineLayer(unitView, turned)}
        ${set.points.map((point, i) => {
          if (isRight(turned, point, set.labels[i]!)) return svg``;
          const [x, y] = toScreen(unitView, point);
          return svg`<circle class="wrong" cx=${x} cy=${y} r="18"></circle>`;
        })}
        ${pointsLayer(unitView, set)}
        ${handles.map((handle, i) => {
          const [x, y] = toScreen(unitView, handle);
          return svg`<g
            class="handle"
            tabindex="0"
            role="button"
            aria-label="Handle ${i + 1} of the line; arrow keys move it"
            @pointerdown=${(event: PointerEvent) => this.onDown(event, i)}
            @keydown=${(event: KeyboardEvent) => this.onKey(event, i)}
          ><circle cx=${x} cy=${y} r="9"></circle></g>`;
        })}
      </svg>
      <output aria-live="polite">${right} of ${set.points.length} points are classified correctly</output>
      <p class="muted">Your best so far: ${Math.max(this.best, right)} of ${set.points.length}.</p>`;
  }

  private onDown(event: PointerEvent, handle: number): void {
    if (event.button !== 0) return;
    this.dragged = handle;
    this.drawing.setPointerCapture(event.pointerId);
  }

  private onMove(event: PointerEvent): void {
    if (this.dragged === undefined) return;
    const { left, top, width } = this.drawing.getBoundingClientRect();
    const scale = side / width;
    this.place(this.dragged, toPlane(unitView, [(event.clientX - left) * scale, (event.clientY - top) * scale]));
  }

  private onKey(event: KeyboardEvent, handle: number): void {
    const moves: Record<string, Place> = {
      ArrowLeft: [-keyStep, 0],
      ArrowRight: [keyStep, 0],
      ArrowDown: [0, -keyStep],
      ArrowUp: [0, keyStep],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const [x, y] = this.handles[handle]!;
    this.place(handle, [x + move[0], y + move[1]]);
  }

  private place(handle: number, [x, y]: Place): void {
    const { x: left, y: bottom, size } = unitView;
    const inside = (value: number, from: number) => Math.min(from + 0.97 * size, Math.max(from + 0.03 * size, value));
    const place: Place = [inside(x, left), inside(y, bottom)];
    const other = this.handles[1 - handle]!;
    // Two handles in one place do not define a line.
    if (Math.hypot(place[0] - other[0], place[1] - other[1]) < 0.02 * size) return;
    this.handles = handle === 0 ? [place, other] : [other, place];
    this.best = Math.max(this.best, rightSides(this.set, through(this.handles)).right);
    emit(this, 'line-tried', this.best);
  }
}

/** The line through two places. */
export function through([[x1, y1], [x2, y2]]: readonly [Place, Place]): Line {
  const weights = [y2 - y1, x1 - x2] as const;
  return { weights, bias: -(weights[0] * x1 + weights[1] * y1) };
}

/** Points classified correctly, whichever side is +: the user draws only a line. */
export function rightSides({ points, labels }: LabeledSet, line: Line): { right: number; positive: Label } {
  const count = (positive: Label) =>
    points.filter((point, i) => isRight(line, point, positive === 1 ? labels[i]! : flipped(labels[i]!))).length;
  const [right, opposite] = [count(1), count(-1)];
  return right >= opposite ? { right, positive: 1 } : { right: opposite, positive: -1 };
}

/** A point on the line is on neither side. */
function isRight({ weights, bias }: Line, [x = 0, y = 0]: readonly number[], label: Label): boolean {
  return label * (weights[0] * x + weights[1] * y + bias) > 0;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-try-line': TryLine;
  }
}
