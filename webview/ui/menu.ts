/** A button that opens a list of actions. Arrow keys open it and go through it; Escape, an action, or a click elsewhere closes it. */
import { css, html, type TemplateResult } from 'lit';

export interface MenuItem {
  icon: string;
  text: string;
  disabled?: boolean;
  act: () => void;
}

export function menu({
  icon,
  text,
  items,
}: {
  icon: string;
  text: string;
  items: readonly MenuItem[];
}): TemplateResult {
  return html`<details class="menu" @focusout=${closeBehind} @keydown=${onKey}>
    <summary aria-haspopup="menu"><vscode-icon name=${icon}></vscode-icon> ${text}</summary>
    <div role="menu" aria-label=${text}>
      ${items.map(
        ({ icon, text, disabled, act }) =>
          html`<button
            role="menuitem"
            ?disabled=${disabled}
            @click=${(event: Event) => {
              close((event.currentTarget as HTMLElement).closest('details')!);
              act();
            }}
          >
            <vscode-icon name=${icon}></vscode-icon> ${text}
          </button>`,
      )}
    </div>
  </details>`;
}

function closeBehind(event: FocusEvent): void {
  const opened = event.currentTarget as HTMLDetailsElement;
  if (!opened.contains(event.relatedTarget as Node | null)) opened.open = false;
}

function close(opened: HTMLDetailsElement): void {
  opened.querySelector('summary')!.focus();
  opened.open = false;
}

function onKey(event: KeyboardEvent): void {
  const opened = event.currentTarget as HTMLDetailsElement;
  const items = [...opened.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const at = items.indexOf(event.target as HTMLButtonElement);
  const goTo: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: at < 0 ? items.length - 1 : (at + items.length - 1) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next = goTo[event.key];
  if (event.key === 'Escape' && opened.open) close(opened);
  else if (next !== undefined) {
    opened.open = true;
    items[next]?.focus();
  } else return;
  // These keys are the menu's, not the panel's.
  event.preventDefault();
  event.stopPropagation();
}

export const menuStyles = css`
  .menu {
    position: relative;
  }
  .menu summary {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 2px 8px;
    list-style: none;
    border-radius: 4px;
  }
  .menu summary:hover {
    background: var(--hover);
  }
  .menu [role='menu'] {
    position: absolute;
    z-index: 3;
    inset-inline-end: 0;
    top: calc(100% + 4px);
    display: grid;
    padding: 4px;
    border: 1px solid var(--line);
    border-radius: 5px;
    background: var(--vscode-menu-background, var(--vscode-editor-background));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, #0005);
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 12px 4px 8px;
    text-align: start;
    white-space: nowrap;
  }
`;
