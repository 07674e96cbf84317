/** Layout of the explain panel: one column if narrow, two if the form fits beside the pictures. */
import { css } from 'lit';
import { noticeStyles } from '../ui/notice';
import { shared } from '../ui/styles';

export const panelStyles = [
  shared,
  noticeStyles,
  css`
    :host {
      display: block;
      min-height: 100vh;
      container: panel / inline-size;
      background: var(--vscode-editor-background);
    }
    main {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 24px;
      padding: 12px 16px 32px;
    }
    .views {
      container: views / inline-size;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 10px;
      align-content: start;
    }
    aside {
      display: grid;
      gap: 24px;
      align-content: start;
    }
    .about {
      display: grid;
      gap: 16px;
      align-content: start;
    }
    .views,
    .about,
    netloupe-predictions {
      transition: opacity 0.2s;
    }
    .stale :is(.views, .about, netloupe-predictions) {
      opacity: 0.55;
    }
    /* A quick run must not make the picture flicker. */
    .renewing :is(.views, .about, netloupe-predictions) {
      opacity: 0.7;
      transition-delay: 0.4s;
    }
    /* Over the page, so that nothing moves for a passing message. */
    .notice {
      position: fixed;
      z-index: 4;
      bottom: 16px;
      right: 0;
      max-width: min(560px, calc(100vw - 32px));
    }
    .placeholder {
      border: 1px dashed var(--line);
      border-radius: 4px;
    }
    @container panel (min-width: 860px) {
      main {
        grid-template-columns: minmax(0, 1fr) 340px;
        column-gap: 32px;
      }
      /* In its row beside the form, so that the picture stays while the form scrolls under the header. */
      .views {
        position: sticky;
        top: 68px;
        align-self: start;
      }
      /* Scrolled up, it covers what stays. */
      .about {
        position: relative;
        z-index: 1;
        padding-top: 12px;
        background: var(--vscode-editor-background);
      }
    }
    netloupe-law {
      margin-top: 6px;
    }
    /* The editor's own setting, which need not be the system's. */
    :host-context(.vscode-reduce-motion) :is(.views, .about, netloupe-predictions) {
      transition: none;
    }
    @media (prefers-reduced-motion: reduce) {
      .views,
      .about,
      netloupe-predictions {
        transition: none;
      }
    }
  `,
];
