/** The line of numbers under a view: of fixed height, so that nothing moves when the pointer comes. */
import { css } from 'lit';

export const readoutStyles = css`
  .readout {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    align-items: center;
    min-height: 26px;
    padding-top: 4px;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  .readout b {
    font-weight: 600;
  }
`;
