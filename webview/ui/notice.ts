/** What a panel or a part of it shows while it has nothing else: what is awaited, why it failed, or that there is nothing, and a way on. */
import { css, html, nothing, type TemplateResult } from 'lit';

export interface Notice {
  kind: 'waiting' | 'failed' | 'empty';
  text: string;
  /** Of an empty one; the others have their own. */
  icon?: string;
  /** The first is the one to try. */
  actions?: readonly Action[];
}

interface Action {
  text: string;
  act: () => void;
}

export function notice({ kind, text, icon, actions = [] }: Notice): TemplateResult {
  const shown = kind === 'waiting' ? 'loading' : kind === 'failed' ? 'error' : icon;
  return html`<div class="notice-state ${kind}">
    ${shown ? html`<vscode-icon name=${shown} size="24" ?spin=${kind === 'waiting'}></vscode-icon>` : nothing}
    <p role=${kind === 'failed' ? 'alert' : 'status'} class=${kind === 'failed' ? '' : 'muted'}>${text}</p>
    ${actions.map(({ text, act }, i) => html`<vscode-button ?secondary=${i > 0} @click=${act}>${text}</vscode-button>`)}
  </div>`;
}

/** While a panel opens, and where it could not. `failure` is '' until it fails. */
export function openingNotice(
  text: string,
  failure: string,
  tryAgain: () => void,
  ...others: Action[]
): TemplateResult {
  return failure
    ? notice({ kind: 'failed', text: failure, actions: [{ text: 'Try again', act: tryAgain }, ...others] })
    : notice({ kind: 'waiting', text });
}

export const noticeStyles = css`
  .notice-state {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 12px;
    min-height: min(60vh, 320px);
    padding: 24px;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .notice-state.failed {
    --vscode-icon-foreground: var(--vscode-errorForeground);
  }
`;
