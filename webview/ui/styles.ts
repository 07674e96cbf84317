/**
 * Styles shared by the components of every panel: type, headings, focus, native buttons and sliders in the editor's
 * colours.
 */
import { css } from 'lit';

export const shared = css`
  :host {
    box-sizing: border-box;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    line-height: 1.45;
    --line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, #80808040)));
    --muted: var(--vscode-descriptionForeground, var(--vscode-foreground));
    --hover: var(--vscode-toolbar-hoverBackground, #80808033);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before {
    box-sizing: inherit;
  }
  h2 {
    margin: 0 0 8px;
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--muted);
  }
  p {
    margin: 0;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 12px;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    background: transparent;
    border: 1px solid transparent;
    border-radius: 4px;
    padding: 1px 6px;
  }
  button:hover:not(:disabled) {
    background: var(--hover);
  }
  button:disabled {
    cursor: default;
    opacity: 0.45;
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder, currentColor);
    outline-offset: 1px;
  }
  input[type='range'] {
    accent-color: var(--vscode-focusBorder, var(--vscode-button-background));
    min-width: 0;
    margin: 0;
    height: 16px;
  }
  summary {
    cursor: pointer;
    border-radius: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Buttons of which one is on, side by side in a frame: `.switch` with `role="radio"` buttons. */
export const switchStyles = css`
  .switch {
    display: flex;
    border: 1px solid var(--line);
    border-radius: 5px;
    overflow: hidden;
  }
  .switch button {
    border: 0;
    border-radius: 0;
    padding: 2px 10px;
  }
  .switch button + button {
    border-left: 1px solid var(--line);
  }
  .switch button:is([aria-checked='true'], [aria-pressed='true']) {
    background: var(--vscode-inputOption-activeBackground, var(--hover));
    color: var(--vscode-inputOption-activeForeground, inherit);
    box-shadow: inset 0 -2px 0 var(--vscode-focusBorder, currentColor);
  }
  .switch button:focus-visible {
    outline-offset: -2px;
  }
`;
