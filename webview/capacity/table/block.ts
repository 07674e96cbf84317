/** Which block of the table to save as CSV, and which quantity. */
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { emit } from '../../ui/events';
import { select } from '../../ui/select';
import { shared } from '../../ui/styles';
import { partStyles } from '../styles';
import { parseWhole } from './cells';
import type { Block } from './geometry';
import { quantities, refusal, type Quantity } from './sheet';

export interface BlockChoice {
  block: Block;
  quantity: Quantity;
}

const sides = ['fromN', 'toN', 'fromK', 'toK'] as const;

@customElement('netloupe-block')
export class BlockForm extends LitElement {
  static override styles = [
    shared,
    partStyles,
    css`
      details > .bar {
        padding: 6px 0;
      }
      vscode-single-select {
        width: 110px;
      }
      .narrow {
        width: 60px;
      }
    `,
  ];

  /** The initial block: the selection, or what is in view. */
  @property({ attribute: false }) accessor block!: Block;
  @state() private accessor texts: Record<(typeof sides)[number], string> = { fromN: '', toN: '', fromK: '', toK: '' };
  @state() private accessor quantity: Quantity = 'T';

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('block');
    if (changed.has('block') && (!before || sides.some((side) => before[side] !== this.block[side]))) {
      const { fromN, toN, fromK, toK } = this.block;
      this.texts = { fromN: `${fromN}`, toN: `${toN}`, fromK: `${fromK}`, toK: `${toK}` };
    }
  }

  override render() {
    const problem = this.problem();
    return html`<details>
      <summary>Save a block as CSV</summary>
      <div class="bar">
        <span class="group">N from ${this.field('fromN', 'N from')} to ${this.field('toN', 'N to')}</span>
        <span class="group">K from ${this.field('fromK', 'K from')} to ${this.field('toK', 'K to')}</span>
        ${select({
          label: 'Quantity',
          value: this.quantity,
          choices: quantities,
          onChange: (value) => (this.quantity = value as Quantity),
        })}
        <vscode-button ?disabled=${problem !== ''} @click=${() => this.save()}>Save…</vscode-button>
        ${problem ? html`<span class="problem" role="alert">${problem}</span>` : nothing}
      </div>
    </details>`;
  }

  private field(side: (typeof sides)[number], label: string) {
    return html`<vscode-textfield
      class="narrow"
      .label=${label}
      .value=${this.texts[side]}
      @input=${(event: Event) =>
        (this.texts = { ...this.texts, [side]: (event.currentTarget as HTMLInputElement).value })}
    ></vscode-textfield>`;
  }

  /** Undefined for an invalid block. */
  private parsed(): Block | undefined {
    const [fromN, toN, fromK, toK] = sides.map((side) => parseWhole(this.texts[side]));
    if (fromN === undefined || toN === undefined || fromK === undefined || toK === undefined) return undefined;
    return fromN <= toN && fromK <= toK ? { fromN, toN, fromK, toK } : undefined;
  }

  private problem(): string {
    const block = this.parsed();
    return block ? refusal(block, this.quantity) : 'Enter whole numbers from 1 to 2,000, each range from low to high.';
  }

  private save(): void {
    const block = this.parsed();
    if (block) emit<BlockChoice>(this, 'save-block', { block, quantity: this.quantity });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'netloupe-block': BlockForm;
  }
}
