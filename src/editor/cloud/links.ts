/** Clouds of the same data share selection, hovered sample and colour, whichever of them the user works in. */
import type { CloudLink } from '../../shared/api/cloud';
import type { CloudQuestion } from '../../shared/cloud/question';
import type { CloudPanel } from './panel';

export class CloudLinks {
  /** By data; outlives the panels, so that one opened later takes part. */
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

/** Clouds with equal numbers of samples number them the same way. */
function samplesOf({ input, earlier }: CloudQuestion): string {
  return earlier?.use === 'added' ? `${earlier.data ?? earlier.path}\n${input}` : input;
}
