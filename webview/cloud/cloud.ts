/** The cloud panel: points, their colours, and who is chosen. The stage draws them, sessions know the maps, the film which is shown. */
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import {
  cloudMessages,
  defaultLook,
  type CloudLink,
  type CloudLook,
  type CloudState,
  type SelectionRequest,
} from '../../src/shared/cloud/panel';
import { formatNumber } from '../ui/format';
import { isTyping } from '../ui/events';
import type { AlignedMap } from '../../src/shared/cloud/procrustes';
import type { Host } from '../ui/host';
import { shared } from '../ui/styles';
import { onThemeChange } from '../ui/theme';
import { bar, type ExportKind } from './bar';
import { card, nearestOf } from './card';
import { columnsOf, defaultColumn, type ShownColumn } from './columns';
import { Film } from './film/film';
import { filmBar, filmKey } from './film/filmBar';
import { stepsTable } from './film/stepsTable';
import { filmStyles } from './film/styles';
import { pointsText } from './look/colouring';
import { combined, type How } from './selection';
import type { Session } from './session';
import { settlingBar } from './settling';
import { Shown } from './shown';
import { aboutSections } from './side/about';
import { chosenSection } from './side/chosen';
import './side/legend';
import { wholeCloud } from './stage/camera';
import type { Tool } from './stage/gestures';
import type { Place } from './stage/pick';
import { emptyScene } from './stage/scene';
import type { Stage } from './stage/stage';
import './stage/stage';
import { styles } from './styles';
import { exportTo } from './export';

@customElement('netloupe-cloud')
export class CloudPanel extends LitElement {
  static override styles = [shared, styles, filmStyles];

  @state() private accessor look: CloudLook = defaultLook;
  @state() private accessor tool: Tool = 'move';
  @state() private accessor onGrid = false;
  @state() private accessor filtered: ReadonlySet<number> = new Set();
  @state() private accessor selected: readonly number[] = [];
  @state() private accessor hover: { index: number; place: Place } = { index: -1, place: [0, 0] };
  /** The sample under the pointer in another cloud. */
  @state() private accessor pointed = -1;
  @state() private accessor row = '';
  @state() private accessor note = '';
  @state() private accessor noGraphics = '';
  @query('netloupe-stage') private accessor stage!: Stage | null;
  private film: Film | undefined;
  private columns: ShownColumn[] = [];
  /** Until a person chooses, the colour follows what becomes known. */
  private colourIsChosen = false;
  private readonly shown = new Shown();

  async open(host: Host): Promise<void> {
    const kept = host.getState() as Partial<CloudState> | null | undefined;
    if (kept?.look) {
      this.look = { ...defaultLook, ...kept.look };
      this.colourIsChosen = true;
    }
    onThemeChange(() => this.requestUpdate());
    const film = new Film(host, () => this.know());
    this.film = film;
    window.addEventListener('keydown', (event) => film.isFilm && filmKey(film, event), { capture: true });
    window.addEventListener('keydown', (event) => this.onKey(event));
    host.onNotification(cloudMessages.link, (link: CloudLink) => this.follow(link));
    await film.open(kept?.step);
    const { link } = film.shown.setup ?? {};
    if (link) this.follow({ ...link, hovered: -1 });
  }

  /** Of the map that is shown. */
  private get session(): Session | undefined {
    return this.film?.shown;
  }

  override render() {
    const { session, selected, shown } = this;
    const film = this.film!;
    if (!session?.setup)
      return html`<p class="empty">${session?.failure || html`<span role="status">Opening…</span>`}</p>`;
    const { result, frame, setup, samples } = session;
    const { data, sprites } = samples;
    const maps = film.maps;
    const scene = this.scene(maps);
    const count = scene.looks.length / 2;
    const hasPictures = data?.description.pictures === true && sprites.failure === '';
    return html`${bar({
        look: this.look,
        columns: this.columns,
        tool: this.tool,
        onGrid: this.onGrid,
        hasPictures,
        settled: result !== undefined,
        isFilm: film.isFilm,
        change: (look) => this.change(look),
        use: (tool) => (this.tool = tool),
        toggleGrid: () => (this.onGrid = !this.onGrid),
        fit: () => this.stage?.look(wholeCloud(scene.dimensions)),
        take: (kind) => void this.take(kind),
        add:
          result?.provenance.method === 'tsne'
            ? () => void this.say(() => session.host.request<string>(cloudMessages.addPoints))
            : undefined,
      })}
      <main
        @point-hover=${(event: CustomEvent<{ index: number; place: Place }>) => this.point(event.detail)}
        @points-choose=${(event: CustomEvent<{ indices: number[]; how: How }>) => this.choose(event.detail)}
        @no-graphics=${(event: CustomEvent<string>) => (this.noGraphics = event.detail)}
      >
        <netloupe-stage
          .scene=${scene}
          .tool=${this.tool}
          .description=${`${setup.title}: ${pointsText(count)}, ${selected.length} chosen`}
        ></netloupe-stage>
        ${
          (result?.embedding.shape[1] ?? frame?.dimensions) === 1 && !this.onGrid
            ? html`<p class="axis small">
                Across: the map’s only axis. Up and down only spreads the points, by how many lie there.
              </p>`
            : nothing
        }
        ${result || frame ? nothing : html`<p class="empty muted">${session.error ? '' : setup.title}</p>`}
        ${this.noGraphics ? html`<p class="empty" role="alert">${this.noGraphics}</p>` : nothing}
        ${
          this.stage
            ? card({
                ...this.hover,
                within: this.stage.size,
                columns: this.columns,
                shown: this.look.colour,
                neighbours: result?.neighbours,
                colouring: shown.colouring,
                palette: shown.palette,
                spriteOf: hasPictures ? sprites.get : undefined,
                row: this.row,
              })
            : nothing
        }
      </main>
      <aside>
        <h2>${this.columns.find(({ id }) => id === this.look.colour)?.title ?? 'Colour'}</h2>
        <netloupe-cloud-legend
          .legend=${shown.colouring.legend}
          .palette=${shown.palette}
          .filtered=${this.filtered}
          @filter-change=${(event: CustomEvent<ReadonlySet<number>>) => (this.filtered = event.detail)}
        ></netloupe-cloud-legend>
        ${chosenSection({
          selected,
          colouring: shown.colouring,
          palette: shown.palette,
          columns: this.columns,
          hasModel: setup.question.model !== undefined,
          act: (kind) => void this.act(kind),
          clear: () => this.select([]),
        })}
        ${film.isFilm ? stepsTable(film, maps) : nothing}
        ${result ? aboutSections(result, setup.methodTitle, session.notKept) : nothing}
        ${[samples.failure, session.modelFailure, sprites.failure].map((failure) =>
          failure ? html`<section class="small muted">${failure}</section>` : nothing,
        )}
      </aside>
      <div class="foot">
        ${film.isFilm ? filmBar(film) : nothing}
        ${settlingBar(session)}${this.note ? html`<p class="note small" role="status">${this.note}</p>` : nothing}
      </div>`;
  }

