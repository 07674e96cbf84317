/**
 * The compare panel: heatmaps with one scale, one zoom and one pointer, their similarity, and the settings that differ.
 */
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { compareEditor, type CompareEditor, type CompareExport, type CompareState } from '../../src/shared/api/compare';
import type { ComparedRun, Comparison, MeasureName } from '../../src/shared/compare';
import { divergingMaps, type MapId } from '../../src/shared/picture/diverging';
import type { Plane } from '../../src/shared/picture/plane';
import { meanRanks } from '../evaluation/meanRanks';
import { paintHeat } from '../picture/paint';
import '../picture/picture';
import type { Pane, Place } from '../picture/picture';
import { wholePicture, type Viewport } from '../picture/viewport';
import { formatNumber } from '../ui/format';
import type { PageHost } from '../ui/host';
import { noticeStyles, openingNotice } from '../ui/notice';
import { select } from '../ui/select';
import { shared } from '../ui/styles';
import { onThemeChange, themeMap } from '../ui/theme';
import { differingTable } from './differing';
import { exportButtons } from './exportButtons';
import './faithfulness';
import { inputPane } from './input';
import './matrix';
import { outcomeOf } from './outcome';
import { differenceOf, limitsOf, planeOf } from './planes';
import { readout } from './readout';
import { colourScale } from './scale';
import { pictureOf } from './sheet';
import { styles } from './styles';
import { messageOf } from '../../src/shared/errors';

const measureTitles: Record<MeasureName, string> = {
  spearman: 'Rank correlation (Spearman)',
  pearson: 'Correlation (Pearson)',
  cosine: 'Cosine',
  top: 'Overlap of the top tenth',
};

@customElement('netloupe-compare')
export class ComparePanel extends LitElement {
  static override styles = [shared, noticeStyles, styles];

  @state() private accessor comparison: Comparison | undefined;
  @state() private accessor evaluating = false;
  @state() private accessor failure = '';
  @state() private accessor saved = '';
  @state() private accessor sample = 0;
  @state() private accessor oneScale = true;
  @state() private accessor measure: MeasureName = 'spearman';
  @state() private accessor pair: readonly [number, number] = [0, 1];
  @state() private accessor viewport: Viewport = wholePicture;
  @state() private accessor place: Place | undefined;
  @state() private accessor colours: MapId = themeMap();
  private host!: PageHost;
  private editor!: CompareEditor;
  private state: CompareState | undefined;
  private planes: (Plane | undefined)[] = [];
  private limits: number[] = [];
  private panes: (Pane | undefined)[] = [];
  private input: Pane | undefined;
  private painted: unknown[] = [];

  async open(host: PageHost): Promise<void> {
    this.host = host;
    this.editor = host.peer.remote(compareEditor);
    onThemeChange(() => (this.colours = themeMap()));
    await this.start();
  }

