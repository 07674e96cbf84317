/**
 * Gestures on the cloud: drag moves it (in space, rotates it), wheel and two fingers zoom, a click selects, and the
 * lasso selects what it encloses. The lasso is drawn with the select tool, or while holding Shift (adds) or Alt
 * (removes).
 */
import type { Size } from '../../ui/plotHost';
import { howOf, type How } from '../selection';
import { orbitBy, panBy, wholeCloud, zoomAt, type Camera } from './camera';
import type { Place } from './pick';

export type Tool = 'move' | 'select';

/** The stage as its gestures see it. */
export interface Gestured {
  readonly camera: Camera;
  readonly size: Size;
  readonly tool: Tool;
  look(camera: Camera): void;
  point(place: Place | undefined): void;
  pick(place: Place, how: How): void;
  /** The line so far, and its selection at the end. */
  lasso(line: readonly Place[], how?: How): void;
  /** Escape: cancels the drawing, else clears the selection. */
  clear(): void;
}

/** Movements shorter than this, in pixels, are clicks. */
const still = 4;
const wheelZoom = 1.0016;
const keyZoom = 1.25;
const keyStep = 60;

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export class Gestures {
  readonly #pointers = new Map<number, Place>();
  #start: Place | undefined;
  #kind: 'none' | 'press' | 'pan' | 'turn' | 'lasso' | 'pinch' = 'none';
  #line: Place[] = [];

  constructor(
    private readonly element: HTMLElement,
    private readonly stage: Gestured,
  ) {
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      act: (event: HTMLElementEventMap[Name]) => void,
    ): void => element.addEventListener(name, act, { passive: false });
    listen('wheel', (event) => this.#wheel(event));
    listen('pointerdown', (event) => this.#down(event));
    listen('pointermove', (event) => this.#move(event));
    listen('pointerup', (event) => this.#up(event));
    listen('pointercancel', (event) => this.#end(event));
    listen('pointerleave', () => this.stage.point(undefined));
    listen('dblclick', () => this.stage.tool === 'move' && this.stage.look(wholeCloud(this.stage.camera.dimensions)));
    listen('contextmenu', (event) => event.preventDefault());
    listen('keydown', (event) => this.#key(event));
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const [x, y] = this.#placeOf(event);
    // Lines for a mouse wheel, pixels for a touch pad; a pinch arrives with ctrl and in small steps.
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY;
    const factor = wheelZoom ** -(event.ctrlKey ? pixels * 6 : pixels);
    this.stage.look(zoomAt(this.stage.camera, factor, this.stage.size, x, y));
  }

  #down(event: PointerEvent): void {
    const place = this.#placeOf(event);
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, place);
    this.#start = place;
    if (this.#pointers.size > 1) {
      this.#dropLine();
      this.#kind = 'pinch';
    } else this.#kind = 'press';
  }

  #move(event: PointerEvent): void {
    const place = this.#placeOf(event);
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      this.stage.point(place);
      return;
    }
    if (this.#kind === 'press' && far(place, this.#start!)) this.#begin(event);
    const { camera, size } = this.stage;
    const [right, down] = [place[0] - before[0], place[1] - before[1]];
    if (this.#kind === 'pinch') this.#pinch(event.pointerId, place);
    else if (this.#kind === 'pan') this.stage.look(panBy(camera, right, down, size));
    else if (this.#kind === 'turn') this.stage.look(orbitBy(camera, right, down));
    else if (this.#kind === 'lasso') this.stage.lasso((this.#line = [...this.#line, place]));
    if (this.#kind !== 'press') this.#pointers.set(event.pointerId, place);
  }

  #begin(event: PointerEvent): void {
    const { tool, camera } = this.stage;
    this.stage.point(undefined);
    const draws = event.button <= 0 && event.buttons === 1 && (tool === 'select' || event.shiftKey || event.altKey);
    if (draws) {
      this.#kind = 'lasso';
      this.#line = [this.#start!];
    } else this.#kind = camera.dimensions === 3 && event.buttons === 1 && !event.ctrlKey ? 'turn' : 'pan';
  }

  #pinch(id: number, place: Place): void {
    const other = [...this.#pointers].find(([pointer]) => pointer !== id)?.[1];
    const before = this.#pointers.get(id)!;
    if (!other) return;
    const middle: Place = [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2];
    const factor = distance(place, other) / Math.max(1, distance(before, other));
    const { size } = this.stage;
    const moved = panBy(this.stage.camera, (place[0] - before[0]) / 2, (place[1] - before[1]) / 2, size);
    this.stage.look(zoomAt(moved, factor, size, ...middle));
  }

  #up(event: PointerEvent): void {
    if (this.#kind === 'press' && event.button === 0) this.stage.pick(this.#placeOf(event), howOf(event));
    if (this.#kind === 'lasso') {
      const line = this.#line;
      this.#line = [];
      this.stage.lasso(line, howOf(event));
    }
    this.#end(event);
  }

  #end(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) {
      this.#dropLine();
      this.#kind = 'none';
    }
  }

  #dropLine(): void {
    if (this.#line.length > 0) this.stage.lasso((this.#line = []));
  }

  #key(event: KeyboardEvent): void {
    const { camera, size } = this.stage;
    const arrow = arrows[event.key];
    const [right, down] = arrow ? [arrow[0] * keyStep, arrow[1] * keyStep] : [0, 0];
    if (event.key === 'Escape' && this.#kind === 'lasso') {
      this.#dropLine();
      this.#kind = 'none';
    } else if (event.key === 'Escape') this.stage.clear();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (arrow && camera.dimensions === 3 && !event.shiftKey)
      this.stage.look(orbitBy(camera, -right / 4, -down / 4));
    else if (arrow) this.stage.look(panBy(camera, right, down, size));
    else if (event.key === '+' || event.key === '=') this.stage.look(zoomAt(camera, keyZoom, size));
    else if (event.key === '-') this.stage.look(zoomAt(camera, 1 / keyZoom, size));
    else if (event.key === '0') this.stage.look(wholeCloud(camera.dimensions));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #placeOf(event: MouseEvent): Place {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}

function far(a: Place, b: Place): boolean {
  return distance(a, b) > still;
}

function distance([ax, ay]: Place, [bx, by]: Place): number {
  return Math.hypot(ax - bx, ay - by);
}
