/**
 * The part "Curves": the theory for several K, the transition at two points per weight, and an experiment beside it.
 */
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { CapacityEditor, Measurement, MeasureForm } from '../../../src/shared/api/capacity';
import { csvOf } from '../../../src/shared/csv';
import type { MethodDescription } from '../../../src/shared/description';
import type { Curve } from '../../../src/shared/results';
import { curveRows } from '../../../src/shared/results/curves/kind';
import '../../ui/curves';
import type { Chart, Curves } from '../../ui/curves';
import { emit } from '../../ui/events';
import { shared } from '../../ui/styles';
import { canvasTheme } from '../../ui/theme';
import { partStyles } from '../styles';
import { always, type Task } from '../../ui/task';
import './measure';
import { chartPng } from './chartPng';
import { parseInputs, theoryCurve } from './theory';
import { messageOf } from '../../../src/shared/errors';

@customElement('netloupe-capacity-curves')
export class CapacityCurves extends LitElement {
  static override styles = [
    shared,
    partStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
        max-width: 1000px;
      }
      vscode-textfield {
        width: 180px;
      }
    `,
  ];

  @property({ attribute: false }) accessor editor!: CapacityEditor;
  @property({ attribute: false }) accessor method: MethodDescription | undefined;
  @property({ type: Boolean }) accessor bias = false;
  /** K of the curves, as typed. */
  @property() accessor inputs = '';
  @property({ attribute: false, hasChanged: always }) accessor measuring!: Task<MeasureForm, Measurement>;
  @query('netloupe-curves') private accessor plot!: Curves;
  private shown: { of: string; measurement: Measurement | undefined; chart: Chart } | undefined;

  override render() {
    const parsed = parseInputs(this.inputs);
    const problem = 'problem' in parsed ? parsed.problem : '';
    const chart = this.chart('inputs' in parsed ? parsed.inputs : []);
    return html`<div class="bar" role="toolbar" aria-label="Curves">
        <label class="group"
          >Inputs K
          <vscode-textfield
            .label=${'Inputs K, separated by commas'}
            .value=${this.inputs}
            ?invalid=${problem !== ''}
            @input=${(event: Event) => emit(this, 'inputs-change', (event.currentTarget as HTMLInputElement).value)}
          ></vscode-textfield
        ></label>
        ${problem ? html`<span class="problem" role="alert">${problem}</span>` : nothing}
        <div class="group push">
          <vscode-toolbar-button
            icon="table"
            label="Save the curves as .csv"
            title="Save the curves as .csv"
            @click=${() => void this.save('csv', chart)}
            >.csv</vscode-toolbar-button
          >
          <vscode-toolbar-button
            icon="file-media"
            label="Save the picture as .png"
            title="Save the picture as .png"
            @click=${() => void this.save('png', chart)}
            >.png</vscode-toolbar-button
          >
        </div>
      </div>
      <netloupe-curves .result=${chart} .mark=${this.bias ? marks.bias : marks.plain}></netloupe-curves>
      <p class="muted small">
        At two points per weight exactly half of all labelings can be produced, whatever K is. The more inputs, the
        sharper the transition: its width shrinks like 1/√K.
      </p>
      <netloupe-measure .method=${this.method} .bias=${this.bias} .measuring=${this.measuring}></netloupe-measure>`;
  }

  /** Computed only when its contents change, since each one redraws the plot. */
  private chart(inputs: readonly number[]): Chart {
    const { bias } = this;
    const measurement = this.measuring.answer;
    const of = `${inputs.join()} ${bias}`;
    if (this.shown?.of !== of || this.shown.measurement !== measurement) {
      const chart = {
        xLabel: bias ? 'points per weight, N / (K + 1)' : 'points per weight, N / K',
        yLabel: 'share P of all labelings',
        curves: [...inputs.map((k) => theoryCurve(k, bias)), ...measuredCurves(measurement, inputs, bias)],
      };
      this.shown = { of, measurement, chart };
    }
    return this.shown.chart;
  }

  private async save(kind: 'csv' | 'png', chart: Chart): Promise<void> {
    try {
      const bytes =
        kind === 'csv'
          ? new TextEncoder().encode(csvOf(curveRows(chart)))
          : await chartPng(this.plot.canvas!, chart, canvasTheme(this));
      const where = await this.editor.save({ name: `perceptron-capacity-curves.${kind}`, bytes });
      if (where) emit(this, 'tell', `Saved ${where}.`);
    } catch (error) {
      emit(this, 'tell', messageOf(error));
    }
  }
}

const marks = {
  plain: { x: 2, name: 'N = 2K: half of them' },
  bias: { x: 2, name: 'N = 2(K + 1): half of them' },
};

/** With the theory for its own K, unless that is already chosen. */
function measuredCurves(measurement: Measurement | undefined, inputs: readonly number[], bias: boolean): Curve[] {
  if (!measurement) return [];
  const { curves, provenance } = measurement.result;
  const { parameters } = provenance;
  const isDrawn = parameters['bias'] === bias && inputs.some((k) => k === parameters['inputs']);
  return curves
    .filter(({ from }) => from !== 'theory' || !isDrawn)
    .map((curve) => ({ ...curve, name: `${curve.name} (run)` }));
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-capacity-curves': CapacityCurves;
  }
}