  private async start(): Promise<void> {
    this.failure = '';
    try {
      const { comparison, state, evaluating } = await this.editor.ready();
      this.comparison = comparison;
      this.evaluating = evaluating;
      this.state = state;
      // Gradients and relevance have different units: on one scale, one of them would be blank.
      this.oneScale = new Set(comparison.runs.map(({ method }) => method)).size < 2;
      this.host.setState(state);
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  protected override willUpdate(): void {
    const { comparison, sample, oneScale, colours } = this;
    const wanted = [comparison, sample, oneScale, colours];
    // Zooming and pointing must not paint again.
    if (!comparison || wanted.every((value, i) => value === this.painted[i])) return;
    this.painted = wanted;
    this.planes = comparison.runs.map(({ map }) =>
      map && sample < (map.shape[0] ?? 0) ? planeOf(map, sample) : undefined,
    );
    this.limits = limitsOf(this.planes, oneScale);
    const input = comparison.runs.find((run) => run.input)?.input;
    this.input = input && inputPane(input, sample);
    this.panes = this.planes.map((plane, i) => plane && this.pane('', plane, this.limits[i]!));
  }

  override render() {
    const { comparison } = this;
    if (!comparison) return openingNotice('Reading runs…', this.failure, () => void this.start());
    return html`${this.header(comparison)}
      <div
        @place-change=${(event: CustomEvent<Place | undefined>) => (this.place = event.detail)}
        @viewport-change=${(event: CustomEvent<Viewport>) => (this.viewport = event.detail)}
        @pair-change=${(event: CustomEvent<readonly [number, number]>) => (this.pair = event.detail)}
      >
        <div class="runs">
          ${this.input ? this.given(this.input) : nothing} ${comparison.runs.map((run, i) => this.run(run, i))}
        </div>
        ${this.planes.some(Boolean) ? colourScale(this.colours, this.oneScale ? this.limits[0] : undefined) : nothing}
        ${this.planes.some(Boolean) ? readout(this.planes, this.place) : nothing}
        ${comparison.runs.length > 1 && comparison.measures.length ? this.likeness(comparison) : nothing}
      </div>
      <netloupe-faithfulness
        .editor=${this.editor}
        .runs=${comparison.runs}
        .evaluating=${this.evaluating}
        @evaluation-kept=${(event: CustomEvent<string>) => this.keep(event.detail)}
      ></netloupe-faithfulness>
      ${meanRanks(comparison)} ${differingTable(comparison)}`;
  }

  private header({ runs, measures, subject }: Comparison) {
    const pictures = this.planes.some(Boolean);
    const { model, data, target } = subject;
    const title = [model, data].filter(Boolean).join(' · ');
    return html`<header>
      ${
        title || target
          ? html`<h1>${title}${target ? html`<span class="muted"> for ${target}</span>` : nothing}</h1>`
          : nothing
      }
      ${
        measures.length > 1
          ? html`<label
              >Sample
              ${select({
                label: 'Sample',
                value: String(this.sample),
                choices: measures.map((_, n) => ({ value: String(n), label: `${n + 1} of ${measures.length}` })),
                onChange: (value) => (this.sample = Number(value)),
              })}</label
            >`
          : nothing
      }
      ${
        pictures && runs.length > 1
          ? html`<vscode-checkbox
              label="One colour scale for all"
              ?checked=${this.oneScale}
              @change=${(event: Event) => (this.oneScale = (event.currentTarget as HTMLInputElement).checked)}
            ></vscode-checkbox>`
          : nothing
      }
      <span class="gap"></span>
      ${
        pictures
          ? exportButtons({
              picture: () => void this.savePicture(),
              table: () => void this.save({ kind: 'csv' }),
              arrays: () => void this.save({ kind: 'npz' }),
            })
          : nothing
      }
      <span class="unseen" role="status">${this.saved}</span>
    </header>`;
  }

  private given(pane: Pane) {
    return html`<article class="given" aria-label="Input">
      <h3>Input</h3>
      <netloupe-picture
        .pane=${pane}
        .viewport=${this.viewport}
        .place=${this.place}
        .description=${'the input'}
      ></netloupe-picture>
    </article>`;
  }

  private run(run: ComparedRun, i: number) {
    const pane = this.panes[i];
    return html`<article
      class="run ${run.curves ? 'chart' : run.evaluation || run.sanity ? 'wide' : ''}"
      aria-label=${run.title}
    >
      <h3>${this.comparison!.runs.length > 1 ? `${i + 1} · ` : ''}${run.title}</h3>
      ${
        run.problem
          ? html`<p class="problem">
              <vscode-icon name="warning" class="broken"></vscode-icon><span>${run.problem}</span>
            </p>`
          : nothing
      }
      ${
        pane
          ? html`<netloupe-picture
              .pane=${{ ...pane, title: `full colour at ±${formatNumber(this.limits[i]!, 3)}` }}
              .viewport=${this.viewport}
              .place=${this.place}
              .description=${run.title}
            ></netloupe-picture>`
          : nothing
      }
      ${outcomeOf(run, this.sample, this.colours)}
    </article>`;
  }

  private likeness({ runs, measures, summed }: Comparison) {
    const [i, j] = this.pair;
    const [first, second] = [this.planes[i], this.planes[j]];
    const difference = first && second ? differenceOf(first, second) : undefined;
    const limit = difference ? limitsOf([difference], false)[0]! : 1;
    return html`<section>
      <h2>Similarity</h2>
      <div class="beside">
        <div class="likeness">
          ${select({
            label: 'Measure',
            value: this.measure,
            choices: Object.entries(measureTitles).map(([value, label]) => ({ value, label })),
            onChange: (value) => (this.measure = value as MeasureName),
          })}
          ${
            summed
              ? html`<p class="small muted">
                  Maps of different shapes: compared by their values at each place, channels summed.
                </p>`
              : nothing
          }
          <div class="scroll">
            <netloupe-matrix
              .names=${runs.map(({ title }) => title)}
              .values=${measures[this.sample]?.[this.measure] ?? []}
              .pair=${this.pair}
            ></netloupe-matrix>
          </div>
        </div>
        <div class="difference">
          ${
            difference
              ? html`<netloupe-picture
                  .pane=${this.pane(`Run ${i + 1} − Run ${j + 1}, full colour at ±${formatNumber(limit, 3)}`, difference, limit)}
                  .viewport=${this.viewport}
                  .place=${this.place}
                  .description=${`difference of ${runs[i]!.title} and ${runs[j]!.title}`}
                ></netloupe-picture>`
              : html`<p class="muted">
                  Runs ${i + 1} and ${j + 1} have maps of different shapes, so there is no difference to show.
                </p>`
          }
        </div>
      </div>
    </section>`;
  }

  private pane(title: string, plane: Plane, limit: number): Pane {
    const pixels = paintHeat(plane, limit, divergingMaps[this.colours]);
    return { title, width: plane.width, height: plane.height, layers: [{ name: 'heat', pixels }] };
  }

  /** Of a restored window. */
  private keep(evaluation: string): void {
    this.host.setState({ ...this.state!, evaluation });
  }

  private async savePicture(): Promise<void> {
    const shown = this.panes.flatMap((pane, i) => (pane ? [{ pane, title: this.comparison!.runs[i]!.title }] : []));
    await this.save({ kind: 'png', png: await pictureOf(shown, this) });
  }

  private async save(request: CompareExport): Promise<void> {
    try {
      const where = await this.editor.export(request);
      if (where) this.saved = `Saved ${where}`;
    } catch (error) {
      this.saved = messageOf(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-compare': ComparePanel;
  }
}
