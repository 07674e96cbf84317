/** The sanity check of what the panel shows, as a conversation with the editor: asked for, under way, answered, given up. */
import { explainMessages, type ExplainForm, type SanityOutcome } from '../../../src/shared/panel';
import type { Progress } from '../../../src/shared/panel';
import type { SanityCheckResult } from '../../../src/shared/evaluation';
import type { AttributionResult } from '../../../src/shared/results';
import type { Host } from '../../ui/host';
import { sentence } from '../session';

export type CheckStatus = 'none' | 'running' | 'done' | 'failed';

export class SanityCheck {
  status: CheckStatus = 'none';
  result: SanityCheckResult | undefined;
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

  /** Gives up what is about another explanation. */
  follow(result: AttributionResult | undefined): void {
    if (result !== this.of && this.status !== 'none') this.cancel();
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
