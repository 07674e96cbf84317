/** Styles of the clusters panel. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-height: 100vh;
    padding: 12px 16px 32px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
    margin-bottom: 14px;
  }
  h1 {
    width: 100%;
    margin: 0;
    font-size: 13px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  header label {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  header vscode-icon {
    vertical-align: text-bottom;
  }
  vscode-single-select {
    width: 200px;
  }
  .holds {
    --vscode-icon-foreground: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
  }
  .broken {
    --vscode-icon-foreground: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
  }
  .beside {
    display: grid;
    grid-template-columns: minmax(200px, 282px) minmax(0, 1fr);
    gap: 20px 24px;
    align-items: start;
  }
  @media (max-width: 620px) {
    .beside {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  ol,
  ul.samples {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .clusters {
    margin-bottom: 14px;
  }
  .clusters button {
    display: grid;
    grid-template-columns: 72px minmax(0, 1fr);
    gap: 10px;
    align-items: center;
    width: 100%;
    padding: 6px;
    text-align: start;
  }
  .clusters button[aria-pressed='true'] {
    color: var(--vscode-list-activeSelectionForeground, inherit);
    background: var(--vscode-list-activeSelectionBackground, var(--hover));
    border-color: var(--vscode-contrastActiveBorder, transparent);
  }
  .clusters button[aria-pressed='true'] .muted {
    color: inherit;
  }
  .clusters vscode-icon {
    vertical-align: text-bottom;
  }
  .side .small {
    margin-top: 4px;
  }
  .title {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 8px;
  }
  .title h2 {
    margin: 0;
  }
  dl {
    display: grid;
    grid-template-columns: max-content max-content minmax(0, 1fr);
    gap: 2px 12px;
    align-items: baseline;
    margin: 0 0 16px;
  }
  dd {
    margin: 0;
  }
  dd.number {
    text-align: end;
  }
  ul.samples {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(124px, 1fr));
    gap: 10px 12px;
    margin-bottom: 12px;
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 3px;
  }
  details {
    margin-top: 20px;
  }
  details ul {
    margin: 4px 0 0;
    padding-inline-start: 18px;
  }
`;
