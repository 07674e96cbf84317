/**
 * The settings of the map: method, layer, parameters, seed and device, as a form whose changes take effect when the map
 * is recomputed, since that may take minutes. Enter in a field recomputes.
 */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { CloudChoices } from '../../../src/shared/api/cloud';
import type { CloudForm } from '../../../src/shared/cloud/question';
import type { ParameterSchema } from '../../../src/shared/description';
import { poolings, type Pooling } from '../../../src/shared/embedding';
import { emit } from '../../ui/events';
import type { FieldChange } from '../../ui/form/field';
import '../../ui/form/fields';
import type { Fields } from '../../ui/form/fields';
import { select } from '../../ui/select';
import { shared } from '../../ui/styles';

const seedSchema: ParameterSchema = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: 'Same seed, same map.',
};

@customElement('netloupe-cloud-settings')
export class CloudSettings extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
        margin-top: 10px;
      }
      .name {
        display: flex;
        align-items: center;
        font-weight: 600;
        min-height: 22px;
      }
      vscode-single-select {
        width: 100%;
      }
      .help {
        margin-top: 2px;
      }
      .back {
        margin-bottom: 8px;
      }
      .actions {
        position: sticky;
        bottom: -14px;
        display: flex;
        gap: 6px;
        padding: 8px 0;
        background: var(--vscode-editor-background);
      }
    `,
  ];

  /** Undefined until they are known. */
  @property({ attribute: false }) accessor choices: CloudChoices | undefined;
  @property() accessor failure = '';
  /** The last request. */
  @property({ attribute: false }) accessor asked!: CloudForm;
  @property({ type: Boolean }) accessor hasEarlier = false;
  @property({ type: Boolean }) accessor settling = false;
  @state() private accessor draft!: CloudForm;
  @query('netloupe-fields') private accessor fields!: Fields | null;
  @query('netloupe-field') private accessor seed!: HTMLElementTagNameMap['netloupe-field'] | null;
  /** Parameters of previous methods, for when the user comes back. */
  private readonly left = new Map<string, Record<string, unknown>>();

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('asked');
    if (changed.has('asked') && JSON.stringify(before) !== JSON.stringify(this.asked)) this.draft = this.asked;
  }

  override render() {
    const { choices, hasEarlier, settling } = this;
    return html`${
        hasEarlier
          ? html`<vscode-button
              class="back"
              secondary
              icon="discard"
              title="The map before this one. All saved maps are in the Experiments view."
              ?disabled=${settling}
              @click=${() => emit(this, 'go-back', null)}
              >Previous map</vscode-button
            >`
          : nothing
      }
      <details @toggle=${this.onToggle}>
        <summary>Settings</summary>
        ${
          choices
            ? this.form(choices)
            : html`<p class="small muted" role="status">${this.failure || 'Reading the options…'}</p>`
        }
      </details>`;
  }

  private form(choices: CloudChoices) {
    const { draft } = this;
    const method = choices.methods.find(({ id }) => id === draft.method);
    return html`<div class="form" role="form" aria-label="Settings of the map" @keydown=${this.onKey}>
      ${this.block(
        'Method',
        select({
          label: 'Method',
          value: draft.method,
          choices: choices.methods.map(({ id, title }) => ({ value: id, label: title })),
          onChange: (id) => this.chooseMethod(id),
        }),
        method?.summary,
      )}
      ${choices.layers ? this.ofLayer(choices.layers) : nothing}
      ${keyed(
        draft.method,
        html`<netloupe-fields
          .schemas=${method?.parameters ?? {}}
          .presets=${method?.presets ?? []}
          .values=${draft.parameters}
          @fields-change=${(event: CustomEvent<Record<string, unknown>>) => this.change({ parameters: event.detail })}
        ></netloupe-fields>`,
      )}
      <netloupe-field
        name="Seed"
        .schema=${seedSchema}
        .value=${draft.seed}
        .modified=${draft.seed !== 0}
        @field-change=${(event: CustomEvent<FieldChange>) => this.change({ seed: Number(event.detail.value) })}
      ></netloupe-field>
      ${this.block(
        'Device',
        select({
          label: 'Device',
          value: draft.device,
          choices: choices.devices.map((device) => ({ value: device, label: device })),
          onChange: (device) => this.change({ device }),
        }),
      )}
      <div class="actions">
        <vscode-button icon="refresh" @click=${this.layOut}>Recompute</vscode-button>
      </div>
    </div>`;
  }

  private ofLayer(layers: NonNullable<CloudChoices['layers']>) {
    const { layer = '', pooling = 'mean' } = this.draft;
    return html`${this.block(
      'Layer',
      select({
        label: 'Layer',
        value: layer,
        searchable: true,
        choices: layers.map(({ output, title }) => ({ value: output, label: title })),
        onChange: (layer) => this.change({ layer }),
      }),
    )}
    ${this.block(
      'Pooling',
      select({
        label: 'Pooling',
        value: pooling,
        choices: poolings.map((pooling) => ({ value: pooling, label: pooling })),
        onChange: (pooling) => this.change({ pooling: pooling as Pooling }),
      }),
      'How a layer with positions becomes one row of numbers.',
    )}`;
  }

  private block(name: string, control: unknown, help?: string) {
    return html`<div>
      <div class="name">${name}</div>
      ${control} ${help ? html`<div class="help small muted">${help}</div>` : nothing}
    </div>`;
  }

  private onToggle(event: Event): void {
    if ((event.target as HTMLDetailsElement).open && !this.choices) emit(this, 'choices-want', null);
  }

  private chooseMethod(method: string): void {
    this.left.set(this.draft.method, this.draft.parameters);
    this.change({ method, parameters: this.left.get(method) ?? {} });
  }

  private change(change: Partial<CloudForm>): void {
    this.draft = { ...this.draft, ...change };
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.composedPath()[0] instanceof HTMLInputElement) this.layOut();
  }

  private layOut(): void {
    if (this.fields?.reportValidity() && this.seed?.reportValidity()) emit<CloudForm>(this, 'lay-out', this.draft);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-cloud-settings': CloudSettings;
  }
}
