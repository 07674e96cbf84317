/**
 * The explain panel: joins the session with the editor, the user's arrangement, and the parts that draw. Each part is a
 * component; their events are handled here.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  explainEditor,
  explainPage,
  type ExplainEditor,
  type ExplainForm,
  type ExplainSetup,
} from '../../src/shared/api/explain';
import { messageOf } from '../../src/shared/errors';
import type { AttributionResult, SanityResult } from '../../src/shared/results';
import { acceptFiles } from '../ui/drop';
import { isTyping } from '../ui/events';
import type { PageHost } from '../ui/host';
import { notice, openingNotice } from '../ui/notice';
import { Task } from '../ui/task';
import { onThemeChange, paperTheme, themeMap } from '../ui/theme';
import { about } from './about/about';
import './about/banner';
import './about/header';
import type { ExportKind } from './about/header';
import './about/law';
import './about/predictions';
import { panelStyles } from './explainStyles';
import { composePng } from './export/compose';
import { compositionOf } from './export/composition';
import './form/form';
import { canConverge, untilConverged } from './form/converge';
import { classCount, explainedName } from './form/target';
import { layoutOf, type Layout } from '../../src/shared/picture/layout';
import { mapOf } from '../../src/shared/picture/map';
import { sampleNumbers, type SampleNumbers } from './numbers/sample';
import './sanity/sanity';
import { ExplainSession } from './session';
import { defaultView, fitted, readSaved, shownOn, type SavedState, type ViewState } from './state';
import './views/features';
import './views/legend';
import './views/pictures';
import './views/signal';
import './views/toolbar';
import { viewKinds } from './views/toolbar';
import type { Viewport } from '../picture/viewport';

@customElement('netloupe-explain')
export class ExplainPanel extends LitElement {
  static override styles = panelStyles;

  @state() private accessor view: ViewState = defaultView;
  @state() private accessor ground = themeMap();
  @state() private accessor notice = '';
  private host!: PageHost;
  private editor!: ExplainEditor;
  private session!: ExplainSession;
  private readonly check = new Task<ExplainForm, SanityResult>(this, (form, options) =>
    this.editor.checkSanity(form, options),
  );
  /** The result that `check` belongs to. */
  private checked: AttributionResult | undefined;
  private shown: { of: string; result: AttributionResult; layout: Layout; numbers: SampleNumbers } | undefined;

  /** Connects the panel; until then it shows that it is opening. */
  open(host: PageHost): void {
    this.host = host;
    this.editor = host.peer.remote(explainEditor);
    this.session = new ExplainSession(this.editor, () => this.onSession());
    host.peer.serve(explainPage, { refresh: (form) => void this.session.refresh(form) });
    document.addEventListener('keydown', (event) => this.onKey(event));
    acceptFiles(
      document,
      (uri) => this.change(this.editor.takeFile(uri)),
      () => this.tell('Drop a file from the Explorer, holding Shift; or use Choose Data….'),
    );
    onThemeChange(() => (this.ground = themeMap()));
    this.start();
  }

  private start(): void {
    void this.session.start((setup) => this.restore(setup));
  }

  override render(): TemplateResult {
    const { setup, form, status, failure, result } = this.session ?? {};
    if (!setup || !form) {
      const chooseData = { text: 'Choose Data…', act: () => this.change(this.editor.chooseData()) };
      return openingNotice('Opening the model…', failure ?? '', () => this.start(), chooseData);
    }
    const view = result ? this.numbersOf(result) : undefined;
    const stale = status === 'failed' || status === 'cancelled';
    return html`<netloupe-header
        .setup=${setup}
        .form=${form}
        .result=${result}
        .sample=${this.view.sample}
        .running=${status === 'running'}
        .progress=${this.session.progress}
        @cancel-run=${() => this.session.cancel()}
        @data-choose=${() => this.change(this.editor.chooseData())}
        @file-step=${(event: CustomEvent<'before' | 'after'>) => this.change(this.editor.stepFile(event.detail))}
        @compare-methods=${() => void this.editor.compare(form)}
        @export=${(event: CustomEvent<ExportKind>) => void this.export(event.detail)}
      ></netloupe-header>
      ${this.renderBanner(status, failure, result)}
      <main
        class="${stale ? 'stale' : ''} ${status === 'running' && result ? 'renewing' : ''}"
        @view-change=${(event: CustomEvent<Partial<ViewState>>) => this.arrange(event.detail)}
        @viewport-change=${(event: CustomEvent<Viewport>) => this.arrange({ viewport: event.detail })}
      >
        <section class="views" aria-label="Attribution">
          ${view && result ? this.renderViews(view.layout, view.numbers, result, setup) : this.noResult(status)}
        </section>
        <aside>
          ${
            result
              ? html`<netloupe-predictions
                  .model=${setup.model}
                  .result=${result}
                  .sample=${this.view.sample}
                  @target-pick=${(event: CustomEvent<string>) => this.pick(event.detail)}
                ></netloupe-predictions>`
              : nothing
          }
          <netloupe-form
            .setup=${setup}
            .form=${form}
            .classes=${classCount(setup.model, result)}
            .samples=${view?.layout.samples ?? 1}
            .unsuitable=${this.session.unsuitable}
            @gallery-open=${() => void this.session.findUnsuitable()}
            @form-change=${(event: CustomEvent<ExplainForm>) => this.session.edit(event.detail)}
          ></netloupe-form>
        </aside>
        ${result ? about(result, this.view.sample) : nothing}
      </main>`;
  }

  private noResult(status: string) {
    return html`<div class="placeholder">
      ${
        status === 'running'
          ? notice({ kind: 'waiting', text: 'Computing the first explanation…' })
          : notice({ kind: 'empty', icon: 'eye', text: 'There is no explanation yet.' })
      }
    </div>`;
  }

  private renderBanner(status: string, failure: string, result: AttributionResult | undefined) {
    const kept = result ? ' Below is the previous result.' : '';
    if (status === 'failed')
      return html`<netloupe-banner
        severity="error"
        choose
        retry
        .message=${failure + kept}
        @data-choose=${() => this.change(this.editor.chooseData())}
        @run-again=${() => void this.session.run()}
      ></netloupe-banner>`;
    if (status === 'cancelled')
      return html`<netloupe-banner
        retry
        .message=${`Cancelled.${kept}`}
        @run-again=${() => void this.session.run()}
      ></netloupe-banner>`;
    return this.notice ? html`<netloupe-banner class="notice" .message=${this.notice}></netloupe-banner>` : nothing;
  }

  private renderViews(layout: Layout, numbers: SampleNumbers, result: AttributionResult, setup: ExplainSetup) {
    const explained = explainedName(setup.model, result, this.view.sample);
    const shown = shownOn(this.ground, this.view);
    return html`<netloupe-toolbar .layout=${layout} .view=${this.view} .names=${setup.samples ?? []}></netloupe-toolbar>
      ${
        layout.kind === 'signal'
          ? html`<netloupe-signal .numbers=${numbers} .view=${shown}></netloupe-signal>`
          : layout.kind === 'tabular'
            ? html`<netloupe-features .numbers=${numbers} .view=${shown}></netloupe-features>`
            : html`<netloupe-pictures .numbers=${numbers} .layout=${layout} .view=${shown}></netloupe-pictures>`
      }
      <netloupe-legend .numbers=${numbers} .view=${shown} .explained=${explained}></netloupe-legend>
      <netloupe-law
        .result=${result}
        .sample=${this.view.sample}
        ?canConverge=${canConverge(setup.methods, result.provenance)}
        @run-until-converged=${() => this.converge(result)}
      ></netloupe-law>
      <netloupe-sanity
        .task=${this.check}
        .map=${shown.map}
        @sanity-check=${() => void this.check.ask(this.session.form!)}
      ></netloupe-sanity>`;
  }

  /** The numbers shown, computed again only when their inputs change. */
  private numbersOf(result: AttributionResult): { layout: Layout; numbers: SampleNumbers } {
    const { sample, channel, limit } = this.view;
    const of = `${sample} ${channel} ${limit}`;
    if (this.shown?.result !== result || this.shown.of !== of) {
      const layout = layoutOf(mapOf(result).shape);
      this.shown = { of, result, layout, numbers: sampleNumbers(result, layout, sample, channel, limit) };
    }
    return this.shown;
  }

  private onSession(): void {
    const { result, setup } = this.session;
    if (result && result !== this.shown?.result) this.view = fitted(this.view, layoutOf(mapOf(result).shape));
    if (result !== this.checked) this.follow(result, setup?.result === result ? setup?.check : undefined);
    this.save();
    this.requestUpdate();
  }

  /** Cancels the check of another result. `kept` is the editor's check of this one. */
  private follow(result: AttributionResult | undefined, kept: SanityResult | undefined): void {
    this.checked = result;
    if (kept) this.check.show(this.session.form!, kept);
    else this.check.clear();
  }

  private arrange(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.save();
  }

  private pick(target: string): void {
    if (!this.session.form) return;
    this.session.edit({ ...this.session.form, target });
    void this.session.run();
  }

  /** Repeats the result's question with as many steps or samples as its law takes. */
  private converge({ provenance: { method } }: AttributionResult): void {
    const { form } = this.session;
    if (form?.method !== method) return;
    this.session.edit({ ...form, parameters: { ...form.parameters, [untilConverged]: true } });
    void this.session.run();
  }

  private restore(setup: ExplainSetup): ExplainForm | undefined {
    const saved = readSaved(this.host.getState(), { model: setup.model.path, input: setup.input });
    if (saved) this.view = saved.view;
    return setup.formIsNew ? undefined : saved?.form;
  }

  private save(): void {
    const { setup, form } = this.session;
    if (!setup || !form) return;
    const { model, input } = setup;
    const state: SavedState = { model: model.path, input, form, view: this.view };
    this.host.setState(state);
  }

  private onKey(event: KeyboardEvent): void {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '<' || event.key === '>')
      this.change(this.editor.stepFile(event.key === '<' ? 'before' : 'after'));
    const view = viewKinds.find(({ key }) => key === event.key);
    const step = event.key === '.' ? 1 : event.key === ',' ? -1 : 0;
    const sample = this.view.sample + step;
    if (view) this.arrange({ view: view.kind });
    else if (step !== 0 && sample >= 0 && sample < (this.shown?.layout.samples ?? 0)) this.arrange({ sample });
  }

  /** Once the data has changed, the editor has the page refresh itself; a failure is shown here. */
  private change(asked: Promise<void>): void {
    asked.catch((error: unknown) => this.tell(messageOf(error)));
  }

  private async export(kind: ExportKind): Promise<void> {
    const { form, result } = this.session;
    if (!form || !result) return;
    try {
      const request =
        kind === 'png' ? { kind, png: await this.picture(result) } : kind === 'cli' ? { kind, form } : { kind };
      const where = await this.editor.export(request);
      if (where !== '') this.tell(kind === 'cli' ? `Copied: ${where}` : `Saved ${where}.`);
    } catch (error) {
      this.tell(messageOf(error));
    }
  }

  private async picture(result: AttributionResult): Promise<Uint8Array> {
    const view = shownOn('light', this.view);
    const composition = compositionOf(this.session.setup!, result, this.numbersOf(result), view);
    return await composePng(composition, paperTheme(this));
  }

  private tell(notice: string): void {
    this.notice = notice;
    setTimeout(() => this.notice === notice && (this.notice = ''), 6000);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-explain': ExplainPanel;
  }
}
