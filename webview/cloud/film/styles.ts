/** Styles of a film: the bar below the cloud, and the table of its steps. */
import { css } from 'lit';

export const filmStyles = css`
  .film {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 6px 12px;
    border-top: 1px solid var(--line);
  }
  .film .at {
    flex: 1;
    min-width: 80px;
  }
  .film .step {
    flex: 0 1 auto;
    min-width: 60px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .film .number {
    white-space: nowrap;
  }
  .film label {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .film vscode-single-select {
    width: 66px;
  }
  .steps {
    width: 100%;
    margin-bottom: 6px;
    table-layout: fixed;
  }
  .steps :is(td, th) {
    padding: 2px 4px;
    font-weight: normal;
    text-align: end;
  }
  .steps :is(td, th):not(:first-child) {
    width: 52px;
  }
  .steps th {
    color: var(--muted);
  }
  .steps th[scope='row'] button {
    width: 100%;
    padding: 0;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--vscode-textLink-foreground);
  }
  .steps .shown {
    background: var(--hover);
  }
  .steps .shown button {
    font-weight: 600;
  }
  .steps .wrong {
    color: var(--vscode-errorForeground);
  }
`;
