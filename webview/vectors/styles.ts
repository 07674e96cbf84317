/**
 * Styles shared by the parts of the vectors panel: bars of controls, tables of answers, native fields in the editor's
 * colours.
 */
import { css } from 'lit';
import { shared } from '../ui/styles';
import { taskStyles } from '../ui/task';

export const partStyles = [
  shared,
  taskStyles,
  css`
    :host {
      display: grid;
      align-content: start;
      gap: 10px;
      min-width: 0;
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 12px;
    }
    .push {
      margin-left: auto;
    }
    .group {
      display: flex;
      align-items: center;
      gap: 6px;
    }
    .choice {
      width: 78px;
    }
    .scroll {
      overflow-x: auto;
    }
    table {
      border-collapse: collapse;
      font-variant-numeric: tabular-nums;
    }
    th,
    td {
      padding: 2px 10px 2px 0;
      text-align: left;
      font-weight: 400;
    }
    thead th {
      color: var(--muted);
      font-size: 12px;
    }
    .full {
      width: 100%;
    }
    .bars {
      width: 40%;
    }
    .rank {
      width: 4ch;
    }
    .right {
      text-align: right;
    }
    tbody tr:hover {
      background: var(--vscode-list-hoverBackground, transparent);
    }
    .meter {
      width: 100%;
      min-width: 60px;
    }
    .meter span {
      display: block;
      height: 8px;
      border-radius: 2px;
      background: var(--vscode-charts-blue, #3794ff);
    }
    .meter .negative {
      background: var(--vscode-charts-orange, #d18616);
    }
    button.word {
      max-width: 40ch;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      text-align: left;
    }
    button.word:hover {
      color: var(--vscode-textLink-foreground, inherit);
    }
    details ul {
      margin: 4px 0 0;
      padding-left: 18px;
    }
  `,
];

/** A native field with the editor's look. */
export const fieldStyles = css`
  input,
  textarea {
    width: 100%;
    padding: 3px 6px;
    font: inherit;
    color: var(--vscode-settings-textInputForeground, inherit);
    background: var(--vscode-settings-textInputBackground, transparent);
    border: 1px solid var(--vscode-settings-textInputBorder, var(--line));
    border-radius: 2px;
  }
  input::placeholder,
  textarea::placeholder {
    color: var(--vscode-input-placeholderForeground, var(--muted));
    opacity: 1;
  }
  input:focus,
  textarea:focus {
    outline: 1px solid var(--vscode-focusBorder, currentColor);
    outline-offset: -1px;
  }
`;
