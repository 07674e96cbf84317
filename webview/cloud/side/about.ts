/** The quality of the map, its conventions, and what made it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CloudResult } from '../../../src/shared/results';
import { baseName, formatCount, formatNumber, formatPercent, formatSeconds, formatTime } from '../../ui/format';

export function aboutSections(result: CloudResult, methodTitle: string, notKept: string): TemplateResult {
  return html`<section aria-label="Quality">
      <h2>Quality</h2>
      ${quality(result)}
    </section>
    <section aria-label="About">
      <h2>How it was made</h2>
      ${facts(result, methodTitle)} ${notKept ? html`<p class="small">${notKept}</p>` : nothing}
      <details class="small">
        <summary>Conventions</summary>
        <ul class="sentences">
          ${result.conventions.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
      </details>
    </section>`;
}

function quality({ quality, added }: CloudResult): TemplateResult {
  const { k, preservation, trustworthiness, continuity, divergence, explainedVariance, sampled } = quality;
  const near = `among the ${k} nearest`;
  const rows: [name: string, value: string, meaning: string][] = [
    [
      'Neighbours kept',
      formatPercent(preservation),
      `Mean share of a point’s ${k} nearest neighbours that are still ${near} in the map`,
    ],
    [
      'Trustworthiness',
      formatNumber(trustworthiness, 3),
      'Venna & Kaski 2001: 1 if no strangers are neighbours in the map',
    ],
    ['Continuity', formatNumber(continuity, 3), 'Venna & Kaski 2001: 1 if no neighbours were torn apart'],
  ];
  if (divergence !== undefined)
    rows.push([
      'KL divergence',
      `${formatNumber(divergence)} nats`,
      added === undefined
        ? 'Kullback–Leibler divergence of the map’s similarities from the data’s, over all pairs'
        : 'Mean divergence of each added point’s similarities to the map’s points',
    ]);
  if (explainedVariance)
    rows.push([
      'Explained variance',
      explainedVariance.map((share) => formatPercent(share)).join(', '),
      'Share of the data’s variance along each axis of the map',
    ]);
  return html`<table class="facts number">
      ${rows.map(
        ([name, value, meaning]) =>
          html`<tr title=${meaning}>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </table>
    ${sampled === undefined ? nothing : html`<p class="muted small">Measured at ${formatCount(sampled)} points.</p>`}`;
}

function facts({ provenance, embedding, added }: CloudResult, methodTitle: string): TemplateResult {
  const { parameters, seed, device, seconds, data, model, layer, pooling, started } = provenance;
  const rows: [string, string][] = [
    ['Method', methodTitle],
    ['Points', formatCount(embedding.shape[0] ?? 0)],
    ...(added === undefined ? [] : [['Of which added', formatCount(added)] as [string, string]]),
    ['Data', baseName(data.path) + (data.array === undefined ? '' : `#${data.array}`)],
  ];
  if (model) rows.push(['Model', baseName(model.path)]);
  if (layer !== undefined) rows.push(['Layer', layer]);
  if (pooling) rows.push(['Pooling', pooling]);
  for (const [name, value] of Object.entries(parameters))
    rows.push([name, typeof value === 'string' ? value : JSON.stringify(value)]);
  rows.push(['Seed', String(seed)], ['Device', device], ['Duration', formatSeconds(seconds)]);
  if (started) rows.push(['Computed', formatTime(started)]);
  return html`<table class="facts number small">
    ${rows.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}
