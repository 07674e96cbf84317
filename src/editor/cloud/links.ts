/** Clouds of the same data show the same samples as chosen, pointed at and coloured, whichever of them a person uses. */
import type { CloudLink } from '../../shared/api/cloud';
import type { CloudQuestion } from '../../shared/cloud/question';
import type { CloudPanel } from './panel';

export class CloudLinks {
  /** By data; outlives the panels, so that one that is opened later takes part. */
  readonly #last = new Map<string, CloudLink>();

  constructor(private readonly panels: Iterable<CloudPanel>) {}

  of(question: CloudQuestion): CloudLink | undefined {
    return this.#last.get(samplesOf(question));
  }

  tell(from: CloudPanel, link: CloudLink): void {
    const samples = samplesOf(from.session.question);
    this.#last.set(samples, link);
    for (const panel of this.panels)
      if (panel !== from && samplesOf(panel.session.question) === samples) panel.link(link);
  }
}

/** Clouds of the same number the same samples alike. */
function samplesOf({ input, earlier }: CloudQuestion): string {
  return earlier?.use === 'added' ? `${earlier.data ?? earlier.path}\n${input}` : input;
}
