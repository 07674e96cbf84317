/**
 * Styles shared by the parts of the capacity panel: toolbars, small buttons, labelled fields, and the line of a long
 * task (`ui/task.ts`).
 */
import { css } from 'lit';
import { taskStyles } from '../ui/task';

export const partStyles = [
  taskStyles,
  css`
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 14px;
    }
    .group {
      display: flex;
      align-items: center;
      gap: 6px;
      white-space: nowrap;
    }
    .push {
      margin-left: auto;
    }
    label.group {
      cursor: default;
    }
    .narrow {
      width: 72px;
    }
    .step {
      padding: 2px 5px;
      line-height: 0;
    }
    .problem {
      color: var(--vscode-errorForeground);
    }
    .formula {
      font-family: var(--vscode-editor-font-family, monospace);
      overflow-wrap: anywhere;
      font-variant-numeric: tabular-nums;
    }
    .verdict vscode-icon {
      vertical-align: text-bottom;
    }
    .verdict vscode-icon[name='pass'] {
      --vscode-icon-foreground: var(--vscode-testing-iconPassed, currentColor);
    }
    .verdict vscode-icon[name='warning'] {
      --vscode-icon-foreground: var(--vscode-editorWarning-foreground, currentColor);
    }
    .verdict vscode-icon[name='error'] {
      --vscode-icon-foreground: var(--vscode-errorForeground, currentColor);
    }
  `,
];
