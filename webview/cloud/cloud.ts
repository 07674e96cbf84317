/** The cloud panel: the points, their colours, and whoever is chosen among them. What is drawn is the stage's, what is known the session's. */
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
import type { Host } from '../ui/host';
import { shared } from '../ui/styles';
import { onThemeChange } from '../ui/theme';
import { bar, type ExportKind } from './bar';
import { card, nearestOf, rowText } from './card';
import { Choosing } from './choosing';
import { columnsOf, defaultColumn, type ShownColumn } from './columns';
import { onKey } from './keys';
import { pointsText } from './look/colouring';
import { noFilter, type Filter } from './look/filter';
import type { How } from './selection';
import { Session } from './session';
import { settlingBar } from './settling';
import { Shown } from './shown';
import { aboutSections } from './side/about';
import { chosenSection, placesOf } from './side/chosen';
import './side/legend';
import type { LegendChoice } from './side/legend';
import { mapSection } from './side/map';
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
  static override styles = [shared, styles];

  @state() private accessor look: CloudLook = defaultLook;
  @state() private accessor tool: Tool = 'move';
  @state() private accessor onGrid = false;
  @state() private accessor filter: Filter = noFilter;
  @state() private accessor selected: readonly number[] = [];
  @state() private accessor hover: { index: number; place: Place } = { index: -1, place: [0, 0] };
  /** The sample under the pointer in another cloud. */
  @state() private accessor pointed = -1;
  @state() private accessor row = '';
  @state() private accessor note = '';
  @state() private accessor noGraphics = '';
  @query('netloupe-stage') private accessor stage!: Stage | null;
  private session: Session | undefined;
  private columns: ShownColumn[] = [];
  /** Until a person chooses, the colour follows what becomes known. */
  private colourIsChosen = false;
  private readonly shown = new Shown();
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

  async open(host: Host): Promise<void> {
    const kept = host.getState() as Partial<CloudState> | null | undefined;
    if (kept?.look) {
      this.look = { ...defaultLook, ...kept.look };
      this.colourIsChosen = true;
    }
    onThemeChange(() => this.requestUpdate());
    window.addEventListener('keydown', (event) =>
      onKey(event, this.choosing, () => (this.tool = this.tool === 'select' ? 'move' : 'select')),
    );
    host.onNotification(cloudMessages.link, (link: CloudLink) => this.follow(link));
    this.session = new Session(host, () => {
      this.know();
      this.requestUpdate();
    });
    await this.session.open();
    const { link } = this.session.setup ?? {};
    if (link) this.follow({ ...link, hovered: -1 });
  }

  override render() {
    const { session, selected, shown } = this;
    if (!session?.setup)
      return html`<p class="empty">${session?.failure || html`<span role="status">Opening…</span>`}</p>`;
    const { result, frame, setup, data } = session;
    const scene = this.scene();
    const count = scene.looks.length / 2;
    const hasPictures = data?.description.pictures === true && session.sprites.failure === '';
    return html`${bar({
        look: this.look,
        columns: this.columns,
        tool: this.tool,
        onGrid: this.onGrid,
        hasPictures,
        settled: result !== undefined,
        change: (look) => this.change(look),
        use: (tool) => (this.tool = tool),
        toggleGrid: () => (this.onGrid = !this.onGrid),
        fit: () => this.stage?.look(wholeCloud(scene.dimensions)),
        take: (kind) => void this.take(kind),
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
          .description=${`${setup.title}: ${pointsText(count)}, ${selected.length} chosen`}
        ></netloupe-stage>
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
                spriteOf: hasPictures ? session.sprites.get : undefined,
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
          .filter=${this.filter}
          .through=${[shown.through.length, count]}
          @filter-change=${(event: CustomEvent<Filter>) => (this.filter = event.detail)}
          @legend-choose=${(event: CustomEvent<LegendChoice>) => this.choosing.chooseEntry(event.detail)}
        ></netloupe-cloud-legend>
        ${chosenSection({
          selected,
          colouring: shown.colouring,
          palette: shown.palette,
          columns: this.columns,
          hasModel: setup.question.model !== undefined,
          places: placesOf(data?.description.format),
          hasNeighbours: (result?.neighbours.k ?? 0) > 0,
          choosing: this.choosing,
          tell: (text) => (this.note = text),
          act: (kind) => void this.act(kind),
        })}
        ${mapSection(session)} ${result ? aboutSections(result, setup.methodTitle, setup.notKept ?? '') : nothing}
        ${[session.dataFailure, session.modelFailure, session.sprites.failure].map((failure) =>
          failure ? html`<section class="small muted">${failure}</section>` : nothing,
        )}
      </aside>
      <div class="foot">
        ${settlingBar(session)}${this.note ? html`<p class="note small" role="status">${this.note}</p>` : nothing}
      </div>`;
  }

  private scene() {
    const { session, look } = this;
    const { result, frame, data } = session!;
    const embedding = result?.embedding;
    const positions = embedding?.data ?? frame?.positions;
    if (!positions) return emptyScene;
    return this.shown.scene({
      positions,
      dimensions: embedding ? (embedding.shape[1] ?? 2) : frame!.dimensions,
      column: this.columns.find(({ id }) => id === look.colour)?.column,
      look,
      map: /vscode-(dark|high-contrast(?!-light))/.test(document.body.className) ? 'dark' : 'light',
      filter: this.filter,
      selected: this.selected,
      hovered: this.hover.index >= 0 ? this.hover.index : this.pointed,
      links: nearestOf(result?.neighbours, this.hover.index),
      onGrid: this.onGrid,
      spriteOf: data?.description.pictures ? session!.sprites.get : undefined,
    });
  }

  /** Something has become known. */
  private know(): void {
    const { setup } = this.session!;
    this.columns = columnsOf(this.session!);
    if (!this.colourIsChosen) this.look = { ...this.look, colour: defaultColumn(this.columns) };
    if (setup) this.keep();
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
    const { host, setup } = this.session!;
    const { question, run } = setup!;
    const kept: CloudState = { question, ...(run && { run }), ...(this.colourIsChosen && { look: this.look }) };
    host.setState(kept);
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
    this.session!.host.notify(cloudMessages.link, link);
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
    void this.readRow(hover.index);
  }

  /** What has no picture shows its numbers. */
  private async readRow(index: number): Promise<void> {
    this.row = '';
    const { data } = this.session!;
    if (index < 0 || !data || data.description.pictures) return;
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (this.hover.index !== index) return;
    const row = await this.session!.samples([index]).catch(() => undefined);
    if (!row || this.hover.index !== index) return;
    this.row = rowText(row.data);
  }

  private async act(kind: SelectionRequest['kind']): Promise<void> {
    await this.ask(cloudMessages.selection, { kind, indices: [...this.selected] } satisfies SelectionRequest);
  }

  private async take(kind: ExportKind): Promise<void> {
    try {
      const { session, stage, shown } = this;
      this.note = await exportTo(session!, kind, { stage: stage!, shown, report: (text) => (this.note = text) });
    } catch (error) {
      this.note = error instanceof Error ? error.message : String(error);
    }
  }

  private async ask(message: string, parameters: unknown): Promise<void> {
    try {
      this.note = await this.session!.host.request<string>(message, parameters);
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
