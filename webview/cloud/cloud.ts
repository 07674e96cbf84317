/**
 * The cloud panel: points, their colours, and the selection. The stage draws them, sessions hold the maps, the film
 * decides which one is shown.
 */
import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { cloudEditor, cloudPage, type CloudEditor, type CloudLink } from '../../src/shared/api/cloud';
import { defaultLook, type CloudLook, type CloudState } from '../../src/shared/cloud/question';
import type { AlignedMap } from '../../src/shared/cloud/procrustes';
import type { PageHost } from '../ui/host';
import { menuStyles } from '../ui/menu';
import { noticeStyles, openingNotice } from '../ui/notice';
import { shared } from '../ui/styles';
import { onThemeChange, themeMap } from '../ui/theme';
import { bar, type ExportKind } from './bar';
import { axisNote } from './axisNote';
import { card, nearestOf } from './card';
import { Choosing } from './choosing';
import { columnsOf, defaultColumn, type ShownColumn } from './columns';
import { Film } from './film/film';
import { filmBar, filmKey } from './film/filmBar';
import { filmStyles } from './film/styles';
import { listenForKeys } from './keys';
import { noFilter, type Filter } from './look/filter';
import { PointedRow } from './pointedRow';
import type { How } from './selection';
import type { Session } from './session';
import { settlingBar } from './settling';
import { Shown } from './shown';
import { side } from './side/side';
import { wholeCloud } from './stage/camera';
import type { Tool } from './stage/gestures';
import type { Place } from './stage/pick';
import { emptyScene } from './stage/scene';
import type { Stage } from './stage/stage';
import './stage/stage';
import { styles } from './styles';
import { exportTo } from './export';
import { plural } from '../ui/format';
import { messageOf } from '../../src/shared/errors';

@customElement('netloupe-cloud')
export class CloudPanel extends LitElement {
  static override styles = [shared, noticeStyles, menuStyles, styles, filmStyles];

  @state() private accessor look: CloudLook = defaultLook;
  @state() private accessor tool: Tool = 'move';
  @state() private accessor onGrid = false;
  @state() private accessor filter: Filter = noFilter;
  @state() private accessor selected: readonly number[] = [];
  @state() private accessor hover: { index: number; place: Place } = { index: -1, place: [0, 0] };
  /** The sample under the pointer in another cloud. */
  @state() private accessor pointed = -1;
  @state() private accessor note = '';
  @state() private accessor noGraphics = '';
  @query('netloupe-stage') private accessor stage!: Stage | null;
  /** Why there is nothing at all. */
  @state() private accessor failure = '';
  private host!: PageHost;
  private editor!: CloudEditor;
  private film: Film | undefined;
  private columns: ShownColumn[] = [];
  /** Until the user chooses, the colour follows what becomes known. */
  private colourIsChosen = false;
  private readonly shown = new Shown();
  private readonly row = new PointedRow(() => this.requestUpdate());
  private readonly choosing = new Choosing(
    () => ({
      selected: this.selected,
      through: this.shown.through,
      colouring: this.shown.colouring,
      columns: this.columns,
      neighbours: this.session?.result?.neighbours,
      hovered: this.hover.index,
    }),
    (indices) => this.select(indices),
  );

  async open(host: PageHost): Promise<void> {
    this.host = host;
    this.editor = host.peer.remote(cloudEditor);
    host.peer.serve(cloudPage, { link: (link) => this.follow(link) });
    const kept = host.getState() as Partial<CloudState> | null | undefined;
    if (kept?.look) {
      this.look = { ...defaultLook, ...kept.look };
      this.colourIsChosen = true;
    }
    onThemeChange(() => this.requestUpdate());
    const film = new Film(this.editor, () => this.know());
    this.film = film;
    window.addEventListener('keydown', (event) => film.isFilm && filmKey(film, event), { capture: true });
    listenForKeys(this.choosing, () => (this.tool = this.tool === 'select' ? 'move' : 'select'));
    await this.start();
  }

