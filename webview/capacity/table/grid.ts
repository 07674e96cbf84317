/**
 * The table as a grid to navigate: scrolled by the browser, drawn on one fixed canvas, one tab stop, keys as in a
 * spreadsheet. It owns scroll position and zoom; its parent owns the focused cell.
 */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { PlotHost, sharpContext } from '../../ui/plotHost';
import { shared } from '../../ui/styles';
import { canvasTheme } from '../../ui/theme';
import { Probabilities, spoken, valueOf, type Cell } from './cells';
import { drawTable, type TableTheme, type TableView } from './draw';
import {
  cellAt,
  closest,
  contentSize,
  scrolledTo,
  visibleBlock,
  xOf,
  yOf,
  zoomedAt,
  cellSize,
  type Frame,
} from './geometry';
import { gridStyles } from './gridStyles';
import { keyMove } from './keys';
import { tip, type TipPlace } from './tip';

export interface Selected {
  focus: Cell;
  anchor: Cell;
}

/** The part of the frame that outlives a reload. */
export type Place = Pick<Frame, 'zoom' | 'left' | 'top'>;

@customElement('netloupe-capacity-grid')
export class CapacityGrid extends LitElement {
  static override styles = [shared, gridStyles];

  @property({ attribute: false }) accessor bias = false;
  @property({ attribute: false }) accessor selected!: Selected;
  /** The initial place. */
  @property({ attribute: false }) accessor place!: Place;
  @state() private accessor hovered: Cell | undefined;
  @state() private accessor zoom = closest;
  @query('.scroller') private accessor scroller!: HTMLElement;
  @query('canvas') private accessor canvas!: HTMLCanvasElement;
  private probabilities = new Probabilities(false);
  private drawing = 0;
  private dragging = false;

