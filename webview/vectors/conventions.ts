/** The conventions of an answer, folded away. */
import { html, type TemplateResult } from 'lit';

export function conventions(sentences: readonly string[]): TemplateResult {
  return html`<details class="small">
    <summary>Conventions</summary>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </details>`;
}
