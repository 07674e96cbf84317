/**
 * The part "Table": its toolbar, the table, the focused cell with every digit, and exports as CSV, text and picture.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { csvLine, tsvLine } from '../../../src/shared/csv';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import type { CapacityEditor } from '../../../src/shared/api/capacity';
import { partStyles } from '../styles';
import { Task, taskLine } from '../../ui/task';
import './block';
import type { BlockChoice } from './block';
import { boundaries } from './boundaries';
import { parseWhole, sizeText, valueOf } from './cells';
import { blockOf, blockText, visibleBlock, type Block } from './geometry';
import './grid';
import type { CapacityGrid, Place, Selected } from './grid';
import './heatLegend';
import { pictureOf } from './picture';
import { refusal, sheetOf } from './sheet';
import { messageOf } from '../../../src/shared/errors';

@customElement('netloupe-capacity-table')
export class CapacityTable extends LitElement {
  static override styles = [
    shared,
    partStyles,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto auto minmax(260px, 1fr) auto auto;
        gap: 8px;
        height: 100%;
        min-height: 0;
      }
      .value {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 2px 12px;
        align-items: start;
      }
      .digits {
        max-height: 8.7em;
        overflow-y: auto;
      }
      sup {
        line-height: 0;
      }
      h2 {
        margin: 0;
        text-transform: none;
        letter-spacing: 0;
        font-size: 13px;
        color: inherit;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: CapacityEditor;
  @property({ type: Boolean }) accessor bias = false;
  @property({ attribute: false }) accessor selected!: Selected;
  @property({ attribute: false }) accessor place!: Place;
  @state() private accessor problem = '';
  @state() private accessor visible: Block | undefined;
  @query('netloupe-capacity-grid') private accessor grid!: CapacityGrid;
  private readonly sheet = new Task(this, async ({ block, quantity }: BlockChoice, { signal, onProgress }) => {
    const text = await sheetOf(
      block,
      { quantity, bias: this.bias, line: csvLine },
      { ...(signal && { signal }), progress: (fraction) => onProgress?.({ fraction, message: '' }) },
    );
    const name = `capacity-${quantity}-N${block.fromN}-${block.toN}-K${block.fromK}-${block.toK}.csv`;
    return this.editor.save({ name, bytes: new TextEncoder().encode(text) });
  });

  override render() {
    return html`<p>
        Label each of N points + or −, in any of 2<sup>N</sup> ways: how many of these T can one neuron with K inputs
        produce? A cell shows the share P = T / 2<sup>N</sup>; point at it for every digit of T. The table goes up to
        2,000 points and inputs.
      </p>
      ${this.toolbar()}
      <netloupe-heat-legend .boundaries=${boundaries(this.bias)}></netloupe-heat-legend>
      <netloupe-capacity-grid
        .bias=${this.bias}
        .selected=${this.selected}
        .place=${this.place}
        @select-cells=${() => (this.problem = '')}
        @copy-cells=${() => void this.copySelection()}
      ></netloupe-capacity-grid>
      ${this.value()}
      <div>
        <netloupe-block
          .block=${this.exported()}
          @toggle=${() => (this.visible = visibleBlock(this.grid.frame))}
          @save-block=${(event: CustomEvent<BlockChoice>) => void this.sheet.ask(event.detail)}
        ></netloupe-block>
        ${taskLine(this.sheet, 'Writing the table')}
        ${this.sheet.answer ? html`<p class="small" role="status">Saved ${this.sheet.answer}.</p>` : nothing}
      </div>`;
  }

  private toolbar() {
    const { focus } = this.selected;
    const field = (label: string, value: number, take: (text: string) => void) =>
      html`<label class="group"
        >${label}
        <vscode-textfield
          class="narrow"
          .label=${label}
          .value=${String(value)}
          inputmode="numeric"
          @change=${(event: Event) => take((event.currentTarget as HTMLInputElement).value)}
        ></vscode-textfield
      ></label>`;
    const button = (icon: string, title: string, act: () => void) =>
      html`<button class="step" title=${title} aria-label=${title} @click=${act}>
        <vscode-icon name=${icon}></vscode-icon>
      </button>`;
    return html`<div class="bar" role="toolbar" aria-label="Table">
      <div class="group" title="Go to a cell">
        ${field('Points N', focus.n, (text) => this.go('n', text))}
        ${field('Inputs K', focus.k, (text) => this.go('k', text))}
      </div>
      <span class="problem" role="alert">${this.problem}</span>
      <div class="group push">
        ${button('zoom-out', 'Zoom out (−)', () => this.grid.zoomBy(-1))}
        ${button('zoom-in', 'Zoom in (+)', () => this.grid.zoomBy(1))}
        <vscode-toolbar-button
          icon="file-media"
          label="Save the view as .png"
          title="Save the view as .png"
          @click=${() => void this.savePicture()}
          >.png</vscode-toolbar-button
        >
      </div>
    </div>`;
  }

  private value() {
    const value = valueOf(this.selected.focus, this.bias);
    const { n, k, count, probability } = value;
    const { selection } = this;
    return html`<section class="value" aria-label="The cell in focus">
      <div>
        <h2>
          N = ${n} ${n === 1 ? 'point' : 'points'}, K = ${k}
          ${k === 1 ? 'input' : 'inputs'}${this.bias ? ' and a bias' : ''}
        </h2>
        <div class="formula digits">T = ${count}</div>
        <div class="small muted">${sizeText(value)}; P = T / 2<sup>${n}</sup> = ${probability}</div>
      </div>
      <div class="group">
        ${
          selection
            ? html`<vscode-button secondary @click=${() => void this.copySelection()}
                >Copy ${blockText(selection)}</vscode-button
              >`
            : nothing
        }
        <vscode-button icon="copy" @click=${() => void this.copy(count, `T of N = ${n}, K = ${k}`)}
          >Copy T</vscode-button
        >
      </div>
    </section>`;
  }

  /** Several cells; a single one is no selection. */
  private get selection(): Block | undefined {
    const { focus, anchor } = this.selected;
    return focus.n === anchor.n && focus.k === anchor.k ? undefined : blockOf(anchor, focus);
  }

  private exported(): Block {
    const { focus } = this.selected;
    return this.selection ?? this.visible ?? blockOf(focus, focus);
  }

  private go(axis: 'n' | 'k', text: string): void {
    const value = parseWhole(text);
    if (value === undefined) {
      this.problem = `${axis === 'n' ? 'N' : 'K'} must be a whole number from 1 to 2,000, not “${text.slice(0, 20)}”.`;
      return;
    }
    this.problem = '';
    const focus = { ...this.selected.focus, [axis]: value };
    emit<Selected>(this, 'select-cells', { focus, anchor: focus });
    this.grid.reveal(focus);
  }

  /** Several cells become a table to paste into a spreadsheet. */
  private async copySelection(): Promise<void> {
    const { focus, anchor } = this.selected;
    const block = blockOf(anchor, focus);
    this.problem = refusal(block, 'T');
    if (this.problem) return;
    const text = await sheetOf(block, { quantity: 'T', bias: this.bias, line: tsvLine });
    await this.copy(text, `T of ${blockText(block)}`);
  }

  private async copy(text: string, what: string): Promise<void> {
    await this.attempt(async () => {
      await this.editor.copy(text);
      return `Copied ${what}.`;
    });
  }

  private async savePicture(): Promise<void> {
    await this.attempt(async () => {
      const bytes = await pictureOf(this.grid.viewAt(2), this.grid.theme());
      const where = await this.editor.save({ name: 'perceptron-capacity.png', bytes });
      return where && `Saved ${where}.`;
    });
  }

  /** Reports what was done, or why nothing was. */
  private async attempt(act: () => Promise<string>): Promise<void> {
    const sentence = await act().catch(messageOf);
    if (sentence) emit(this, 'tell', sentence);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-capacity-table': CapacityTable;
  }
}
