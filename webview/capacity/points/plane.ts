/**
 * Points in the plane that can be edited: a click adds one or flips its label, dragging moves it, Delete removes it;
 * with the keyboard each point is a tab stop, moved by arrows. `layers` are drawn under the points.
 */
import { css, html, LitElement, nothing, svg, type PropertyValues, type SVGTemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Label } from '../../../src/shared/capacity/requests';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { shared } from '../../ui/styles';
import { gridLayer, namesLayer, pointMark } from './layers';
import { planeStyles } from './planeStyles';
import { add, move, pointName, remove, toggle, type LabeledSet } from './sets';
import { gridStep, rounded, side, snapped, toPlane, toScreen, type Place, type PlaneView } from './view';

/** Movements shorter than this, in pixels, are clicks, not drags. */
const stillness = 4;

interface Press {
  /** Undefined on an empty place. */
  point: number | undefined;
  x: number;
  y: number;
  moved: boolean;
}

@customElement('netloupe-plane')
export class Plane extends LitElement {
  static override styles = [
    shared,
    planeStyles,
    css`
      svg.plane {
        cursor: crosshair;
        touch-action: none;
      }
      .point {
        cursor: grab;
        outline: none;
      }
      .ring {
        fill: none;
        stroke: none;
      }
      .point:focus-visible .ring {
        stroke: var(--vscode-focusBorder, currentColor);
        stroke-width: 2;
      }
    `,
  ];

  @property({ attribute: false }) accessor set!: LabeledSet;
  @property({ attribute: false }) accessor view!: PlaneView;
  @property({ type: Boolean }) accessor snap = true;
  /** Label of new points. */
  @property({ attribute: false }) accessor brush: Label = 1;
  @property({ attribute: false }) accessor layers: SVGTemplateResult | typeof nothing = nothing;
  @query('svg') private accessor drawing!: SVGSVGElement;
  private press: Press | undefined;
  private focusNext: number | undefined;

  /** Moves the keyboard focus to a point of the next set. */
  focusPoint(index: number): void {
    this.focusNext = index;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('set') || this.focusNext === undefined) return;
    this.drawing.querySelectorAll<SVGGElement>('.point')[this.focusNext]?.focus();
    this.focusNext = undefined;
  }

  override render() {
    const { points, labels } = this.set;
    return html`<svg
      class="plane"
      viewBox="0 0 ${side} ${side}"
      role="group"
      aria-label="Points in the plane"
      @pointerdown=${this.onDown}
      @pointermove=${this.onMove}
      @pointerup=${this.onUp}
      @pointercancel=${() => (this.press = undefined)}
    >
      ${gridLayer(this.view)} ${this.layers}
      ${points.map((point, i) => {
        const [x, y] = toScreen(this.view, point);
        return svg`<g
          class="point ${labels[i] === 1 ? 'plus' : 'minus'}"
          data-index=${i}
          tabindex="0"
          role="button"
          aria-label="${pointName(i)}, label ${labels[i] === 1 ? 'plus' : 'minus'}, at ${formatNumber(point[0]!)}, ${formatNumber(point[1]!)}"
          @keydown=${(event: KeyboardEvent) => this.onKey(event, i)}
        ><circle class="ring" cx=${x} cy=${y} r="15"></circle>${pointMark(this.view, point, labels[i]!)}</g>`;
      })}
      ${namesLayer(this.view, points)}
    </svg>`;
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const [hit] = event.composedPath().filter((target) => target instanceof SVGGElement && target.dataset['index']);
    const point = hit instanceof SVGGElement ? Number(hit.dataset['index']) : undefined;
    this.press = { point, x: event.clientX, y: event.clientY, moved: false };
    this.drawing.setPointerCapture(event.pointerId);
  }

  private onMove(event: PointerEvent): void {
    const { press } = this;
    if (!press) return;
    press.moved ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) >= stillness;
    if (press.moved && press.point !== undefined)
      emit<LabeledSet>(this, 'set-drag', move(this.set, press.point, this.placeOf(event)));
  }

  private onUp(event: PointerEvent): void {
    const { press } = this;
    this.press = undefined;
    if (!press) return;
    if (press.point === undefined) {
      if (!press.moved) this.change(add(this.set, this.placeOf(event), this.brush));
    } else if (press.moved) this.change(move(this.set, press.point, this.placeOf(event)));
    else this.change(toggle(this.set, press.point));
  }

  private onKey(event: KeyboardEvent, index: number): void {
    const directions: Record<string, Place> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowDown: [0, -1],
      ArrowUp: [0, 1],
    };
    const direction = directions[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction) {
      const step = gridStep(this.view) * (this.snap ? 1 : 0.1);
      const [x = 0, y = 0] = this.set.points[index]!;
      const place = this.aligned([x + direction[0] * step, y + direction[1] * step]);
      this.change(move(this.set, index, place));
    } else if (event.key === ' ' || event.key === 'Enter') this.change(toggle(this.set, index));
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.focusPoint(Math.min(index, this.set.points.length - 2));
      this.change(remove(this.set, index));
    } else return;
    event.preventDefault();
  }

  private change(set: LabeledSet): void {
    emit<LabeledSet>(this, 'set-change', set);
  }

  private placeOf(event: PointerEvent): [number, number] {
    const { left, top, width } = this.drawing.getBoundingClientRect();
    const scale = side / width;
    const inside = (value: number) => Math.min(side, Math.max(0, value * scale));
    return this.aligned(toPlane(this.view, [inside(event.clientX - left), inside(event.clientY - top)]));
  }

  private aligned(place: Place): [number, number] {
    return this.snap ? snapped(place, gridStep(this.view)) : rounded(place, this.view);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-plane': Plane;
  }
}