  private async start(): Promise<void> {
    this.failure = '';
    const kept = this.host.getState() as Partial<CloudState> | null | undefined;
    try {
      const setup = await this.editor.ready();
      await this.film!.open(setup, kept?.step);
      if (setup.link) this.follow({ ...setup.link, hovered: -1 });
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  /** Of the shown map. */
  private get session(): Session | undefined {
    return this.film?.shown;
  }

  override render() {
    const { session, selected, shown } = this;
    const film = this.film!;
    if (!session?.map)
      return openingNotice('Opening the map…', this.failure || session?.failure || '', () => void this.start());
    const { result, frame, map } = session;
    const { samples } = film;
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
          result && map.takesPoints
            ? () => void this.say(() => this.editor.addPoints(film.at).then(() => ''))
            : undefined,
      })}
      <main
        @point-hover=${(event: CustomEvent<{ index: number; place: Place }>) => this.point(event.detail)}
        @points-choose=${({ detail }: CustomEvent<{ indices: number[]; how: How }>) =>
          this.choosing.choose(detail.indices, detail.how)}
        @no-graphics=${(event: CustomEvent<string>) => (this.noGraphics = event.detail)}
      >
        <netloupe-stage
          .scene=${scene}
          .tool=${this.tool}
          .description=${`${map.title}: ${plural(count, 'point')}, ${selected.length} selected`}
        ></netloupe-stage>
        ${film.dimensions === 1 && !this.onGrid ? axisNote : nothing}
        ${result || frame ? nothing : html`<p class="empty muted">${session.error ? '' : map.title}</p>`}
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
                row: this.row.text,
              })
            : nothing
        }
      </main>
      ${side({
        film,
        session,
        maps,
        shown,
        columns: this.columns,
        colour: this.look.colour,
        filter: this.filter,
        count,
        selected,
        choosing: this.choosing,
        setFilter: (filter) => (this.filter = filter),
        tell: (text) => (this.note = text),
        act: (kind) => {
          const request = { step: film.at, kind, indices: [...selected] };
          void this.say(() => this.editor.useSelection(request));
        },
      })}
      <div class="foot">
        ${film.isFilm ? filmBar(film) : nothing}
        ${settlingBar(session)}${this.note ? html`<p class="note small" role="status">${this.note}</p>` : nothing}
      </div>`;
  }

  private scene(maps: readonly (AlignedMap | undefined)[]) {
    const { session, look } = this;
    const { result } = session!;
    const { at, among, dimensions, lasts, samples } = this.film!;
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
      map: themeMap(),
      filter: this.filter,
      selected: this.selected,
      hovered: this.hover.index >= 0 ? this.hover.index : this.pointed,
      links: nearestOf(result?.neighbours, this.hover.index),
      onGrid: this.onGrid,
      spriteOf: samples.data?.description.pictures ? samples.sprites.get : undefined,
    });
  }

  /** New information has arrived. */
  private know(): void {
    if (this.session) this.columns = columnsOf(this.film!.samples, this.session);
    if (!this.colourIsChosen) this.look = { ...this.look, colour: defaultColumn(this.columns) };
    this.keep();
    this.requestUpdate();
  }

  private change(look: Partial<CloudLook>): void {
    if (look.colour !== undefined) {
      this.colourIsChosen = true;
      this.filter = noFilter;
    }
    this.look = { ...this.look, ...look };
    this.keep();
    if (look.colour !== undefined) this.tell();
  }

  private keep(): void {
    const { kept } = this.film!;
    if (!kept) return;
    this.host.setState({ ...kept, ...(this.colourIsChosen && { look: this.look }) } satisfies CloudState);
  }

  private select(indices: readonly number[]): void {
    this.selected = indices;
    this.tell();
  }

  /** Other clouds of the same data. */
  private tell(): void {
    const { selected, hover, look, colourIsChosen } = this;
    const link: CloudLink = { selected, hovered: hover.index, ...(colourIsChosen && { colour: look.colour }) };
    void this.editor.link(link);
  }

  private follow({ selected, hovered, colour }: CloudLink): void {
    this.selected = selected;
    this.pointed = hovered;
    if (colour === undefined || colour === this.look.colour || !this.columns.some(({ id }) => id === colour)) return;
    this.colourIsChosen = true;
    this.filter = noFilter;
    this.look = { ...this.look, colour };
    this.keep();
  }

  private point(hover: { index: number; place: Place }): void {
    if (hover.index < 0 && this.hover.index < 0) return;
    const isNew = hover.index !== this.hover.index;
    this.hover = hover;
    if (!isNew) return;
    this.tell();
    void this.row.point(hover.index, this.film!.samples);
  }

  private take(kind: ExportKind): Promise<void> {
    const { editor, film, stage, shown } = this;
    const { at: step, samples } = film!;
    const report = (text: string): void => void (this.note = text);
    return this.say(() => exportTo(kind, { editor, step, samples, stage: stage!, shown, report }));
  }

  /** What was done, or why it could not be. */
  private async say(work: () => Promise<string>): Promise<void> {
    try {
      this.note = await work();
    } catch (error) {
      this.note = messageOf(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-cloud': CloudPanel;
  }
}
