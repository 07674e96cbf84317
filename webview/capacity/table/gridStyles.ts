/** Styles of the scrolled table and of the tip beside its pointer. */
import { css } from 'lit';

export const gridStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
  }
  .scroller {
    position: relative;
    height: 100%;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: 3px;
  }
  .scroller:focus-visible {
    outline: 1px solid var(--vscode-focusBorder, currentColor);
    outline-offset: -1px;
  }
  canvas {
    position: sticky;
    top: 0;
    left: 0;
    display: block;
    cursor: cell;
  }
  .spacer {
    position: absolute;
    top: 0;
    left: 0;
    pointer-events: none;
  }
  .tip {
    position: absolute;
    z-index: 2;
    width: max-content;
    max-width: min(420px, 60%);
    padding: 6px 10px;
    pointer-events: none;
    color: var(--vscode-editorHoverWidget-foreground, var(--vscode-foreground));
    background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--line));
    border-radius: 4px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    font-size: 12px;
  }
  .digits {
    font-family: var(--vscode-editor-font-family, monospace);
    overflow-wrap: anywhere;
  }
  sup {
    line-height: 0;
  }
`;
