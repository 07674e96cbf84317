/**
 * The conversation of one panel with the editor: what was asked, what is running, what is shown. It debounces changes of the
 * form, cancels what is no longer wanted and drops answers that come too late. It draws nothing.
 */
import { explainMessages, type ExplainForm, type ExplainOutcome, type ExplainSetup } from '../../src/shared/panel';
import type { ExportRequest, Progress } from '../../src/shared/panel';
import type { AttributionResult } from '../../src/shared/results';
import type { Host } from '../ui/host';

/** Changes that follow each other faster than this are one change. */
export const debounceMilliseconds = 300;

export type RunStatus = 'idle' | 'running' | 'cancelled' | 'failed';

export class ExplainSession {
  setup: ExplainSetup | undefined;
  form: ExplainForm | undefined;
  /** The latest result; kept, as belonging to an older form, while another runs, fails or is cancelled. */
  result: AttributionResult | undefined;
  status: RunStatus = 'idle';
  progress: Progress | undefined;
  /** Why the latest run has no result, or why the panel could not open. */
  failure = '';
  /** Why methods cannot explain what the form asks about, by id; empty until that is known. */
  unsuitable: Record<string, string> = {};
  /** The question that `unsuitable` answers. */
  private asked = '';
  private sequence = 0;
  private running: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after every change of what is above. */
  constructor(
    private readonly host: Host,
    private readonly changed: () => void,
  ) {
    host.onNotification(explainMessages.progress, (progress: Progress) => this.receiveProgress(progress));
    host.onNotification(explainMessages.refresh, (form?: ExplainForm) => void this.start(() => form ?? this.form));
  }

  /** Asks for all there is; `formFor` may replace the editor's form by the one the person left. Runs unless a result came. */
  async start(formFor: (setup: ExplainSetup) => ExplainForm | undefined): Promise<void> {
    try {
      this.setup = await this.host.request<ExplainSetup>(explainMessages.ready);
    } catch (error) {
      this.update('failed', sentence(error));
      return;
    }
    const { form, result } = this.setup;
    // The model's file may have changed.
    this.asked = '';
    this.form = formFor(this.setup) ?? form;
    if (result !== undefined && JSON.stringify(this.form) === JSON.stringify(form)) {
      this.stop();
      this.result = result;
      this.update('idle');
    } else await this.run();
  }

  /** Takes the form as changed and runs it when no other change follows. */
  edit(form: ExplainForm): void {
    this.form = form;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), debounceMilliseconds);
    this.changed();
  }

  /** Runs the form now, instead of whatever runs. */
  async run(): Promise<void> {
    const sequence = this.stop();
    const running = new AbortController();
    this.running = running;
    this.update('running');
    const outcome = await this.ask(running.signal);
    if (sequence !== this.sequence) return;
    this.running = undefined;
    if (outcome.ok) {
      this.result = outcome.result;
      this.update('idle');
    } else if (outcome.error.kind === 'cancelled') this.update('cancelled');
    else this.update('failed', outcome.error.message);
  }

  /** Stops what runs; the previous result stays. */
  cancel(): void {
    this.stop();
    this.update('cancelled');
  }

  /** Finds out which methods cannot explain what the form asks about, unless that is known. */
  async findUnsuitable(): Promise<void> {
    const { form } = this;
    const asked = JSON.stringify([form?.target, form?.preprocessing]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.unsuitable = {};
    // Without an answer every method can be chosen, and says itself what is wrong.
    const found = await this.host.request<Record<string, string>>(explainMessages.unsuitable, form).catch(() => ({}));
    if (asked !== this.asked) return;
    this.unsuitable = found;
    this.changed();
  }

  /** Opens the choice of methods to compare on what the form asks about. */
  async compare(): Promise<void> {
    await this.host.request(explainMessages.compare, this.form);
  }

  /** Resolves to where it was saved (or what was copied), '' if cancelled. */
  async export(request: ExportRequest): Promise<string> {
    return await this.host.request<string>(explainMessages.export, request);
  }

  private async ask(signal: AbortSignal): Promise<ExplainOutcome> {
    try {
      return await this.host.request<ExplainOutcome>(explainMessages.run, this.form, signal);
    } catch (error) {
      return { ok: false, error: { kind: 'internal', message: sentence(error) } };
    }
  }

  /** Makes every earlier request stale and cancels it; returns the number of the next. */
  private stop(): number {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
    return ++this.sequence;
  }

  private receiveProgress(progress: Progress): void {
    if (this.status !== 'running') return;
    this.progress = progress;
    this.changed();
  }

  private update(status: RunStatus, failure = ''): void {
    this.status = status;
    this.failure = failure;
    this.progress = undefined;
    this.changed();
  }
}

/** What to tell a person of something thrown. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
