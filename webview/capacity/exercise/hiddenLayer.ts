/** The last step: a hidden layer trained on the same points, with its units' lines and the regions of its output. */
import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HiddenLayerRequest, HiddenLayerSolution } from '../../../src/shared/capacity/requests';
import { shared } from '../../ui/styles';
import type { CapacityEditor } from '../../../src/shared/api/capacity';
import { gridLayer, pointsLayer, unitLayer } from '../points/layers';
import { planeStyles } from '../points/planeStyles';
import type { LabeledSet } from '../points/sets';
import { side, unitView } from '../points/view';
import { partStyles } from '../styles';
import { Task, taskLine } from '../../ui/task';
import { regionsPicture } from './regions';

const mostUnits = 16;

@customElement('netloupe-hidden-layer')
export class HiddenLayer extends LitElement {
  static override styles = [
    shared,
    partStyles,
    planeStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      .narrow {
        width: 46px;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: CapacityEditor;
  @property({ attribute: false }) accessor set!: LabeledSet;
  @state() private accessor units = 2;
  @state() private accessor seed = 0;
  private readonly training = new Task<HiddenLayerRequest, HiddenLayerSolution>(this, (request, options) =>
    this.editor.solve(request, options),
  );
  private picture: { of: HiddenLayerSolution; url: string } | undefined;

  override render() {
    const { answer, request } = this.training;
    return html`<div class="bar">
        ${this.field('Hidden units', this.units, 1, mostUnits, (value) => (this.units = value))}
        ${this.field('Seed', this.seed, 0, 2 ** 31, (value) => (this.seed = value))}
        <vscode-button ?disabled=${this.training.status === 'running'} @click=${() => this.train()}
          >Train</vscode-button
        >
        <button class="link" @click=${() => this.another()}>Another seed</button>
      </div>
      ${taskLine(this.training, 'Training')}
      <svg
        class="plane"
        viewBox="0 0 ${side} ${side}"
        role="img"
        aria-label=${answer ? 'Decision regions' : 'The four points'}
      >
        ${answer ? svg`<image href=${this.pictureOf(answer)} width=${side} height=${side} preserveAspectRatio="none"></image>` : nothing}
        ${gridLayer(unitView)} ${answer ? unitLayer(unitView, answer) : nothing} ${pointsLayer(unitView, this.set)}
      </svg>
      ${answer && request ? outcome(answer, request) : nothing}`;
  }

  /** With the current settings. */
  train(): void {
    const { points, labels } = this.set;
    void this.training.ask({ points, labels, hidden: this.units, seed: this.seed });
  }

  private another(): void {
    this.seed++;
    this.train();
  }

  private field(label: string, value: number, least: number, most: number, take: (value: number) => void) {
    return html`<label class="group"
      >${label}
      <vscode-textfield
        class="narrow"
        .label=${label}
        .value=${String(value)}
        @change=${(event: Event) => {
          const field = event.currentTarget as HTMLInputElement;
          const typed = Number(field.value);
          const valid = field.value.trim() !== '' && Number.isInteger(typed) && typed >= least && typed <= most;
          if (valid) take(typed);
          else field.value = String(value);
        }}
      ></vscode-textfield
    ></label>`;
  }

  private pictureOf(solution: HiddenLayerSolution): string {
    if (this.picture?.of !== solution) this.picture = { of: solution, url: regionsPicture(solution, this) };
    return this.picture.url;
  }
}

function outcome({ correct, points, epochs }: HiddenLayerSolution, { hidden, seed }: HiddenLayerRequest) {
  const units = `${hidden} hidden ${hidden === 1 ? 'unit' : 'units'}`;
  return correct === points
    ? html`<p class="verdict" role="status">
        <vscode-icon name="pass"></vscode-icon> <b>All ${points} points are correct</b> with ${units}, after ${epochs}
        epochs (seed ${seed}). Each dashed line is where one unit changes sign; together they bend the boundary.
      </p>`
    : html`<p class="verdict" role="status">
        <vscode-icon name="warning"></vscode-icon> <b>Stuck with ${correct} of ${points} points correct</b>: ${units},
        ${epochs} epochs, seed ${seed}.
        ${
          hidden === 1
            ? 'One unit bends the output along one direction only, which leaves one line; take two.'
            : 'Training can get stuck in a local minimum; another seed starts elsewhere.'
        }
      </p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-hidden-layer': HiddenLayer;
  }
}
