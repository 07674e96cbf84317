/**
 * Beside the cloud of a film: all its steps, the quality of each map, and its distance from the previous one. A click
 * shows a step.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { AlignedMap } from '../../../src/shared/cloud/procrustes';
import { formatFixed, formatNumber, formatPercent } from '../../ui/format';
import type { Session } from '../session';
import type { Film, Step } from './film';

const meanings = {
  kept: 'Neighbours kept: mean share of a point’s nearest neighbours that are still among the nearest in the map',
  trust: 'Trustworthiness: 1 if no strangers are neighbours in the map',
  change:
    'Procrustes disparity from the previous step after rotating, mirroring, moving and scaling: 0 for the same shape, 1 for nothing in common',
};

export function stepsTable(film: Film, maps: readonly (AlignedMap | undefined)[]): TemplateResult {
  return html`<section aria-label="Steps">
    <h2>Steps</h2>
    <table class="steps number small">
      <tr>
        <th></th>
        <th scope="col" title=${meanings.kept}>Kept</th>
        <th scope="col" title=${meanings.trust}>Trust</th>
        <th scope="col" title=${meanings.change}>Change</th>
      </tr>
      ${film.steps.map((step, i) => row(film, step, i, maps[i]))}
    </table>
    <p class="muted small">
      Each map is rotated, mirrored, moved and scaled to fit the previous one (orthogonal Procrustes analysis,
      Schönemann 1966).
    </p>
  </section>`;
}

function row(film: Film, { title, session }: Step, i: number, map: AlignedMap | undefined): TemplateResult {
  const { result } = session;
  const isShown = i === film.at;
  return html`<tr class=${isShown ? 'shown' : ''}>
    <th scope="row">
      <button title=${title} aria-current=${isShown ? 'step' : nothing} @click=${() => film.go(i)}>${title}</button>
    </th>
    ${
      result
        ? html`<td>${formatPercent(result.quality.preservation)}</td>
            <td>${formatFixed(result.quality.trustworthiness, 3)}</td>
            <td>${map?.disparity === undefined ? '' : formatNumber(map.disparity, 2)}</td>`
        : html`<td colspan="3" class=${session.error ? 'wrong' : 'muted'}>${stateOf(session)}</td>`
    }
  </tr>`;
}

function stateOf({ error, frame, progress }: Session): string {
  if (error) return error.kind === 'cancelled' ? 'cancelled' : 'failed';
  return frame || (progress && progress.fraction > 0) ? 'settling…' : 'waiting';
}
