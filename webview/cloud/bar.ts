/** The bar above the cloud: colour, drawing, selection, and exports. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CloudExport } from '../../src/shared/api/cloud';
import type { CloudLook } from '../../src/shared/cloud/question';
import { menu } from '../ui/menu';
import { select } from '../ui/select';
import type { ShownColumn } from './columns';
import type { Tool } from './stage/gestures';

export type ExportKind = CloudExport['kind'] | 'grid';

export interface BarOptions {
  look: CloudLook;
  columns: readonly ShownColumn[];
  tool: Tool;
  onGrid: boolean;
  hasPictures: boolean;
  /** Only a settled map can be exported. */
  settled: boolean;
  isFilm: boolean;
  change(look: Partial<CloudLook>): void;
  use(tool: Tool): void;
  toggleGrid(): void;
  fit(): void;
  take(kind: ExportKind): void;
  /** Only if points can be added to the map. */
  add?: (() => void) | undefined;
}

const ways: [kind: ExportKind, icon: string, text: string][] = [
  ['png', 'file-media', 'Picture (PNG)…'],
  ['svg', 'file-media', 'Drawing (SVG)…'],
  ['grid', 'table', 'Grid of Pictures (PNG)…'],
  ['npz', 'save', 'Arrays (npz)…'],
  ['film', 'save', 'Aligned Maps of All Steps (npz)…'],
  ['csv', 'list-flat', 'Table (CSV)…'],
  ['projector', 'folder', 'Embedding Projector Folder…'],
  ['experiment', 'save-as', 'Save as Experiment…'],
  ['cli', 'terminal', 'Copy CLI Command'],
];

export function bar(options: BarOptions): TemplateResult {
  const { look, columns, tool, onGrid, hasPictures, change, use, toggleGrid, fit } = options;
  const button = (icon: string, word: string, hint: string, act: () => void) =>
    html`<vscode-toolbar-button icon=${icon} label=${word} title=${hint} @click=${act}
      ><span class="word">${word}</span></vscode-toolbar-button
    >`;
  // The button switches itself when it is clicked; what is on is the panel's to say.
  const toggle = (icon: string, word: string, hint: string, on: boolean, act: () => void) =>
    html`<vscode-toolbar-button icon=${icon} label=${word} title=${hint} toggleable .checked=${live(on)} @click=${act}
      ><span class="word">${word}</span></vscode-toolbar-button
    >`;
  const range = (label: string, value: number, [min, max, step]: readonly number[], act: (value: number) => void) =>
    html`<label class="small"
      >${label}
      <input
        type="range"
        min=${min!}
        max=${max!}
        step=${step!}
        .value=${String(value)}
        @input=${(event: Event) => act(Number((event.target as HTMLInputElement).value))}
    /></label>`;
  return html`<header>
    <label
      >Colour
      ${select({
        label: 'Colour',
        value: look.colour,
        choices: [{ value: '', label: 'One colour' }, ...columns.map(({ id, title }) => ({ value: id, label: title }))],
        onChange: (colour) => change({ colour }),
      })}</label
    >
    <span class="tools" role="group" aria-label="Tools">
      ${toggle('move', 'Move', 'Move: drag moves the cloud (S switches)', tool === 'move', () => use('move'))}
      ${toggle('edit', 'Select', 'Select: drag draws a lasso (S switches)', tool === 'select', () => use('select'))}
      ${button('screen-full', 'Fit', 'Fit the whole cloud (0)', fit)}
      ${toggle('symbol-text', 'Names', 'Names of categories where their points lie', look.labels, () => change({ labels: !look.labels }))}
      ${
        hasPictures
          ? html`${toggle('file-media', 'Pictures', 'Pictures in place of points when zoomed in', look.pictures, () => change({ pictures: !look.pictures }))}
            ${toggle('table', 'Grid', 'All pictures on a grid', onGrid, toggleGrid)}`
          : nothing
      }
    </span>
    ${range('Size', look.size, [1, 20, 0.5], (size) => change({ size }))}
    ${range('Opacity', look.opacity, [0.05, 1, 0.05], (opacity) => change({ opacity }))}
    <span class="gap"></span>
    ${
      options.add
        ? button('add', 'Add Points…', 'Add Points…: other samples, placed in this map', options.add)
        : nothing
    }
    ${exportMenu(options)}
  </header>`;
}

function exportMenu({ take, hasPictures, settled, isFilm }: BarOptions): TemplateResult {
  const items = ways
    .filter(([kind]) => (kind !== 'grid' || hasPictures) && (kind !== 'film' || isFilm))
    .map(([kind, icon, text]) => ({
      icon,
      text,
      disabled: !settled && kind !== 'cli' && kind !== 'experiment',
      act: () => take(kind),
    }));
  return menu({ icon: 'export', text: 'Export', items });
}
