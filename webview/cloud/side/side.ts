/** The column beside the cloud: its colours, what is chosen, the map or the steps of the film, and how the map was made. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SelectionRequest } from '../../../src/shared/api/cloud';
import type { AlignedMap } from '../../../src/shared/cloud/procrustes';
import type { Choosing } from '../choosing';
import type { ShownColumn } from '../columns';
import type { Film } from '../film/film';
import { stepsTable } from '../film/stepsTable';
import type { Filter } from '../look/filter';
import type { Session } from '../session';
import type { Shown } from '../shown';
import { aboutSections } from './about';
import { chosenSection, placesOf } from './chosen';
import './legend';
import type { LegendChoice } from './legend';
import { mapSection } from './map';

export interface SideOptions {
  film: Film;
  session: Session;
  maps: readonly (AlignedMap | undefined)[];
  shown: Shown;
  columns: readonly ShownColumn[];
  /** Id of the column that colours the points. */
  colour: string;
  filter: Filter;
  /** How many points there are. */
  count: number;
  selected: readonly number[];
  choosing: Choosing;
  setFilter(filter: Filter): void;
  tell(text: string): void;
  act(kind: SelectionRequest['kind']): void;
}

export function side(options: SideOptions): TemplateResult {
  const { film, session, maps, shown, columns, colour, filter, count, selected, choosing } = options;
  const { result, map } = session;
  const { data, sprites, failure } = film.samples;
  return html`<aside>
    <h2>${columns.find(({ id }) => id === colour)?.title ?? 'Colour'}</h2>
    <netloupe-cloud-legend
      .legend=${shown.colouring.legend}
      .palette=${shown.palette}
      .filter=${filter}
      .through=${[shown.through.length, count]}
      @filter-change=${(event: CustomEvent<Filter>) => options.setFilter(event.detail)}
      @legend-choose=${(event: CustomEvent<LegendChoice>) => choosing.chooseEntry(event.detail)}
    ></netloupe-cloud-legend>
    ${chosenSection({
      selected,
      colouring: shown.colouring,
      palette: shown.palette,
      columns,
      hasModel: map?.question.model !== undefined,
      places: placesOf(data?.description.format),
      hasNeighbours: (result?.neighbours.k ?? 0) > 0,
      choosing,
      tell: (text) => options.tell(text),
      act: (kind) => options.act(kind),
    })}
    ${film.isFilm ? stepsTable(film, maps) : mapSection(session)}
    ${result && map ? aboutSections(result, map.methodTitle, map.notKept ?? '') : nothing}
    ${[failure, session.modelFailure, sprites.failure].map((why) =>
      why ? html`<section class="small muted">${why}</section>` : nothing,
    )}
  </aside>`;
}
