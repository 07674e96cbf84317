/** Styles of the cloud panel: the cloud takes the available space, the side beside it scrolls by itself. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) 288px;
    grid-template-areas: 'bar bar' 'cloud side' 'foot side';
    height: 100vh;
    overflow: hidden;
  }
  header {
    grid-area: bar;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 14px;
    padding: 6px 12px;
    border-bottom: 1px solid var(--line);
  }
  header label {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  header input[type='range'] {
    width: 84px;
  }
  header vscode-single-select {
    width: 190px;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .gap {
    flex: 1;
  }
  /* Where there is no room for words, the tools are icons with hints. */
  @media (max-width: 1100px) {
    .word {
      display: none;
    }
  }
  main {
    grid-area: cloud;
    position: relative;
    min-height: 0;
  }
  netloupe-stage {
    width: 100%;
    height: 100%;
  }
  aside {
    grid-area: side;
    overflow: hidden auto;
    /* The settings' button sticks to the lower edge: what is scrolled to stops above it. */
    scroll-padding-bottom: 80px;
    padding: 14px;
    border-inline-start: 1px solid var(--line);
  }
  aside section + section,
  aside netloupe-cloud-legend + section {
    margin-top: 22px;
  }
  .foot {
    grid-area: foot;
    min-width: 0;
  }
  .note {
    padding: 4px 12px;
    border-top: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .settling {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 8px 12px;
    border-top: 1px solid var(--line);
  }
  .settling vscode-progress-bar {
    flex-basis: 100%;
  }
  .settling .status {
    flex: 1;
    min-width: 220px;
  }
  .failed {
    --vscode-icon-foreground: var(--vscode-errorForeground);
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    padding: 24px;
    text-align: center;
    pointer-events: none;
  }
  .axis {
    position: absolute;
    inset: auto 0 8px;
    margin: 0;
    text-align: center;
    pointer-events: none;
    color: var(--vscode-descriptionForeground);
  }
  .card {
    position: absolute;
    z-index: 2;
    width: 260px;
    padding: 8px 10px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--line));
    border-radius: 5px;
    background: var(--vscode-editorHoverWidget-background, var(--vscode-editor-background));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, #0005);
    pointer-events: none;
  }
  .card .top {
    display: flex;
    gap: 10px;
    align-items: start;
  }
  .card .top canvas {
    flex: none;
    border-radius: 3px;
  }
  .card p {
    margin-top: 6px;
  }
  .card td {
    max-width: 110px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .card .row {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .nearest {
    display: grid;
    grid-template-columns: repeat(6, 1fr);
    gap: 4px;
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
  }
  .nearest li {
    display: grid;
    justify-items: center;
    line-height: 1.25;
    min-width: 0;
  }
  .nearest span {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .nearest .swatch {
    width: 11px;
    height: 11px;
    margin: 2px;
    border-radius: 50%;
  }
  table {
    border-collapse: collapse;
  }
  .facts th {
    padding: 1px 12px 1px 0;
    text-align: start;
    font-weight: normal;
    color: var(--muted);
    vertical-align: top;
    white-space: nowrap;
  }
  .facts td {
    overflow-wrap: anywhere;
  }
  aside vscode-textfield {
    width: 100%;
    margin-bottom: 6px;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    margin-inline: -4px;
  }
  .links button {
    padding: 1px 4px;
    color: var(--vscode-textLink-foreground);
  }
  .counts {
    margin: 6px 0;
    padding: 0;
    list-style: none;
  }
  .counts li {
    display: grid;
    grid-template-columns: minmax(0, 80px) 1fr auto;
    gap: 8px;
    align-items: center;
  }
  .counts .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .counts .bar {
    height: 8px;
    width: calc(100% * var(--part));
    min-width: 2px;
    border-radius: 2px;
    background: var(--colour);
  }
  .scroll {
    overflow-x: auto;
  }
  .confusion {
    margin: 4px 0 8px;
  }
  .confusion :is(th, td) {
    padding: 1px 5px;
    font-weight: normal;
    text-align: end;
    white-space: nowrap;
  }
  .confusion th {
    color: var(--muted);
  }
  .confusion .right {
    font-weight: 600;
  }
  .confusion .wrong {
    font-weight: 600;
    color: var(--vscode-errorForeground);
  }
  .confusion .zero {
    opacity: 0.4;
  }
  .actions {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 6px;
    margin-top: 8px;
  }
  details.small {
    margin-top: 8px;
  }
  .sentences {
    margin: 4px 0 0;
    padding-inline-start: 18px;
  }
  @media (max-width: 720px) {
    :host {
      grid-template: auto minmax(260px, 1fr) auto minmax(0, 38vh) / minmax(0, 1fr);
      grid-template-areas: 'bar' 'cloud' 'foot' 'side';
    }
    aside {
      border-inline-start: none;
      border-top: 1px solid var(--line);
    }
  }
`;
