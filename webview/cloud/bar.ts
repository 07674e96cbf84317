/** The bar above the cloud: colour, drawing, selection, and exports. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CloudExport } from '../../src/shared/api/cloud';
import type { CloudLook } from '../../src/shared/cloud/question';
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
  const toggle = (icon: string, label: string, on: boolean, act: () => void) =>
    html`<vscode-toolbar-button
      icon=${icon}
      label=${label}
      title=${label}
      toggleable
      ?checked=${on}
      @click=${act}
    ></vscode-toolbar-button>`;
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
      ${toggle('move', 'Move: drag to move the cloud', tool === 'move', () => use('move'))}
      ${toggle('edit', 'Select: drag to draw a lasso', tool === 'select', () => use('select'))}
      <vscode-toolbar-button
        icon="screen-full"
        label="Fit"
        title="Fit the whole cloud (0)"
        @click=${fit}
      ></vscode-toolbar-button>
      ${toggle('symbol-text', 'Names of Categories', look.labels, () => change({ labels: !look.labels }))}
      ${
        hasPictures
          ? html`${toggle('file-media', 'Pictures When Zoomed In', look.pictures, () => change({ pictures: !look.pictures }))}
            ${toggle('table', 'Grid of Pictures', onGrid, toggleGrid)}`
          : nothing
      }
    </span>
    ${range('Size', look.size, [1, 20, 0.5], (size) => change({ size }))}
    ${range('Opacity', look.opacity, [0.05, 1, 0.05], (opacity) => change({ opacity }))}
    <span class="gap"></span>
    ${
      options.add
        ? html`<vscode-toolbar-button
            icon="add"
            label="Add Points…"
            title="Add Points…: place other samples in this map"
            @click=${options.add}
          ></vscode-toolbar-button>`
        : nothing
    }
    ${exportMenu(options)}
  </header>`;
}

function exportMenu({ take, hasPictures, settled, isFilm }: BarOptions): TemplateResult {
  const pick = (event: Event, kind: ExportKind): void => {
    (event.currentTarget as HTMLElement).closest('details')!.open = false;
    take(kind);
  };
  const close = (event: FocusEvent): void => {
    const menu = event.currentTarget as HTMLDetailsElement;
    if (!menu.contains(event.relatedTarget as Node | null)) menu.open = false;
  };
  return html`<details class="menu" @focusout=${close}>
    <summary><vscode-icon name="export"></vscode-icon> Export</summary>
    <div role="menu">
      ${ways
        .filter(([kind]) => (kind !== 'grid' || hasPictures) && (kind !== 'film' || isFilm))
        .map(
          ([kind, icon, text]) =>
            html`<button
              role="menuitem"
              ?disabled=${!settled && kind !== 'cli' && kind !== 'experiment'}
              @click=${(event: Event) => pick(event, kind)}
            >
              <vscode-icon name=${icon}></vscode-icon> ${text}
            </button>`,
        )}
    </div>
  </details>`;
}
