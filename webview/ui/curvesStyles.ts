/** Styles of the curves: what uPlot needs, and the legend below. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .plot {
    min-height: 260px;
  }
  .uplot,
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-wrap canvas {
    position: absolute;
  }
  .u-wrap canvas {
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .u-axis,
  .u-hz .u-cursor-x,
  .u-vt .u-cursor-y,
  .u-cursor-y,
  .u-cursor-x {
    position: absolute;
  }
  .u-cursor-x {
    height: 100%;
    border-inline-start: 1px dashed var(--muted);
    pointer-events: none;
  }
  .u-cursor-y {
    display: none;
  }
  .u-cursor-pt {
    position: absolute;
    border-radius: 50%;
    border: 2px solid;
    pointer-events: none;
  }
  .u-select,
  .u-off,
  .u-legend {
    display: none;
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 18px;
    margin: 6px 0 0;
    padding: 0;
    list-style: none;
    font-variant-numeric: tabular-nums;
  }
  .swatch {
    display: inline-block;
    width: 16px;
    margin-inline-end: 6px;
    vertical-align: middle;
    border-block-start: 3px solid;
  }
  .swatch.dashed {
    border-block-start-style: dashed;
  }
  .swatch.dotted {
    border-block-start-style: dotted;
  }
  .swatch.bound {
    border-block-start-width: 2px;
  }
  .swatch.point {
    width: 7px;
    height: 7px;
    border-block-start: none;
    border-radius: 50%;
    background: var(--point);
  }
`;
