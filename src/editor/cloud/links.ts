/** Clouds of the same data show the same samples as chosen, pointed at and coloured, whichever of them a person uses. */
import type { CloudLink } from '../../shared/cloud/panel';
import type { CloudPanel } from './panel';

export class CloudLinks {
  /** By data; outlives the panels, so that one that is opened later takes part. */
  readonly #last = new Map<string, CloudLink>();

  constructor(private readonly panels: ReadonlySet<CloudPanel>) {}

  of({ input }: { input: string }): CloudLink | undefined {
    return this.#last.get(input);
  }

  tell(from: CloudPanel, link: CloudLink): void {
    const { input } = from.session.question;
    this.#last.set(input, link);
    for (const panel of this.panels) if (panel !== from && panel.session.question.input === input) panel.link(link);
  }
}
