/**
 * Whether a perceptron can produce the labels, and the proof: its weights and their margin, or the combination that
 * rules all weights out.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Separation, SeparationRequest } from '../../../src/shared/capacity/requests';
import { formatNumber } from '../../ui/format';
import { certificateOf } from './certificate';

/** Most weights written out. */
const mostWeights = 8;

/** Most points of a proof written out. */
const mostShares = 12;

export function verdict(separation: Separation, request: SeparationRequest): TemplateResult {
  return separation.separable ? possible(separation, request) : impossible(separation, request);
}

function possible(
  { weights, bias, margin }: Extract<Separation, { separable: true }>,
  { labels }: SeparationRequest,
): TemplateResult {
  if (margin === undefined)
    return html`<p class="verdict">
      <vscode-icon name="pass"></vscode-icon> <b>Yes.</b> All labels agree: a bias of ${bias ?? 0} produces them without
      any line.
    </p>`;
  const shown = weights.slice(0, mostWeights).join(', ');
  const rest = weights.length > mostWeights ? `, … (${weights.length})` : '';
  return html`<p class="verdict">
      <vscode-icon name="pass"></vscode-icon> <b>Yes</b>, with a margin of <b>${formatNumber(margin)}</b>: the distance
      from the plane to the nearest of ${labels.length} points.
    </p>
    <p class="formula">w = (${shown}${rest})${bias === undefined ? nothing : `, b = ${bias}`}</p>
    <p class="small muted">
      Checked in exact arithmetic: label · (w · point${bias === undefined ? '' : ' + b'}) is above 0 for every point.
    </p>`;
}

function impossible(separation: Extract<Separation, { separable: false }>, request: SeparationRequest): TemplateResult {
  const { plus, minus, equation, meaning } = certificateOf(separation, request);
  const long = plus.length + minus.length > mostShares;
  return html`<p class="verdict"><vscode-icon name="error"></vscode-icon> <b>No</b>, and here is the proof:</p>
    ${
      long
        ? html`<details>
            <summary>${plus.length + minus.length} points balance each other</summary>
            <p class="formula">${equation}</p>
          </details>`
        : html`<p class="formula">${equation}</p>`
    }
    <p>${meaning[0]!.toUpperCase()}${meaning.slice(1)}</p>
    <p class="small muted">Checked in exact arithmetic.</p>`;
}
