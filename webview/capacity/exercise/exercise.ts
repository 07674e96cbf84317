/** The XOR exercise: try to separate it with one line, see why that is impossible, and do it with a hidden layer. */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { LabelingCount, PointSet, Separation, SeparationRequest } from '../../../src/shared/capacity/requests';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import type { CapacityEditor } from '../../../src/shared/api/capacity';
import { certificateOf } from '../points/certificate';
import { certificateLayer, gridLayer, pointsLayer } from '../points/layers';
import { planeStyles } from '../points/planeStyles';
import { presets } from '../points/sets';
import { verdict } from '../points/verdict';
import { side, unitView } from '../points/view';
import { partStyles } from '../styles';
import { Task, taskLine } from '../../ui/task';
import './hiddenLayer';
import type { HiddenLayer } from './hiddenLayer';
import './multiples';
import { labelingsOf, type Multiple } from './multiples';
import './tryLine';

const titles = ['Try to separate with one line', 'Prove it', 'One hidden layer'];

@customElement('netloupe-exercise')
export class Exercise extends LitElement {
  static override styles = [
    shared,
    partStyles,
    planeStyles,
    css`
      :host {
        display: grid;
        gap: 14px;
        max-width: 1000px;
        container: exercise / inline-size;
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      ol button {
        padding: 3px 10px;
        border-color: var(--line);
      }
      ol button[aria-current='step'] {
        background: var(--vscode-inputOption-activeBackground, var(--hover));
        color: var(--vscode-inputOption-activeForeground, inherit);
        border-color: var(--vscode-focusBorder, currentColor);
      }
      .step-body {
        display: grid;
        gap: 12px 28px;
        align-items: start;
      }
      .text {
        display: grid;
        gap: 10px;
        justify-items: start;
      }
      .wide {
        grid-column: 1 / -1;
      }
      @container exercise (min-width: 680px) {
        .step-body {
          grid-template-columns: minmax(0, 420px) minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: CapacityEditor;
  @property({ type: Number }) accessor step = 0;
  @state() private accessor tried = false;
  @state() private accessor multiples: readonly Multiple[] = [];
  @query('netloupe-hidden-layer') private accessor hiddenLayer!: HiddenLayer | null;
  private readonly set = presets.xor();
  private readonly proving = new Task<SeparationRequest, Separation>(this, (request, options) =>
    this.editor.separate(request, options),
  );
  private readonly counting = new Task<PointSet, LabelingCount>(this, (set, options) =>
    this.editor.count(set, options),
  );
  private readonly all = new Task<PointSet, null>(this, async ({ points, bias }, { signal }) => {
    const options = { ...(signal && { signal }) };
    const separated = labelingsOf(points.length).map(async (labels, i) => {
      const separation = await this.editor.separate({ points, labels, bias }, options);
      this.multiples = this.multiples.with(i, { labels, separation });
    });
    await Promise.all(separated);
    return null;
  });

  override render() {
    return html`<ol aria-label="Steps">
        ${titles.map(
          (title, i) =>
            html`<li>
              <button aria-current=${this.step === i ? 'step' : 'false'} @click=${() => this.go(i)}>
                ${i + 1} · ${title}
              </button>
            </li>`,
        )}
      </ol>
      <div class="step-body">${[() => this.try(), () => this.prove(), () => this.solve()][this.step]!()}</div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('step')) return;
    if (this.step === 1 && this.proving.status === 'idle') this.startProof();
    if (this.step === 2) void this.hiddenLayer?.updateComplete.then(() => this.hiddenLayer?.train());
  }

  private try() {
    return html`<netloupe-try-line .set=${this.set} @line-tried=${() => (this.tried = true)}></netloupe-try-line>
      <div class="text">
        <p>
          XOR says + when exactly one of its two inputs is 1. A perceptron of two inputs and a bias draws one line and
          says + on one side of it.
        </p>
        <p>
          Drag the two handles, or move them with Tab and the arrow keys, until all four points are classified
          correctly.
        </p>
        ${this.tried ? html`<p>Three is easy. Is there a line for all four?</p>` : nothing}
        <vscode-button @click=${() => this.go(1)}>I give up: prove it</vscode-button>
      </div>`;
  }

  private prove() {
    const { answer, request } = this.proving;
    const certificate = answer && !answer.separable && request ? certificateOf(answer, request) : undefined;
    const count = this.counting.answer;
    const failing = this.multiples.filter(({ separation }) => separation?.separable === false).length;
    return html`<svg
        class="plane"
        viewBox="0 0 ${side} ${side}"
        role="img"
        aria-label="The segments between points of one class cross"
      >
        ${gridLayer(unitView)} ${certificate ? certificateLayer(unitView, this.set.points, certificate) : nothing}
        ${pointsLayer(unitView, this.set)}
      </svg>
      <div class="text">
        ${answer && request ? html`<div>${verdict(answer, request)}</div>` : nothing}
        ${taskLine(this.proving, 'Looking for a proof')}
        ${
          certificate
            ? html`<p>
                A line with both + points on one side has the whole segment between them on that side, and likewise for
                −. But the two segments cross: that one place would be on both sides.
              </p>`
            : nothing
        }
        <vscode-button @click=${() => this.go(2)}>Solve it with a hidden layer</vscode-button>
      </div>
      <div class="wide text">
        ${
          count
            ? html`<p>
                Of the ${2 ** count.points} labelings of the square’s corners, one perceptron can produce
                <b>${count.count}</b>. ${failing === 2 ? html`XOR is one of the <b>two</b> that fail:` : nothing}
              </p>`
            : nothing
        }
        ${taskLine(this.counting, 'Counting labelings')} ${taskLine(this.all, 'Trying every labeling')}
      </div>
      <netloupe-multiples class="wide" .points=${this.set.points} .multiples=${this.multiples}></netloupe-multiples>`;
  }

  private solve() {
    return html`<netloupe-hidden-layer .editor=${this.editor} .set=${this.set}></netloupe-hidden-layer>
      <div class="text">
        <p>
          Two units draw a line each. The output unit is again a perceptron, but of their outputs: seen by the two
          units, the four points can be separated by one line.
        </p>
        <p class="muted">
          Units are tanh, trained together with the output by Adam from random weights. Try 1, 2 and 3 units, and other
          seeds: with one unit there is no solution, with two not every beginning finds one, which is why training
          begins again when it is stuck.
        </p>
      </div>`;
  }

  private startProof(): void {
    const { points, labels } = this.set;
    this.multiples = labelingsOf(points.length).map((each) => ({ labels: each, separation: undefined }));
    void this.proving.ask({ points, labels, bias: true });
    void this.counting.ask({ points, bias: true });
    void this.all.ask({ points, bias: true });
  }

  private go(step: number): void {
    emit(this, 'step-change', step);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-exercise': Exercise;
  }
}