  private scene(maps: readonly (AlignedMap | undefined)[]) {
    const { session, look } = this;
    const { result, samples } = session!;
    const { at, among, dimensions, lasts } = this.film!;
    const positions = maps[at]?.positions;
    if (!positions) return emptyScene;
    return this.shown.scene({
      positions,
      dimensions,
      among,
      step: among.indexOf(positions),
      lasts,
      column: this.columns.find(({ id }) => id === look.colour)?.column,
      look,
      map: /vscode-(dark|high-contrast(?!-light))/.test(document.body.className) ? 'dark' : 'light',
      filtered: this.filtered,
      selected: this.selected,
      hovered: this.hover.index >= 0 ? this.hover.index : this.pointed,
      links: nearestOf(result?.neighbours, this.hover.index),
      onGrid: this.onGrid,
      spriteOf: samples.data?.description.pictures ? samples.sprites.get : undefined,
    });
  }

  /** Something has become known. */
  private know(): void {
    const { setup } = this.session!;
    this.columns = columnsOf(this.session!);
    if (!this.colourIsChosen) this.look = { ...this.look, colour: defaultColumn(this.columns) };
    if (setup) this.keep();
    this.requestUpdate();
  }

  private change(look: Partial<CloudLook>): void {
    if (look.colour !== undefined) {
      this.colourIsChosen = true;
      this.filtered = new Set();
    }
    this.look = { ...this.look, ...look };
    this.keep();
    if (look.colour !== undefined) this.tell();
  }

  private keep(): void {
    const { kept } = this.film!;
    if (!kept) return;
    this.film!.host.setState({ ...kept, ...(this.colourIsChosen && { look: this.look }) } satisfies CloudState);
  }

  private choose({ indices, how }: { indices: number[]; how: How }): void {
    this.select(combined(this.selected, indices, how));
  }

  private select(indices: readonly number[]): void {
    this.selected = indices;
    this.tell();
  }

  /** Other clouds of the same data. */
  private tell(): void {
    const { selected, hover, look } = this;
    const link: CloudLink = {
      selected,
      hovered: hover.index,
      ...(this.colourIsChosen && { colour: look.colour }),
    };
    this.film!.host.notify(cloudMessages.link, link);
  }

  private follow({ selected, hovered, colour }: CloudLink): void {
    this.selected = selected;
    this.pointed = hovered;
    if (colour === undefined || colour === this.look.colour || !this.columns.some(({ id }) => id === colour)) return;
    this.colourIsChosen = true;
    this.filtered = new Set();
    this.look = { ...this.look, colour };
    this.keep();
  }

  private point(hover: { index: number; place: Place }): void {
    if (hover.index < 0 && this.hover.index < 0) return;
    const isNew = hover.index !== this.hover.index;
    this.hover = hover;
    if (!isNew) return;
    this.tell();
    void this.readRow(hover.index);
  }

  /** What has no picture shows its numbers. */
  private async readRow(index: number): Promise<void> {
    this.row = '';
    const { samples } = this.film!;
    if (index < 0 || !samples.data || samples.data.description.pictures) return;
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (this.hover.index !== index) return;
    const row = await samples.rows([index]).catch(() => undefined);
    if (!row || this.hover.index !== index) return;
    const numbers = Array.from(row.data.subarray(0, 12), (value) => formatNumber(value, 3)).join('  ');
    this.row = row.data.length > 12 ? `${numbers} …` : numbers;
  }

  private onKey(event: KeyboardEvent): void {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 's') this.tool = this.tool === 'select' ? 'move' : 'select';
    else if (event.key === 'Escape') this.select([]);
  }

  private act(kind: SelectionRequest['kind']): Promise<void> {
    const request: SelectionRequest = { kind, indices: [...this.selected] };
    return this.say(() => this.session!.host.request<string>(cloudMessages.selection, request));
  }

  private take(kind: ExportKind): Promise<void> {
    const { session, stage, shown } = this;
    return this.say(() => exportTo(session!, kind, { stage: stage!, shown, report: (text) => (this.note = text) }));
  }

  /** What was done, or why it could not be. */
  private async say(work: () => Promise<string>): Promise<void> {
    try {
      this.note = await work();
    } catch (error) {
      this.note = error instanceof Error ? error.message : String(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-cloud': CloudPanel;
  }
}
