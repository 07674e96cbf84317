/** The settings in which the runs differ, as a table. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Comparison } from '../../src/shared/compare';

export function differingTable({ runs, differing }: Comparison): TemplateResult | typeof nothing {
  if (runs.length < 2) return nothing;
  if (!differing.length)
    return html`<section>
      <h2>What differs</h2>
      <p class="muted">Nothing: all runs have the same settings.</p>
    </section>`;
  return html`<section>
    <h2>What differs</h2>
    <div class="scroll">
      <table class="differing">
        <thead>
          <tr>
            <th></th>
            ${runs.filter(({ label }) => label).map((run) => html`<th scope="col">${runs.indexOf(run) + 1}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${differing.map(
            ({ name, values }) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${values.map((value) => html`<td>${value}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