  constructor() {
    super();
    new PlotHost(this, () => this.schedule());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.drawing);
  }

  /** The visible area, without scroll bars. */
  get frame(): Frame {
    const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = this.scroller;
    return { zoom: this.zoom, left, top, width, height };
  }

  /** The visible picture, for export. */
  viewAt(density: number): TableView {
    return { frame: this.frame, probabilities: this.probabilities, ...this.selected, density };
  }

  /** Scrolls just enough to show a cell, or centres it if it was far. */
  reveal(cell: Cell): void {
    const { frame } = this;
    const near = scrolledTo(frame, cell);
    const far = Math.abs(near.left - frame.left) > frame.width || Math.abs(near.top - frame.top) > frame.height;
    const centred = {
      left: xOf(frame, cell.k) + frame.left - frame.width / 2,
      top: yOf(frame, cell.n) + frame.top - frame.height / 2,
    };
    this.scroller.scrollTo(far ? centred : near);
  }

  /** Zooms one step in or out; the focused cell stays in place if it is in view. */
  zoomBy(steps: number, at = this.middle()): void {
    const zoom = Math.min(closest, Math.max(0, this.zoom + steps));
    if (zoom === this.zoom) return;
    const { left, top } = zoomedAt(this.frame, zoom, at.x, at.y);
    this.zoom = zoom;
    void this.updateComplete.then(() => {
      this.scroller.scrollTo(left, top);
      this.tellPlace();
    });
  }

  override render() {
    const { focus } = this.selected;
    const { width, height } = contentSize({ zoom: this.zoom });
    const id = `cell-${focus.n}-${focus.k}`;
    return html`<div
        class="scroller"
        role="grid"
        tabindex="0"
        aria-label="Labelings of N points, a row each, by K inputs, a column each"
        aria-rowcount="2000"
        aria-colcount="2000"
        aria-activedescendant=${id}
        @scroll=${this.onScroll}
        @wheel=${this.onWheel}
        @keydown=${this.onKey}
        @pointerdown=${this.onDown}
        @pointermove=${this.onMove}
        @pointerup=${() => (this.dragging = false)}
        @pointerleave=${() => (this.hovered = undefined)}
      >
        <canvas aria-hidden="true"></canvas>
        <div class="spacer" .style=${`width: ${width}px; height: ${height}px`}></div>
        <div class="unseen" role="row" aria-rowindex=${focus.n}>
          <span role="gridcell" id=${id} aria-colindex=${focus.k} aria-selected="true"
            >${spoken(valueOf(focus, this.bias))}</span
          >
        </div>
      </div>
      ${this.hovered && !this.dragging ? tip(valueOf(this.hovered, this.bias), this.tipPlace(this.hovered)) : nothing}`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.probabilities.bias !== this.bias) this.probabilities = new Probabilities(this.bias);
    if (!this.hasUpdated) this.zoom = this.place.zoom;
    if (changed.has('selected')) this.hovered = undefined;
  }

  protected override firstUpdated(): void {
    this.scroller.scrollTo(this.place);
  }

  protected override updated(): void {
    this.schedule();
  }

  private schedule(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const { canvas } = this;
    const view = this.viewAt(devicePixelRatio);
    const { width, height } = view.frame;
    if (width === 0 || height === 0) return;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    drawTable(sharpContext(canvas, { width, height }), view, this.theme());
  }

  theme(): TableTheme {
    const focus = getComputedStyle(this).getPropertyValue('--vscode-focusBorder').trim();
    return { ...canvasTheme(this), focus: focus || '#0078d4' };
  }

  private onScroll(): void {
    this.hovered = undefined;
    this.schedule();
    this.tellPlace();
  }

  private tellPlace(): void {
    const { zoom, left, top } = this.frame;
    emit<Place>(this, 'place-change', { zoom, left, top });
  }

  private onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoomBy(event.deltaY < 0 ? 1 : -1, this.inside(event));
  }

  private onKey(event: KeyboardEvent): void {
    const { fromN, toN } = visibleBlock(this.frame);
    const move = keyMove(event, this.selected.focus, Math.max(1, toN - fromN - 1));
    if (move) {
      event.preventDefault();
      this.select(move, event.shiftKey);
      this.reveal(move);
    } else if (event.key === '+' || event.key === '-') this.zoomBy(event.key === '+' ? 1 : -1);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      event.preventDefault();
      emit(this, 'copy-cells', undefined);
    }
  }

  private onDown(event: PointerEvent): void {
    const cell = event.button === 0 ? this.cellOf(event) : undefined;
    if (!cell) return;
    // A finger scrolls where a mouse selects.
    if (event.pointerType === 'mouse') {
      this.dragging = true;
      this.scroller.setPointerCapture(event.pointerId);
    }
    this.select(cell, event.shiftKey);
  }

  private onMove(event: PointerEvent): void {
    const cell = this.cellOf(event);
    if (this.dragging && event.buttons & 1) {
      if (cell) this.select(cell, true);
    } else this.hovered = cell;
  }

  private select(focus: Cell, extend: boolean): void {
    emit<Selected>(this, 'select-cells', { focus, anchor: extend ? this.selected.anchor : focus });
  }

  private cellOf(event: PointerEvent): Cell | undefined {
    const { x, y } = this.inside(event);
    return cellAt(this.frame, x, y);
  }

  private inside(event: MouseEvent): { x: number; y: number } {
    const { left, top } = this.scroller.getBoundingClientRect();
    return { x: event.clientX - left - this.scroller.clientLeft, y: event.clientY - top - this.scroller.clientTop };
  }

  private middle(): { x: number; y: number } {
    const { frame } = this;
    const { focus } = this.selected;
    const [x, y] = [xOf(frame, focus.k), yOf(frame, focus.n)];
    const inView = x >= 0 && x < frame.width && y >= 0 && y < frame.height;
    return inView ? { x, y } : { x: frame.width / 2, y: frame.height / 2 };
  }

  /** Beside the cell, on the side with more space. */
  private tipPlace(cell: Cell): TipPlace {
    const { frame } = this;
    const { width, height } = cellSize(frame);
    const [x, y] = [xOf(frame, cell.k), yOf(frame, cell.n)];
    return {
      ...(x < frame.width / 2 ? { left: x + width + 6 } : { right: this.scroller.offsetWidth - x + 6 }),
      ...(y < frame.height / 2 ? { top: y + height + 6 } : { bottom: this.scroller.offsetHeight - y + 6 }),
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-capacity-grid': CapacityGrid;
  }
}
