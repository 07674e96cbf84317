/** The section about the map: its settings, and the way back to the previous map. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CloudForm } from '../../../src/shared/cloud/question';
import type { Session } from '../session';
import './settings';

/** Nothing for a map with added points: it belongs to the original map. */
export function mapSection(session: Session): TemplateResult | typeof nothing {
  const { asked, hasEarlier } = session.map!;
  if (asked.earlier?.use === 'added') return nothing;
  return html`<section aria-label="Map">
    <h2>Map</h2>
    <netloupe-cloud-settings
      .choices=${session.choices}
      .failure=${session.choicesFailure}
      .asked=${asked}
      ?hasEarlier=${hasEarlier}
      ?settling=${session.settling}
      @choices-want=${() => void session.readChoices()}
      @lay-out=${(event: CustomEvent<CloudForm>) => void session.settle(event.detail)}
      @go-back=${() => void session.back()}
    ></netloupe-cloud-settings>
  </section>`;
}
