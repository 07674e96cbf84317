/**
 * Tabs like those of the editor's own panels, as a template: arrow keys move through them, and they label the parts
 * they show.
 */
import { css, html, type TemplateResult } from 'lit';

export interface TabsOptions<Part extends string> {
  label: string;
  titles: Record<Part, string>;
  chosen: Part;
  onChoose: (part: Part) => void;
}

/** The part of a tab is the element with the id "part-NAME", labelled by "tab-NAME". */
export function tabs<Part extends string>({ label, titles, chosen, onChoose }: TabsOptions<Part>): TemplateResult {
  const parts = Object.keys(titles) as Part[];
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (parts.indexOf(chosen) + step + parts.length) % parts.length;
    const list = event.currentTarget as HTMLElement;
    onChoose(parts[next]!);
    list.querySelectorAll<HTMLElement>('[role=tab]')[next]!.focus();
  };
  return html`<div role="tablist" aria-label=${label} @keydown=${onKey}>
    ${parts.map(
      (part) =>
        html`<button
          role="tab"
          id="tab-${part}"
          aria-selected=${part === chosen}
          aria-controls="part-${part}"
          tabindex=${part === chosen ? 0 : -1}
          @click=${() => onChoose(part)}
        >
          ${titles[part]}
        </button>`,
    )}
  </div>`;
}

export const tabStyles = css`
  [role='tablist'] {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  [role='tab'] {
    padding: 6px 10px 7px;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 0;
    color: var(--vscode-panelTitle-inactiveForeground, var(--muted));
  }
  [role='tab'][aria-selected='true'] {
    color: var(--vscode-panelTitle-activeForeground, var(--vscode-foreground));
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--vscode-focusBorder, currentColor));
  }
  [role='tab']:focus-visible {
    outline-offset: -2px;
  }
`;
