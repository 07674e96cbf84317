/** Layout of the capacity panel's parts: tabs like the editor's own panels, and the part below. */
import { css } from 'lit';
import { shared } from '../ui/styles';
import { tabStyles } from '../ui/tabs';

export const capacityStyles = [
  shared,
  tabStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100vh;
      background: var(--vscode-editor-background);
    }
    header {
      flex: none;
      padding: 4px 12px 0;
      border-bottom: 1px solid var(--line);
    }
    .part {
      flex: 1;
      min-height: 0;
      overflow: auto;
      padding: 12px 16px;
    }
    .part[hidden] {
      display: none;
    }
    .table {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr);
      gap: 8px;
    }
    .curves {
      display: grid;
      align-content: start;
      gap: 8px;
    }
    .bias {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 14px;
    }
    /* Over the page, so that nothing moves for a passing message. */
    .notice {
      position: fixed;
      z-index: 4;
      right: 16px;
      bottom: 16px;
      max-width: min(560px, calc(100vw - 32px));
      padding: 8px 12px;
      overflow-wrap: anywhere;
      color: var(--vscode-inputValidation-infoForeground, var(--vscode-foreground));
      background: var(--vscode-inputValidation-infoBackground, var(--vscode-editor-background));
      border: 1px solid var(--vscode-inputValidation-infoBorder, var(--line));
      border-radius: 4px;
    }
    .notice[hidden] {
      display: none;
    }
  `,
];
