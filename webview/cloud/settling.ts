/** While a map settles: its progress, and the buttons that steer it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Steer } from '../../src/shared/embedding';
import { formatCount, formatNumber, formatPercent } from '../ui/format';
import type { Session } from './session';

/** As at the start of t-SNE (van der Maaten, Hinton 2008 use a factor of 4; 12 is now customary), for a while. */
const exaggeration = { kind: 'exaggerate', factor: 12, iterations: 100 } as const;

export function settlingBar(session: Session): TemplateResult | typeof nothing {
  const { settling, paused, frame, progress, error, map } = session;
  if (error) return failed(session);
  if (!settling) return nothing;
  const fraction = frame?.iterations ? frame.iteration / frame.iterations : (progress?.fraction ?? 0);
  const takes = (command: Steer['kind']) => map?.commands.includes(command) === true;
  const button = (icon: string, text: string, act: () => void, off = false) =>
    html`<vscode-button secondary icon=${icon} ?disabled=${off} @click=${act}>${text}</vscode-button>`;
  return html`<div class="settling" role="group" aria-label="Settling">
    <vscode-progress-bar .value=${100 * fraction} aria-label="Progress"></vscode-progress-bar>
    <span class="number status" role="status">
      ${
        frame
          ? html`<b>${paused ? 'Paused' : frame.phase}</b> · iteration ${formatCount(frame.iteration)} of
              ${formatCount(frame.iterations)}${
                frame.divergence === undefined ? nothing : html` · KL ${formatNumber(frame.divergence)}`
              }`
          : `${progress?.message || 'Preparing'}${progress ? `, ${formatPercent(progress.fraction)}` : '…'}`
      }
    </span>
    ${
      !takes('pause')
        ? nothing
        : paused
          ? button('debug-continue', 'Continue', () => session.steer({ kind: 'continue' }))
          : button('debug-pause', 'Pause', () => session.steer({ kind: 'pause' }), !frame)
    }
    ${takes('exaggerate') ? button('magnet', 'Exaggerate', () => session.steer(exaggeration), !frame) : nothing}
    ${takes('finish') ? button('check', 'Finish Now', () => session.steer({ kind: 'finish' }), !frame) : nothing}
    ${button('close', 'Cancel', () => session.cancel())}
  </div>`;
}

function failed(session: Session): TemplateResult {
  const { kind, message } = session.error!;
  const cancelled = kind === 'cancelled';
  return html`<div class="settling failed" role="alert">
    <vscode-icon name=${cancelled ? 'circle-slash' : 'error'}></vscode-icon>
    <span class="status">${cancelled ? 'Cancelled.' : message}</span>
    <vscode-button secondary icon="debug-rerun" @click=${() => void session.settle()}>Run Again</vscode-button>
  </div>`;
}
