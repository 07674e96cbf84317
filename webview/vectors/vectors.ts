/**
 * The vectors panel: the open source and how it is read, its parts behind tabs, and the state that outlives a reload.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { VectorsDescription, VectorSource } from '../../src/shared/vectors/requests';
import type { PageHost } from '../ui/host';
import { noticeStyles, openingNotice } from '../ui/notice';
import { tabs, tabStyles } from '../ui/tabs';
import { Task, taskLine } from '../ui/task';
import './analogies/analogies';
import './ask/ask';
import { attempt } from './attempt';
import './axes/axes';
import { vectorsEditor, type VectorsEditor, type VectorsSetup } from '../../src/shared/api/vectors';
import { defaultState, readState, titles, type PanelState, type Part } from './state';
import { partStyles } from './styles';
import { plural } from '../ui/format';
import { messageOf } from '../../src/shared/errors';

@customElement('netloupe-vectors')
export class VectorsPanel extends LitElement {
  static override styles = [
    noticeStyles,
    partStyles,
    tabStyles,
    css`
      :host {
        display: block;
        min-height: 100vh;
      }
      header {
        position: sticky;
        top: 0;
        z-index: 3;
        padding: 10px 16px 0;
        background: var(--vscode-editor-background);
        border-bottom: 1px solid var(--line);
      }
      h1 {
        margin: 0;
        font-size: 15px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .part,
      .opening {
        padding: 12px 16px;
      }
      .notice {
        position: fixed;
        z-index: 4;
        right: 16px;
        bottom: 16px;
        max-width: min(560px, calc(100vw - 32px));
        padding: 8px 12px;
        overflow-wrap: anywhere;
        color: var(--vscode-inputValidation-infoForeground, var(--vscode-foreground));
        background: var(--vscode-inputValidation-infoBackground, var(--vscode-editor-background));
        border: 1px solid var(--vscode-inputValidation-infoBorder, var(--line));
        border-radius: 4px;
      }
    `,
  ];

  @state() private accessor kept: PanelState = defaultState;
  @state() private accessor setup: VectorsSetup | undefined;
  @state() private accessor failure = '';
  @state() private accessor notice = '';
  private editor!: VectorsEditor;
  private host!: PageHost;
  /** Parts that were opened stay as they were left. */
  private readonly opened = new Set<Part>();
  private readonly opening = new Task<VectorSource, VectorsDescription>(this, (_, options) =>
    this.editor.describe(null, options),
  );

  open(host: PageHost): void {
    this.host = host;
    this.editor = host.peer.remote(vectorsEditor);
    this.kept = readState(host.getState());
    void this.start();
  }

  private async start(): Promise<void> {
    this.failure = '';
    try {
      this.take(await this.editor.ready());
    } catch (error) {
      this.failure = messageOf(error);
    }
  }

  override render() {
    const { setup, failure } = this;
    if (!setup) return openingNotice('Opening the vectors…', failure, () => void this.start());
    const description = this.opening.answer;
    const { part } = this.kept;
    return html`<header>
        <div class="bar">
          <h1 title=${setup.source.vectors}>${setup.title}</h1>
          ${this.facts(description, setup)}
        </div>
        ${description ? tabs({ label: 'Vectors', titles, chosen: part, onChoose: (part) => this.keep({ part }) }) : nothing}
      </header>
      ${
        description
          ? this.parts(description)
          : html`<div class="opening">${taskLine(this.opening, 'Reading the vectors')}</div>`
      }
      ${this.notice ? html`<div class="notice" role="status">${this.notice}</div>` : nothing}`;
  }

  private parts(description: VectorsDescription) {
    const { part } = this.kept;
    this.opened.add(part);
    return [...this.opened].map(
      (each) =>
        html`<section
          class="part"
          id="part-${each}"
          role="tabpanel"
          aria-labelledby="tab-${each}"
          ?hidden=${each !== part}
          @tell=${(event: CustomEvent<string>) => this.tell(event.detail)}
          @keep=${(event: CustomEvent<Partial<PanelState>>) => this.keep(event.detail)}
        >
          ${this.contents(each, description)}
        </section>`,
    );
  }

  /** Another vocabulary can be chosen if one did not fit. */
  private facts(description: VectorsDescription | undefined, { ofModel, source }: VectorsSetup) {
    const button = (icon: string, label: string, title: string, act: () => Promise<string>) =>
      html`<vscode-button secondary icon=${icon} title=${title} @click=${() => void attempt(this, act)}
        >${label}</vscode-button
      >`;
    return html`${
        description
          ? html`<span class="muted number" title=${description.conventions.join('\n')}
              >${plural(description.count, 'vector')} of ${description.width} numbers</span
            >`
          : nothing
      }
      <span class="push group" @tell=${(event: CustomEvent<string>) => this.tell(event.detail)}>
        ${
          ofModel
            ? button(
                'list-flat',
                source.names === undefined ? 'Choose Vocabulary…' : 'Change Vocabulary…',
                'A text file with one name per row, one on each line',
                async () => {
                  const setup = await this.editor.chooseNames();
                  if (setup) this.take(setup);
                  return '';
                },
              )
            : button(
                'graph-scatter',
                'Show Embedding…',
                'Lays out all vectors as a cloud, with words as labels',
                async () => {
                  await this.editor.embed();
                  return '';
                },
              )
        }
      </span>`;
  }

  private contents(part: Part, description: VectorsDescription): TemplateResult {
    const { editor, kept } = this;
    switch (part) {
      case 'ask':
        return html`<netloupe-ask .editor=${editor} .kept=${kept} .description=${description}></netloupe-ask>`;
      case 'axes':
        return html`<netloupe-axes
          .editor=${editor}
          .form=${kept.axes}
          .description=${description}
          @ask-word=${(event: CustomEvent<string>) => this.keep({ part: 'ask', query: event.detail })}
        ></netloupe-axes>`;
      case 'analogies':
        return html`<netloupe-analogies .editor=${editor} .questions=${kept.questions}></netloupe-analogies>`;
    }
  }

  private take(setup: VectorsSetup): void {
    this.setup = setup;
    this.keep({});
    void this.opening.ask(setup.source);
  }

  private keep(change: Partial<PanelState>): void {
    this.kept = { ...this.kept, ...change };
    if (this.setup) this.host.setState({ ...this.kept, source: this.setup.source });
  }

  private tell(notice: string): void {
    this.notice = notice;
    setTimeout(() => this.notice === notice && (this.notice = ''), 6000);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-vectors': VectorsPanel;
  }
}
