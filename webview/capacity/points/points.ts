/** The part "Points": an editable labeled point set, what a perceptron can do with it, and the proof for its labels. */
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type {
  Label,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from '../../../src/shared/capacity/requests';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import type { CapacityEditor } from '../../../src/shared/api/capacity';
import { partStyles } from '../styles';
import { Task, taskLine } from '../../ui/task';
import { certificateOf } from './certificate';
import './counts';
import { History } from './history';
import { certificateLayer, lineLayer } from './layers';
import './list';
import './plane';
import type { Plane } from './plane';
import { pointsStyles } from './pointsStyles';
import './pointsToolbar';
import type { PointsAction } from './pointsToolbar';
import { add, isPlanar, presets, relabel, unlabeled, withNames, type LabeledSet } from './sets';
import { verdict } from './verdict';
import { fitted, gridStep, snapped, type PlaneView } from './view';
import { messageOf } from '../../../src/shared/errors';

/** Changes that follow each other faster than this make one request. */
const debounceMilliseconds = 80;

@customElement('netloupe-points')
export class Points extends LitElement {
  static override styles = [shared, partStyles, pointsStyles];

  @property({ attribute: false }) accessor editor!: CapacityEditor;
  /** The initial set; `points-change` reports changes. */
  @property({ attribute: false }) accessor start!: LabeledSet;
  @property({ type: Boolean }) accessor bias = true;
  @property({ type: Boolean }) accessor snap = true;
  /** While a point is being dragged. */
  @state() private accessor draft: LabeledSet | undefined;
  @state() private accessor brush: Label = 1;
  @state() private accessor view: PlaneView = fitted([]);
  @state() private accessor problem = '';
  @query('netloupe-plane') private accessor plane!: Plane;
  private history = new History<LabeledSet>(presets.empty());
  private seed = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = '';
  private readonly separating = new Task<SeparationRequest, Separation>(this, (request, options) =>
    this.editor.separate(request, options),
  );
  private readonly withBias = new Task<PointSet, LabelingCount>(this, (set, options) =>
    this.editor.count(set, options),
  );
  private readonly plain = new Task<PointSet, LabelingCount>(this, (set, options) => this.editor.count(set, options));

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.onKey);
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated) {
      this.history = new History(this.start);
      this.view = fitted(isPlanar(this.start) ? this.start.points : []);
    }
    if (changed.has('bias') || !this.hasUpdated) this.schedule();
  }

  override render() {
    const { set } = this;
    const planar = isPlanar(set);
    return html`<netloupe-points-toolbar
        .name=${set.name}
        .planar=${planar}
        .snap=${this.snap}
        .brush=${this.brush}
        .canUndo=${this.history.canUndo}
        .canRedo=${this.history.canRedo}
        @points-action=${(event: CustomEvent<PointsAction>) => this.act(event.detail)}
      ></netloupe-points-toolbar>
      ${this.problem ? html`<p class="problem" role="alert">${withNames(this.problem)}</p>` : nothing}
      <div class="sides" @set-change=${(event: CustomEvent<LabeledSet>) => this.change(event.detail)}>
        <div>${planar ? this.drawing(set) : html`<netloupe-point-list .set=${set}></netloupe-point-list>`}</div>
        <div class="facts">${set.points.length === 0 ? this.empty() : this.facts(planar)}</div>
      </div>`;
  }

  private drawing(set: LabeledSet) {
    return html`<netloupe-plane
        .set=${set}
        .view=${this.view}
        .snap=${this.snap}
        .brush=${this.brush}
        .layers=${this.layers()}
        @set-drag=${(event: CustomEvent<LabeledSet>) => this.drag(event.detail)}
      ></netloupe-plane>
      <p class="small muted">
        Click to add a point or flip its label, drag to move it, press Delete to remove it. Tab and the arrow keys do
        the same.
      </p>
      ${
        set.points.length > 0
          ? html`<details>
              <summary>Coordinates</summary>
              <netloupe-point-list .set=${set}></netloupe-point-list>
            </details>`
          : nothing
      }`;
  }

  private empty() {
    return html`<p class="muted">
      There are no points yet: click into the plane, choose a set above, or read one from a file.
    </p>`;
  }

  private facts(planar: boolean) {
    const { latest } = this.separating;
    const what = planar ? 'line' : 'plane';
    return html`<section aria-label="These labels" class=${this.separating.status === 'running' ? 'renewing' : ''}>
        <h2>These labels, by one perceptron?</h2>
        <vscode-checkbox
          label="With a bias: the ${what} may lie anywhere"
          .checked=${this.bias}
          @change=${(event: Event) => emit(this, 'bias-change', (event.currentTarget as HTMLInputElement).checked)}
        ></vscode-checkbox>
        ${latest ? verdict(latest.answer, latest.request) : nothing}
        ${taskLine(this.separating, 'Looking for a proof', withNames)}
        ${
          planar
            ? nothing
            : html`<vscode-button secondary icon="symbol-numeric" @click=${() => this.act({ kind: 'relabel' })}
                >Random labels</vscode-button
              >`
        }
      </section>
      <section aria-label="All labelings">
        <netloupe-counts .withBias=${this.withBias} .plain=${this.plain}></netloupe-counts>
      </section>`;
  }

  /** For the requested set, which lags a moment behind during a drag. */
  private layers() {
    const { latest } = this.separating;
    if (!latest || !isPlanar(latest.request)) return nothing;
    const { answer, request } = latest;
    if (!answer.separable) return certificateLayer(this.view, request.points, certificateOf(answer, request));
    const [a = 0, b = 0, bias = 0] = answer.approximate;
    return lineLayer(this.view, { weights: [a, b], bias }, answer.margin);
  }

  private get set(): LabeledSet {
    return this.draft ?? this.history.present;
  }

  private act(action: PointsAction): void {
    switch (action.kind) {
      case 'preset':
        return this.replace(action.set);
      case 'open':
        return void this.open();
      case 'undo':
        this.history.undo();
        return this.settle();
      case 'redo':
        this.history.redo();
        return this.settle();
      case 'add':
        return this.addPoint();
      case 'fit':
        this.view = fitted(this.set.points);
        return;
      case 'brush':
        this.brush = action.label;
        return;
      case 'snap':
        return emit(this, 'snap-change', action.snap);
      case 'relabel':
        return this.change(relabel(this.set, this.seed++));
    }
  }

  /** In the middle, or beside existing points, for keyboard users. */
  private addPoint(): void {
    const { x, y, size } = this.view;
    const step = gridStep(this.view);
    const taken = new Set(this.set.points.map((point) => point.join()));
    const row = Array.from({ length: 5 }, (_, i) => snapped([x + size / 2 + i * step, y + size / 2], step));
    this.plane.focusPoint(this.set.points.length);
    this.change(add(this.set, row.find((place) => !taken.has(place.join())) ?? row[0]!, this.brush));
  }

  private async open(): Promise<void> {
    this.problem = '';
    try {
      const file = await this.editor.openPoints();
      if (file) this.replace(unlabeled(file.name, file.points));
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  private replace(set: LabeledSet): void {
    this.view = fitted(isPlanar(set) ? set.points : []);
    this.change(set);
  }

  private drag(set: LabeledSet): void {
    this.draft = set;
    this.schedule();
  }

  private change(set: LabeledSet): void {
    this.history.push(set);
    this.settle();
  }

  private settle(): void {
    this.draft = undefined;
    this.problem = '';
    this.requestUpdate();
    emit(this, 'points-change', this.set);
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), this.hasUpdated ? debounceMilliseconds : 0);
  }

  /** Unchanged parts are not requested again: labels do not affect the counts, nor names anything. */
  private ask(): void {
    const { bias } = this;
    const { points, labels } = this.set;
    if (points.length === 0) {
      for (const task of [this.separating, this.withBias, this.plain]) task.clear();
      this.asked = '';
      return;
    }
    void this.separating.ask({ points, labels, bias });
    const asked = JSON.stringify(points);
    if (this.draft || asked === this.asked) return;
    this.asked = asked;
    void this.withBias.ask({ points, bias: true });
    void this.plain.ask({ points, bias: false });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
    event.preventDefault();
    this.act({ kind: key === 'y' || event.shiftKey ? 'redo' : 'undo' });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-points': Points;
  }
}
