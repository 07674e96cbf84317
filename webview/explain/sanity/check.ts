/** The sanity check of what the panel shows, as a conversation with the editor: asked for, under way, answered, given up. */
import { explainMessages, type ExplainForm, type SanityOutcome } from '../../../src/shared/panel';
import type { Progress } from '../../../src/shared/panel';
import type { SanityResult } from '../../../src/shared/results';
import type { AttributionResult } from '../../../src/shared/results';
import type { Host } from '../../ui/host';
import { sentence } from '../session';

export type CheckStatus = 'none' | 'running' | 'done' | 'failed';

export class SanityCheck {
  status: CheckStatus = 'none';
  result: SanityResult | undefined;
  failure = '';
  progress: Progress | undefined;
  /** The explanation that is checked; of any other nothing is known. */
  private of: AttributionResult | undefined;
  private running: AbortController | undefined;

  constructor(
    private readonly host: Host,
    private readonly changed: () => void,
  ) {
    host.onNotification(explainMessages.checkProgress, (progress: Progress) => {
      this.progress = progress;
      this.changed();
    });
  }

  /** Gives up what is about another explanation than `of`. `kept` is what the editor knows of that one. */
  follow(of: AttributionResult | undefined, kept: SanityResult | undefined): void {
    if (of === this.of) return;
    if (this.status !== 'none') this.cancel();
    if (!kept) return;
    this.of = of;
    this.result = kept;
    this.update('done');
  }

  async run(form: ExplainForm, of: AttributionResult): Promise<void> {
    this.cancel();
    const running = new AbortController();
    this.running = running;
    this.of = of;
    this.update('running');
    const outcome = await this.ask(form, running.signal);
    if (this.running !== running) return;
    this.running = undefined;
    if (outcome.ok) this.result = outcome.result;
    else this.failure = outcome.error.message;
    this.update(outcome.ok ? 'done' : outcome.error.kind === 'cancelled' ? 'none' : 'failed');
  }

  cancel(): void {
    this.running?.abort();
    this.running = undefined;
    this.update('none');
  }

  private async ask(form: ExplainForm, signal: AbortSignal): Promise<SanityOutcome> {
    try {
      return await this.host.request<SanityOutcome>(explainMessages.sanityCheck, form, signal);
    } catch (error) {
      return { ok: false, error: { kind: 'internal', message: sentence(error) } };
    }
  }

  private update(status: CheckStatus): void {
    this.status = status;
    this.progress = undefined;
    this.changed();
  }
}
