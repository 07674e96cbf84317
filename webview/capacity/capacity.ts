/**
 * The capacity panel: its parts behind tabs, the state that outlives a reload, and the experiment, which runs whatever
 * part is shown.
 */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  capacityEditor,
  type CapacityEditor,
  type CapacitySetup,
  type Measurement,
  type MeasureForm,
} from '../../src/shared/api/capacity';
import type { PageHost } from '../ui/host';
import { capacityStyles } from './capacityStyles';
import './curves/curves';
import './exercise/exercise';
import type { LabeledSet } from './points/sets';
import './points/points';
import { defaultState, parts, readState, type PanelState, type Part } from './state';
import type { Place, Selected } from './table/grid';
import './table/table';
import { tabs } from '../ui/tabs';
import { Task } from '../ui/task';
import { messageOf } from '../../src/shared/errors';

const titles: Record<Part, string> = { table: 'Table', curves: 'Curves', points: 'Points', xor: 'XOR Exercise' };

@customElement('netloupe-capacity')
export class CapacityPanel extends LitElement {
  static override styles = capacityStyles;

  @state() private accessor kept: PanelState = defaultState;
  @state() private accessor setup: CapacitySetup | undefined;
  @state() private accessor notice = '';
  private editor!: CapacityEditor;
  private host!: PageHost;
  /** Parts that were opened stay as they were left. */
  private readonly opened = new Set<Part>();
  private readonly measuring = new Task<MeasureForm, Measurement>(this, async (form, options) => {
    const measurement = await this.editor.measure(form, options);
    this.keepRun(measurement);
    return measurement;
  });

  /** Connects the panel; the table shows before anything is answered. */
  open(host: PageHost): void {
    this.host = host;
    this.editor = host.peer.remote(capacityEditor);
    this.kept = readState(host.getState());
    void this.editor.ready().then(
      (setup) => this.begin(setup),
      (error: unknown) => this.tell(messageOf(error)),
    );
  }

  override render() {
    if (!this.editor) return nothing;
    const { part } = this.kept;
    this.opened.add(part);
    return html`<header>
        ${tabs({
          label: 'Perceptron capacity',
          titles,
          chosen: part,
          onChoose: (chosen) => this.keep({ part: chosen }),
        })}
      </header>
      ${parts.map((each) =>
        this.opened.has(each)
          ? html`<section
              id="part-${each}"
              class="part ${each}"
              role="tabpanel"
              aria-labelledby="tab-${each}"
              ?hidden=${each !== part}
              @tell=${(event: CustomEvent<string>) => this.tell(event.detail)}
            >
              ${this.contents(each)}
            </section>`
          : nothing,
      )}
      <div class="notice" role="status" ?hidden=${!this.notice}>${this.notice}</div>`;
  }

  private contents(part: Part): TemplateResult {
    const { kept, editor } = this;
    switch (part) {
      case 'table':
        return html`${this.biasToggle()}
          <netloupe-capacity-table
            .editor=${editor}
            .bias=${kept.bias}
            .selected=${kept.selected}
            .place=${kept.place}
            @select-cells=${(event: CustomEvent<Selected>) => this.keep({ selected: event.detail })}
            @place-change=${(event: CustomEvent<Place>) => this.keep({ place: event.detail })}
          ></netloupe-capacity-table>`;
      case 'curves':
        return html`${this.biasToggle()}
          <netloupe-capacity-curves
            .editor=${editor}
            .bias=${kept.bias}
            .inputs=${kept.curves}
            .method=${this.setup?.method}
            .measuring=${this.measuring}
            @inputs-change=${(event: CustomEvent<string>) => this.keep({ curves: event.detail })}
          ></netloupe-capacity-curves>`;
      case 'points':
        return html`<netloupe-points
          .editor=${editor}
          .start=${kept.set}
          .bias=${kept.pointsBias}
          .snap=${kept.snap}
          @points-change=${(event: CustomEvent<LabeledSet>) => this.keep({ set: event.detail })}
          @bias-change=${(event: CustomEvent<boolean>) => this.keep({ pointsBias: event.detail })}
          @snap-change=${(event: CustomEvent<boolean>) => this.keep({ snap: event.detail })}
        ></netloupe-points>`;
      case 'xor':
        return html`<netloupe-exercise
          .editor=${editor}
          .step=${kept.step}
          @step-change=${(event: CustomEvent<number>) => this.keep({ step: event.detail })}
        ></netloupe-exercise>`;
    }
  }

  private biasToggle() {
    return html`<div class="bias">
      <vscode-checkbox
        label="With a bias"
        .checked=${this.kept.bias}
        @change=${(event: Event) => this.keep({ bias: (event.currentTarget as HTMLInputElement).checked })}
      ></vscode-checkbox>
      <span class="small muted">
        ${
          this.kept.bias
            ? 'A bias is an extra input that is always 1: there are K + 1 weights, and general position means that no K + 1 points lie on one hyperplane.'
            : 'Without a bias every plane passes through 0, and general position means that every K of the points are linearly independent. A bias adds an input.'
        }
      </span>
    </div>`;
  }

  private begin(setup: CapacitySetup): void {
    this.setup = setup;
    if (setup.measurement) this.measuring.show(setup.measurement.form, setup.measurement);
    if (setup.measuring) void this.measuring.ask(setup.measuring);
  }

  private keepRun({ run }: Measurement): void {
    const { run: _before, ...rest } = this.kept;
    this.kept = { ...rest, ...(run && { run }) };
    this.store();
  }

  private keep(change: Partial<PanelState>): void {
    this.kept = { ...this.kept, ...change };
    this.store();
  }

  private store(): void {
    this.host.setState(this.kept);
  }

  private tell(notice: string): void {
    this.notice = notice;
    setTimeout(() => this.notice === notice && (this.notice = ''), 6000);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-capacity': CapacityPanel;
  }
}
