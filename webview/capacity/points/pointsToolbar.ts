/** The toolbar of the points: presets, a file, undo, the label of new points, the grid. */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Label } from '../../../src/shared/capacity/requests';
import { emit } from '../../ui/events';
import { select } from '../../ui/select';
import { shared, switchStyles } from '../../ui/styles';
import { partStyles } from '../styles';
import { presets, signOf, type LabeledSet } from './sets';

export type PointsAction =
  | { kind: 'preset'; set: LabeledSet }
  | { kind: 'open' | 'undo' | 'redo' | 'add' | 'fit' | 'relabel' }
  | { kind: 'brush'; label: Label }
  | { kind: 'snap'; snap: boolean };

/** Number of random points, as typed; more could not be told apart in a plane. */
const mostRandom = 100;

const choices: readonly { value: string; label: string; make: () => LabeledSet }[] = [
  { value: 'XOR', label: 'XOR', make: presets.xor },
  { value: 'AND', label: 'AND', make: presets.and },
  { value: 'OR', label: 'OR', make: presets.or },
  { value: 'Square with centre', label: 'Square with centre', make: presets.square },
  ...[1, 2, 3, 4, 5].map((dimensions) => ({
    value: presets.cube(dimensions).name,
    label: `Corners of the ${dimensions}-cube (${2 ** dimensions})`,
    make: () => presets.cube(dimensions),
  })),
  { value: 'empty', label: 'No points', make: presets.empty },
];

@customElement('netloupe-points-toolbar')
export class PointsToolbar extends LitElement {
  static override styles = [
    shared,
    partStyles,
    switchStyles,
    css`
      :host {
        display: block;
      }
      vscode-single-select {
        width: 190px;
      }
      .switch button {
        font-weight: 700;
      }
      .narrow {
        width: 48px;
      }
    `,
  ];

  /** Of the current set; '' once it was changed. */
  @property() accessor name = '';
  @property({ type: Boolean }) accessor planar = true;
  @property({ type: Boolean }) accessor snap = true;
  @property({ attribute: false }) accessor brush: Label = 1;
  @property({ type: Boolean }) accessor canUndo = false;
  @property({ type: Boolean }) accessor canRedo = false;
  @state() private accessor count = 8;
  private seed = 1;

  override render() {
    const known = choices.some(({ value }) => value === this.name);
    return html`<div class="bar" role="toolbar" aria-label="Points">
      ${select({
        label: 'Point set',
        value: known ? this.name : 'own',
        choices: [...(known ? [] : [{ value: 'own', label: this.name || 'Your own points' }]), ...choices],
        onChange: (value) => this.choose(value),
      })}
      <div class="group">
        <vscode-button secondary @click=${() => this.random()}>Random</vscode-button>
        <vscode-textfield
          class="narrow"
          .label=${'Number of random points'}
          .value=${String(this.count)}
          @change=${(event: Event) => this.takeCount((event.currentTarget as HTMLInputElement).value)}
        ></vscode-textfield>
      </div>
      <vscode-button secondary icon="folder-opened" @click=${() => this.send({ kind: 'open' })}
        >Open file…</vscode-button
      >
      <div class="group">
        ${this.button('discard', 'Undo (Ctrl+Z)', { kind: 'undo' }, !this.canUndo)}
        ${this.button('redo', 'Redo (Ctrl+Y)', { kind: 'redo' }, !this.canRedo)}
      </div>
      ${this.planar ? this.planeTools() : nothing}
    </div>`;
  }

  private planeTools() {
    return html`<div class="group">
        New points
        <span class="switch" role="radiogroup" aria-label="Label of new points">
          ${([1, -1] as const).map(
            (label) =>
              html`<button
                role="radio"
                aria-checked=${this.brush === label}
                aria-label=${label === 1 ? 'plus' : 'minus'}
                @click=${() => this.send({ kind: 'brush', label })}
              >
                ${signOf(label)}
              </button>`,
          )}
        </span>
        ${this.button('add', 'Add a point', { kind: 'add' })}
        ${this.button('screen-full', 'Show all points', { kind: 'fit' })}
      </div>
      <vscode-checkbox
        label="Snap to grid"
        .checked=${this.snap}
        @change=${(event: Event) => this.send({ kind: 'snap', snap: (event.currentTarget as HTMLInputElement).checked })}
      ></vscode-checkbox>`;
  }

  private button(icon: string, title: string, action: PointsAction, disabled = false) {
    return html`<button
      class="step"
      title=${title}
      aria-label=${title}
      ?disabled=${disabled}
      @click=${() => this.send(action)}
    >
      <vscode-icon name=${icon}></vscode-icon>
    </button>`;
  }

  private choose(value: string): void {
    const chosen = choices.find((choice) => choice.value === value);
    if (chosen) this.send({ kind: 'preset', set: chosen.make() });
  }

  private takeCount(text: string): void {
    const count = Math.round(Number(text));
    this.count = Number.isFinite(count) ? Math.min(mostRandom, Math.max(1, count)) : this.count;
    this.random();
  }

  private random(): void {
    this.send({ kind: 'preset', set: presets.random(this.count, this.seed++) });
  }

  private send(action: PointsAction): void {
    emit(this, 'points-action', action);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-points-toolbar': PointsToolbar;
  }
}
