/** Styles of the gallery: a field like the editor's own lists, and a list over the page like its quick pick. */
import { css } from 'lit';

export const galleryStyles = css`
  :host {
    display: block;
    --ground: var(
      --vscode-quickInput-background,
      var(--vscode-editorWidget-background, var(--vscode-editor-background))
    );
  }
  .current {
    display: flex;
    width: 100%;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 26px;
    padding: 2px 4px 2px 8px;
    border: 1px solid var(--vscode-settings-dropdownBorder, var(--line));
    border-radius: 4px;
    background: var(--vscode-settings-dropdownBackground, transparent);
    color: var(--vscode-settings-dropdownForeground, inherit);
    text-align: start;
  }
  .current:hover:not(:disabled) {
    background: var(--vscode-settings-dropdownBackground, transparent);
    border-color: var(--vscode-focusBorder, currentColor);
  }
  dialog {
    position: fixed;
    inset: 24px 0 auto;
    width: min(720px, calc(100vw - 32px));
    max-height: calc(100vh - 48px);
    margin: 0 auto;
    padding: 8px;
    flex-direction: column;
    gap: 6px;
    color: var(--vscode-quickInput-foreground, var(--vscode-foreground));
    background: var(--ground);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--line)));
    border-radius: 6px;
    box-shadow: 0 0 12px 2px var(--vscode-widget-shadow, #0006);
    container: gallery / inline-size;
  }
  dialog[open] {
    display: flex;
  }
  dialog::backdrop {
    background: transparent;
  }
  input {
    font: inherit;
    padding: 4px 8px;
    color: var(--vscode-input-foreground, inherit);
    background: var(--vscode-input-background, transparent);
    border: 1px solid var(--vscode-input-border, var(--line));
    border-radius: 3px;
  }
  input::placeholder {
    color: var(--vscode-input-placeholderForeground, var(--muted));
  }
  input:focus {
    outline: 1px solid var(--vscode-focusBorder, currentColor);
    outline-offset: -1px;
  }
  .list {
    overflow-y: auto;
    min-height: 0;
    overscroll-behavior: contain;
  }
  .family {
    position: sticky;
    top: 0;
    padding: 8px 8px 3px;
    font-size: 11px;
    font-weight: 600;
    text-transform: uppercase;
    letter-spacing: 0.04em;
    color: var(--muted);
    background: var(--ground);
  }
  .option {
    display: grid;
    grid-template-columns: 16px minmax(0, 11em) minmax(0, 1fr);
    gap: 0 8px;
    padding: 5px 8px;
    border: 1px solid transparent;
    border-radius: 4px;
    cursor: pointer;
  }
  .option.active {
    background: var(
      --vscode-quickInputList-focusBackground,
      var(--vscode-list-activeSelectionBackground, var(--hover))
    );
    color: var(--vscode-quickInputList-focusForeground, var(--vscode-list-activeSelectionForeground, inherit));
    border-color: var(--vscode-contrastActiveBorder, transparent);
    --muted: currentColor;
    --vscode-icon-foreground: currentColor;
  }
  .option[aria-disabled='true'] {
    cursor: not-allowed;
  }
  .option[aria-disabled='true'] :is(.title, .id) {
    color: var(--vscode-disabledForeground, var(--muted));
  }
  .title {
    font-weight: 600;
  }
  .id {
    display: block;
    font-size: 11px;
    font-family: var(--vscode-editor-font-family, monospace);
  }
  .misses,
  .reason {
    display: flex;
    gap: 6px;
    align-items: baseline;
    font-size: 12px;
  }
  :is(.misses, .reason) vscode-icon {
    flex: none;
    align-self: start;
    margin-top: 2px;
  }
  .none {
    padding: 12px 8px;
  }
  @container gallery (max-width: 480px) {
    .option {
      grid-template-columns: 16px minmax(0, 1fr);
    }
    .option > .says {
      grid-column: 2;
    }
  }
`;
