/** What the last explanation of each model says about its layers, if its method keeps a ledger: for the Models view. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ledgerParts, sharesOf } from '../shared/ledger';
import type { AttributionResult } from '../shared/results';

export class Ledgers implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  /** The path of the model whose ledger changed. */
  readonly onDidChange = this.#changed.event;
  readonly #last = new Map<string, AttributionResult>();

  /** Takes a result; ignores it if its method keeps no ledger. */
  keep(model: string, result: AttributionResult): void {
    if (!result.ledger?.length) return;
    this.#last.set(model, result);
    this.#changed.fire(model);
  }

  /**
   * "71 % of it entered; 68 % passed on, 3 % absorbed by biases (lrp, 3-a.png)", of the first sample; '' if nothing is
   * known.
   */
  of(model: string, layer: string): string {
    const { ledger, provenance } = this.#last.get(model) ?? {};
    const row = ledger?.find((each) => each.layer === layer);
    if (!ledger || !row || !provenance) return '';
    const shares = sharesOf(row, ledger, 0);
    const parts = ledgerParts.flatMap(({ key, title }) =>
      key === 'left' || Math.abs(shares[key]) >= 0.0005 ? [`${percent(shares[key])} ${title}`] : [],
    );
    const broken = shares.broken ? ', ⚠ lost or made here' : '';
    const about = `${provenance.method}, ${basename(provenance.data.path)}`;
    return `${percent(shares.entered)} of it entered; ${parts.join(', ')}${broken} (${about})`;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`.replace(/^-/, '−');
}
