/** What stands below a map: the ledger, where its method keeps one, and how the result was made. */
import { html, nothing, type TemplateResult } from 'lit';
import type { AttributionResult } from '../../../src/shared/results';
import './ledger';
import './provenance';

export function about(result: AttributionResult, sample: number): TemplateResult {
  return html`<section class="about" aria-label="About this result">
    ${
      result.ledger?.length
        ? html`<details>
            <summary>Ledger: what each layer passed on and absorbed</summary>
            <netloupe-ledger .rows=${result.ledger} .sample=${sample}></netloupe-ledger>
          </details>`
        : nothing
    }
    <netloupe-provenance .conventions=${result.conventions} .provenance=${result.provenance}></netloupe-provenance>
  </section>`;
}
