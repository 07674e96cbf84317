/** What the explain panel shows instead of a result: opening, failed to open, first explanation running, none. */
import { html, type TemplateResult } from 'lit';

/** `failure` says why the model could not be opened; '' while it opens. */
export function opening(failure: string | undefined, tryAgain: () => void, chooseData: () => void): TemplateResult {
  return html`<div class="empty">
    ${
      failure
        ? html`<vscode-icon name="error" size="24"></vscode-icon>
            <p role="alert">${failure}</p>
            <vscode-button @click=${tryAgain}>Try again</vscode-button>
            <vscode-button secondary @click=${chooseData}>Choose Data…</vscode-button>`
        : html`<vscode-icon name="loading" size="24" spin></vscode-icon>
            <p role="status">Opening the model…</p>`
    }
  </div>`;
}

export function noResult(status: string): TemplateResult {
  return html`<div class="empty placeholder">
    ${
      status === 'running'
        ? html`<vscode-icon name="loading" size="24" spin></vscode-icon>
            <p class="muted">Computing the first explanation…</p>`
        : html`<vscode-icon name="eye" size="24"></vscode-icon>
            <p class="muted">There is no explanation yet.</p>`
    }
  </div>`;
}
