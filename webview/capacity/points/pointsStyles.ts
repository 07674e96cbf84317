/** Layout of the part "Points": plane beside facts if there is room. */
import { css } from 'lit';
import { planeStyles } from './planeStyles';

export const pointsStyles = [
  planeStyles,
  css`
    :host {
      display: grid;
      gap: 10px;
      container: points / inline-size;
    }
    .sides {
      display: grid;
      gap: 16px 28px;
      align-items: start;
      max-width: 1200px;
    }
    netloupe-plane {
      display: block;
      max-width: 560px;
    }
    .facts {
      display: grid;
      gap: 20px;
      min-width: 0;
    }
    section {
      display: grid;
      gap: 6px;
      min-width: 0;
    }
    section h2 {
      margin: 0;
    }
    /* What is answered at once must not flicker. */
    .renewing > :is(.verdict, .verdict ~ p, .verdict ~ details) {
      opacity: 0.5;
      transition: opacity 0s 0.3s;
    }
    vscode-button {
      justify-self: start;
    }
    @container points (min-width: 720px) {
      .sides {
        grid-template-columns: minmax(0, 560px) minmax(280px, 1fr);
      }
    }
  `,
];
