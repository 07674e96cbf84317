/**
 * The cloud on screen: points by the graphics card, a canvas above for everything else, and gestures. It knows points,
 * looks and cameras; the panel knows what the points are, and which are selected.
 */
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { PlotHost, setPixels, type Size } from '../../ui/plotHost';
import { canvasTheme } from '../../ui/theme';
import { isOpen } from '../look/looks';
import type { How } from '../selection';
import { matrixOf, pixelsPerUnit, projectAll, wholeCloud, type Camera } from './camera';
import { Gestures, type Gestured, type Tool } from './gestures';
import { drawOverlay } from './overlay';
import { inside, nearest, type Place } from './pick';
import { Points, type Next } from './points';
import { emptyScene, visiblePictures, type Scene } from './scene';

/** Milliseconds after which a moved camera is at rest. */
const rest = 150;
/** Distance in pixels within which the pointer hits a point. */
const reach = 10;

@customElement('netloupe-stage')
export class Stage extends LitElement implements Gestured {
  static override styles = css`
    :host {
      display: block;
      position: relative;
      overflow: hidden;
      min-width: 0;
      min-height: 0;
    }
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
    .over {
      touch-action: none;
      cursor: grab;
    }
    .over:active {
      cursor: grabbing;
    }
    .over.select {
      cursor: crosshair;
    }
    .over:focus-visible {
      outline: 1px solid var(--vscode-focusBorder, currentColor);
      outline-offset: -1px;
    }
  `;

  @property({ attribute: false }) accessor scene: Scene = emptyScene;
  @property() accessor tool: Tool = 'move';
  @property({ attribute: false }) accessor camera: Camera = wholeCloud(2);
  @property() accessor description = '';
  @query('.points') private accessor under!: HTMLCanvasElement;
  @query('.over') private accessor over!: HTMLCanvasElement;
  size: Size = { width: 1, height: 1 };
  /** Duration of the last frame in milliseconds, for measurements. */
  drawn = { count: 0, milliseconds: 0 };
  #points: Points | undefined;
  #line: readonly Place[] = [];
  #screen: { of: readonly unknown[]; places: Float32Array } | undefined;
  /** What the points were drawn from: the pointer moves more often than they do. */
  #drawnOf: readonly unknown[] = [];
  #next: Next = 'still';
  /** When the camera was moved last. */
  #looked = -Infinity;
  #asked = 0;

  constructor() {
    super();
    new PlotHost(this, () => this.#fit());
  }

  override render() {
    return html`<canvas class="points"></canvas
      ><canvas
        class="over ${this.tool}"
        tabindex="0"
        role="img"
        aria-label=${this.description}
        aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown Escape"
      ></canvas>`;
  }

  protected override firstUpdated(): void {
    this.#points = new Points(this.under, () => {
      this.#drawnOf = [];
      this.redraw();
    });
    if (this.#points.failure) emit(this, 'no-graphics', this.#points.failure);
    new Gestures(this.over, this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#asked);
    this.#points?.dispose();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('scene') && this.scene.dimensions !== this.camera.dimensions)
      this.look(wholeCloud(this.scene.dimensions));
    this.#points?.show(this.scene);
    this.redraw();
  }

  /** Screen position of each point. */
  get screen(): Float32Array {
    const { scene, camera, size } = this;
    const of = [scene.points, camera, size];
    const known = this.#screen;
    if (known?.of.every((value, i) => value === of[i])) return known.places;
    const places = projectAll(scene.points, scene.dimensions, matrixOf(camera, size), size);
    this.#screen = { of, places };
    return places;
  }

  look(camera: Camera): void {
    this.camera = camera;
    this.#looked = performance.now();
    emit(this, 'camera-change', camera);
  }

  point(place: Place | undefined): void {
    const index = place ? this.#nearest(place) : -1;
    emit(this, 'point-hover', { index, place: place ?? [0, 0] });
  }

  pick(place: Place, how: How): void {
    const index = this.#nearest(place);
    emit(this, 'points-choose', { indices: index < 0 ? [] : [index], how });
  }

  lasso(line: readonly Place[], how?: How): void {
    this.#line = how ? [] : line;
    if (how) {
      const { looks } = this.scene;
      emit(this, 'points-choose', { indices: inside(this.screen, line, (index) => isOpen(looks, index)), how });
    }
    this.redraw();
  }

  clear(): void {
    emit(this, 'points-choose', { indices: [], how: 'replace' });
  }

  redraw(): void {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }

  /** Draws now; both canvases can be read until the script yields. */
  draw(): { under: HTMLCanvasElement; over: HTMLCanvasElement } {
    this.#draw(true);
    return { under: this.under, over: this.over };
  }

  #nearest(place: Place): number {
    const { looks, cell } = this.scene;
    const far = Math.max(reach, cell * Math.SQRT1_2 * pixelsPerUnit(this.camera, this.size));
    return nearest(this.screen, place, far, (index) => isOpen(looks, index));
  }

  #draw(atOnce = false): void {
    const { scene, camera, size } = this;
    if (size.width <= 1 || !this.#points) return;
    const start = performance.now();
    const theme = canvasTheme(this);
    const { points, looks, palette, size: diameter, opacity } = scene;
    const of = [points, looks, palette, diameter, opacity, camera, size, theme.foreground, devicePixelRatio];
    const isNew = atOnce || !of.every((value, i) => value === this.#drawnOf[i]);
    const moves = performance.now() - this.#looked < rest;
    if (isNew || this.#next === 'moving' || (this.#next === 'thinned' && !moves)) {
      const matrix = matrixOf(camera, size);
      const next = this.#points.draw({ scene, matrix, ratio: devicePixelRatio, theme, moves, atOnce });
      if (next === 'busy') {
        this.redraw();
        return;
      }
      this.#next = next;
      this.#drawnOf = of;
    }
    const { screen } = this;
    const context = this.over.getContext('2d')!;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawOverlay(context, {
      ...size,
      ...visiblePictures(scene, screen, size, pixelsPerUnit(camera, size)),
      screen,
      theme,
      looks,
      palette,
      labels: this.#labels(),
      hovered: scene.hovered,
      links: scene.links,
      line: this.#line,
      trails: this.#project(scene.trails ?? []),
      spriteOf: scene.spriteOf ?? (() => undefined),
    });
    this.drawn = { count: this.drawn.count + 1, milliseconds: performance.now() - start };
    if (this.#next !== 'still') this.redraw();
  }

  #project(lines: readonly Float32Array[]): Float32Array[] {
    const matrix = matrixOf(this.camera, this.size);
    return lines.map((line) => projectAll(line, this.scene.dimensions, matrix, this.size));
  }

  #labels() {
    const { labels } = this.scene;
    const [places = new Float32Array()] = this.#project([Float32Array.from(labels.flatMap(({ place }) => [...place]))]);
    return labels.map((label, i) => ({ label, at: [places[2 * i]!, places[2 * i + 1]!] as const }));
  }

  /** To the room there is, in the colours there are. */
  #fit(): void {
    const { width, height } = this.getBoundingClientRect();
    this.size = { width: Math.max(1, width), height: Math.max(1, height) };
    for (const canvas of [this.under, this.over]) setPixels(canvas, this.size);
    // In this frame of the page, not the next: a resized canvas is empty.
    this.draw();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-stage': Stage;
  }
}
