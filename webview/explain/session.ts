/**
 * The conversation of one panel with the editor: what was asked, what is running, what is shown. It debounces changes of the
 * form, cancels what is no longer wanted and drops answers that come too late. It draws nothing.
 */
import type { ExplainEditor, ExplainForm, ExplainSetup } from '../../src/shared/api/explain';
import { NetLoupeError } from '../../src/shared/errors';
import type { Progress } from '../../src/shared/requests';
import type { AttributionResult } from '../../src/shared/results';

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
  private running: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after every change of what is above. */
  constructor(
    private readonly editor: ExplainEditor,
    private readonly changed: () => void,
  ) {}

  /** Asks for all there is; `formFor` may replace the editor's form by the one the person left. Runs unless a result came. */
  async start(formFor: (setup: ExplainSetup) => ExplainForm | undefined): Promise<void> {
    try {
      this.setup = await this.editor.ready();
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

  /** Asks for everything again, and explains with `form`; without one, with the form there is. */
  async refresh(form?: ExplainForm): Promise<void> {
    await this.start(() => form ?? this.form);
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
    const { form } = this;
    if (!form) return;
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.update('running');
    const onProgress = (progress: Progress): void => {
      if (this.running !== running) return;
      this.progress = progress;
      this.changed();
    };
    try {
      const result = await this.editor.run(form, { signal: running.signal, onProgress });
      if (this.running === running) this.result = result;
      this.end(running, 'idle');
    } catch (error) {
      if (NetLoupeError.toData(error).kind === 'cancelled') this.end(running, 'cancelled');
      else this.end(running, 'failed', sentence(error));
    }
  }

  /** Stops what runs; the previous result stays. */
  cancel(): void {
    this.stop();
    this.update('cancelled');
  }

  /** Finds out which methods cannot explain what the form asks about, unless that is known. */
  async findUnsuitable(): Promise<void> {
    const { form } = this;
    if (!form) return;
    const asked = JSON.stringify([form.target, form.preprocessing]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.unsuitable = {};
    // Without an answer every method can be chosen, and says itself what is wrong.
    const found = await this.editor.unsuitable(form).catch(() => ({}));
    if (asked !== this.asked) return;
    this.unsuitable = found;
    this.changed();
  }

  /** Drops the answer of whatever runs, and cancels it. */
  private stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
  }

  /** Another run may have taken the place of this one. */
  private end(running: AbortController, status: RunStatus, failure = ''): void {
    if (this.running !== running) return;
    this.running = undefined;
    this.update(status, failure);
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
