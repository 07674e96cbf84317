/** The exports of a comparison, each with a label. */
import { html, type TemplateResult } from 'lit';

export type Exports = Record<'picture' | 'table' | 'arrays', () => void>;

export function exportButtons({ picture, table, arrays }: Exports): TemplateResult {
  const button = (icon: string, text: string, label: string, title: string, act: () => void) =>
    html`<vscode-toolbar-button icon=${icon} label=${label} title=${title} @click=${act}
      >${text}</vscode-toolbar-button
    >`;
  return html`${button('file-media', 'Picture…', 'Save Picture…', 'Save all maps as one picture', picture)}
  ${button('table', 'Table…', 'Save Table (CSV)…', 'Save the similarities as a table (CSV)', table)}
  ${button('save', 'Arrays…', 'Save Arrays (npz)…', 'Save the maps and their differences as arrays (npz)', arrays)}`;
}
