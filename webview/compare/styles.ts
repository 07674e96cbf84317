/** Styles of the compare panel. */
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
    gap: 6px 12px;
    margin-bottom: 12px;
  }
  h1 {
    flex-basis: 100%;
    margin: 0;
    font-size: 14px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  h1 span {
    font-weight: 400;
  }
  .scale {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-top: 8px;
  }
  .scale .bar {
    flex: 0 1 220px;
    height: 10px;
    border: 1px solid var(--line);
    border-radius: 2px;
  }
  header .gap {
    flex: 1;
  }
  header label {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  vscode-single-select {
    width: 150px;
  }
  .likeness vscode-single-select {
    width: 250px;
    margin-bottom: 6px;
  }
  .likeness {
    min-width: 0;
    max-width: 100%;
  }
  .runs {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
    gap: 16px 14px;
    align-items: start;
  }
  .run.chart {
    grid-column: 1 / -1;
    max-width: 820px;
  }
  .run.wide {
    grid-column: 1 / -1;
    min-width: 0;
  }
  :is(.run, .given) h3 {
    margin: 0 0 2px;
    font-size: 13px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .run .law {
    display: flex;
    gap: 6px;
    align-items: center;
    margin-top: 4px;
  }
  .run .law vscode-icon {
    flex: none;
  }
  .holds {
    --vscode-icon-foreground: var(--vscode-testing-iconPassed, var(--vscode-charts-green));
  }
  .broken {
    --vscode-icon-foreground: var(--vscode-editorWarning-foreground, var(--vscode-charts-yellow));
  }
  details {
    margin-top: 4px;
  }
  details ul {
    margin: 4px 0 0;
    padding-inline-start: 18px;
  }
  .problem {
    display: flex;
    gap: 8px;
    padding: 10px;
    border: 1px solid var(--line);
    border-radius: 3px;
  }
  .readout {
    min-height: 24px;
    margin: 8px 0 16px;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    font-variant-numeric: tabular-nums;
  }
  section {
    margin-top: 20px;
  }
  .beside {
    display: flex;
    flex-wrap: wrap;
    gap: 24px 32px;
    align-items: start;
  }
  .difference {
    width: min(180px, 100%);
  }
  table.differing {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  table.differing :is(th, td) {
    padding: 3px 14px 3px 0;
    text-align: start;
    vertical-align: top;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  table.differing th {
    font-weight: 600;
    white-space: nowrap;
  }
  .scroll {
    overflow-x: auto;
  }
`;
