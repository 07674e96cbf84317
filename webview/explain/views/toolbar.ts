/**
 * What is shown and how: the view switch, the sample, the channel, the slice, the zoom. Only controls that the array
 * needs appear.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { formatNumber } from '../../ui/format';
import { select } from '../../ui/select';
import { shared, switchStyles } from '../../ui/styles';
import type { Layout, SliceAxis } from '../../../src/shared/picture/layout';
import type { ViewKind, ViewState } from '../state';
import { sliceIndex } from './panes';
import { wholePicture, zoomAt } from '../../picture/viewport';

export const viewKinds: readonly { kind: ViewKind; title: string; help: string; key: string }[] = [
  { kind: 'side', title: 'Side by side', help: 'Input and heatmap side by side', key: '1' },
  { kind: 'overlay', title: 'Overlay', help: 'Heatmap over the input', key: '2' },
  { kind: 'heatmap', title: 'Heatmap', help: 'Heatmap only', key: '3' },
];

@customElement('netloupe-toolbar')
export class Toolbar extends LitElement {
  static override styles = [
    shared,
    switchStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        min-height: 28px;
      }
      .group {
        display: flex;
        align-items: center;
        gap: 6px;
        white-space: nowrap;
      }
      .name {
        max-width: 220px;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      vscode-single-select {
        width: 110px;
      }
      input[type='range'] {
        width: 100px;
      }
      .step {
        padding: 1px 5px;
        line-height: 0;
      }
      .push {
        margin-left: auto;
      }
      .value {
        min-width: 3.2em;
      }
    `,
  ];

  @property({ attribute: false }) accessor layout!: Layout;
  @property({ attribute: false }) accessor view!: ViewState;
  /** Names of the samples, if they have any. */
  @property({ attribute: false }) accessor names: readonly string[] = [];

  override render() {
    const { kind, samples, channels } = this.layout;
    const picture = kind === 'image' || kind === 'volume';
    return html`${picture ? this.switch() : nothing}
    ${picture && this.view.view === 'overlay' ? this.opacity() : nothing}
    ${kind === 'volume' ? this.slices() : nothing}${channels > 1 ? this.channel() : nothing}
    ${samples > 1 ? this.stepper() : nothing}${kind === 'tabular' ? this.order() : this.zoom()}`;
  }

  private change(change: Partial<ViewState>): void {
    emit(this, 'view-change', change);
  }

  private switch() {
    const selected = viewKinds.findIndex(({ kind }) => kind === this.view.view);
    const onKey = (event: KeyboardEvent) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? viewKinds.length - 1 : 0;
      if (step === 0) return;
      const next = (selected + step) % viewKinds.length;
      this.change({ view: viewKinds[next]!.kind });
      this.renderRoot.querySelectorAll<HTMLElement>('.switch button')[next]?.focus();
    };
    return html`<div class="switch" role="radiogroup" aria-label="View" @keydown=${onKey}>
      ${viewKinds.map(
        ({ kind, title, help, key }, index) =>
          html`<button
            role="radio"
            aria-checked=${index === selected}
            tabindex=${index === selected ? 0 : -1}
            title="${help} (${key})"
            @click=${() => this.change({ view: kind })}
          >
            ${title}
          </button>`,
      )}
    </div>`;
  }

  private opacity() {
    return this.slider('Opacity', 0, 100, Math.round(this.view.opacity * 100), (value) => ({
      text: `${value} %`,
      change: { opacity: value / 100 },
    }));
  }

  private slices() {
    const { size } = this.layout;
    const axes: SliceAxis[] = ['depth', 'height', 'width'];
    return html`<div class="group">
        <span class="muted">Across</span>
        ${select({
          label: 'Axis to slice across',
          value: this.view.axis,
          choices: axes.map((axis) => ({ value: axis, label: `${axis} (${size[axis]})` })),
          onChange: (axis) => this.change({ axis: axis as SliceAxis, slice: undefined, viewport: wholePicture }),
        })}
      </div>
      ${this.slider('Slice', 0, size[this.view.axis] - 1, sliceIndex(this.layout, this.view), (slice) => ({
        text: `${slice + 1}/${size[this.view.axis]}`,
        change: { slice },
      }))}`;
  }

  private slider(
    label: string,
    min: number,
    max: number,
    value: number,
    meaning: (value: number) => { text: string; change: Partial<ViewState> },
  ) {
    return html`<label class="group"
      ><span class="muted">${label}</span
      ><input
        type="range"
        min=${min}
        max=${max}
        .value=${String(value)}
        @input=${(event: Event) => this.change(meaning((event.currentTarget as HTMLInputElement).valueAsNumber).change)}
      /><span class="value number">${meaning(value).text}</span></label
    >`;
  }

  private channel() {
    const numbers = Array.from({ length: this.layout.channels }, (_, index) => String(index));
    return html`<div class="group">
      <span class="muted">Channel</span>
      ${select({
        label: 'Channel',
        value: String(this.view.channel),
        choices: [{ value: 'sum', label: 'Sum of all' }, ...numbers.map((value) => ({ value, label: value }))],
        onChange: (value) => this.change({ channel: value === 'sum' ? 'sum' : Number(value) }),
      })}
    </div>`;
  }

  private stepper() {
    const { samples } = this.layout;
    const { sample } = this.view;
    const name = this.names[sample] ?? '';
    const step = (title: string, icon: string, to: number) =>
      html`<button
        class="step"
        title=${title}
        aria-label=${title}
        ?disabled=${to < 0 || to >= samples}
        @click=${() => this.change({ sample: to })}
      >
        <vscode-icon name=${icon}></vscode-icon>
      </button>`;
    return html`<div class="group" role="group" aria-label="Sample">
      <span class="muted">Sample</span>
      ${step('Previous sample (,)', 'chevron-left', sample - 1)}
      <span class="number" aria-live="polite">${sample + 1}/${samples}</span>
      ${step('Next sample (.)', 'chevron-right', sample + 1)}
      ${name ? html`<span class="name" title=${name}>${name}</span>` : nothing}
    </div>`;
  }

  private order() {
    return html`<vscode-checkbox
      class="push"
      label="Strongest first"
      .checked=${this.view.sorted}
      @change=${(event: Event) => this.change({ sorted: (event.currentTarget as HTMLInputElement).checked })}
    ></vscode-checkbox>`;
  }

  private zoom() {
    const { viewport } = this.view;
    const button = (title: string, icon: string, factor: number, disabled: boolean) =>
      html`<button
        class="step"
        title=${title}
        aria-label=${title}
        ?disabled=${disabled}
        @click=${() => this.change({ viewport: factor === 0 ? wholePicture : zoomAt(viewport, factor) })}
      >
        <vscode-icon name=${icon}></vscode-icon>
      </button>`;
    const whole = viewport.zoom === 1;
    return html`<div class="group push" role="group" aria-label="Zoom">
      ${button('Zoom out (−)', 'zoom-out', 1 / 1.5, whole)}
      <span class="number">${formatNumber(viewport.zoom, 2)}×</span>
      ${button('Zoom in (+)', 'zoom-in', 1.5, false)} ${button('Show all (0)', 'screen-full', 0, whole)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-toolbar': Toolbar;
  }
}
