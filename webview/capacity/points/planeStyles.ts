/**
 * Styles of everything drawn in the plane. Classes differ by shape, sign and colour, so that nobody has to tell colours
 * apart.
 */
import { css } from 'lit';

export const planeStyles = css`
  :host {
    --plus: var(--vscode-charts-blue, #3794ff);
    --minus: var(--vscode-charts-orange, #d18616);
    --ground: var(--vscode-editor-background, white);
    --ink: var(--vscode-foreground, black);
  }
  svg.plane {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    background: var(--ground);
    border: 1px solid var(--line);
    border-radius: 3px;
    font-size: 11px;
    user-select: none;
  }
  .grid line {
    stroke: var(--ink);
    stroke-opacity: 0.1;
  }
  .grid line.axis {
    stroke-opacity: 0.45;
  }
  .grid text {
    fill: var(--muted);
    font-size: 10px;
  }
  .plus-side {
    fill: var(--plus);
    fill-opacity: 0.1;
  }
  .minus-side {
    fill: var(--minus);
    fill-opacity: 0.1;
  }
  .margin {
    fill: var(--ink);
    fill-opacity: 0.1;
    stroke: var(--ink);
    stroke-opacity: 0.6;
    stroke-dasharray: 4 4;
  }
  .halo {
    stroke: var(--ground);
    stroke-width: 6;
  }
  .stroke {
    stroke: var(--ink);
    stroke-width: 2.5;
  }
  .units .stroke {
    stroke-dasharray: 9 5;
  }
  .units text {
    text-anchor: middle;
    dominant-baseline: central;
    fill: var(--ink);
    stroke: var(--ground);
    stroke-width: 3;
    paint-order: stroke;
    font-style: italic;
  }
  .hull {
    fill-opacity: 0.15;
    stroke-width: 3;
    stroke-linejoin: round;
  }
  .hull.plus {
    fill: var(--plus);
    stroke: var(--plus);
  }
  .hull.minus {
    fill: var(--minus);
    stroke: var(--minus);
    stroke-dasharray: 8 4;
  }
  circle.meeting {
    fill: var(--ground);
    stroke: var(--ink);
    stroke-width: 2;
  }
  path.meeting {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
  }
  .point .mark {
    stroke: var(--ground);
    stroke-width: 2;
  }
  .point.plus .mark {
    fill: var(--plus);
  }
  .point.minus .mark {
    fill: var(--minus);
  }
  .point .sign {
    fill: var(--ground);
    font-size: 15px;
    font-weight: 700;
    text-anchor: middle;
    dominant-baseline: central;
    pointer-events: none;
  }
  .names text {
    fill: var(--ink);
    stroke: var(--ground);
    stroke-width: 3;
    paint-order: stroke;
    font-weight: 600;
    pointer-events: none;
  }
  :host-context(.vscode-high-contrast) .point .mark {
    stroke: var(--ink);
  }
`;
