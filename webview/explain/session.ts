/**
 * The conversation of one panel with the editor: the request, its progress, the result. It debounces changes of the
 * form, cancels outdated runs and drops late answers. It draws nothing.
 */
import type { ExplainEditor, ExplainForm, ExplainSetup } from '../../src/shared/api/explain';
import { NetLoupeError, messageOf } from '../../src/shared/errors';
import type { Progress } from '../../src/shared/requests';
import type { AttributionResult } from '../../src/shared/results';

/** Changes closer together than this count as one. */
export const debounceMilliseconds = 300;

export type RunStatus = 'idle' | 'running' | 'cancelled' | 'failed';

export class ExplainSession {
  setup: ExplainSetup | undefined;
  form: ExplainForm | undefined;
  /** The latest result; kept, marked as belonging to an older form, while another runs, fails or is cancelled. */
  result: AttributionResult | undefined;
  status: RunStatus = 'idle';
  progress: Progress | undefined;
  /** Why the latest run has no result, or why the panel could not open. */
  failure = '';
  /** Why methods cannot explain what the form asks about, by id; empty until known. */
  unsuitable: Record<string, string> = {};
  /** The data that `result` explains. */
  private resultOf: string | undefined;
  /** The question that `unsuitable` answers. */
  private asked = '';
  private running: AbortController | undefined;
  private starts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after every change to the above. */
  constructor(
    private readonly editor: ExplainEditor,
    private readonly changed: () => void,
  ) {}

  /** Requests everything; `formFor` may replace the editor's form by the user's last one. Runs unless a result came. */
  async start(formFor: (setup: ExplainSetup) => ExplainForm | undefined): Promise<void> {
    const start = ++this.starts;
    try {
      const setup = await this.editor.ready();
      if (start !== this.starts) return;
      this.setup = setup;
    } catch (error) {
      if (start === this.starts) this.update('failed', messageOf(error));
      return;
    }
    const { form, result } = this.setup;
    // The model's file may have changed.
    this.asked = '';
    this.form = formFor(this.setup) ?? form;
    if (result !== undefined && JSON.stringify(this.form) === JSON.stringify(form)) {
      this.stop();
      this.take(result);
      this.update('idle');
    } else await this.run();
  }

  /** Requests everything again, and explains with `form`, by default the current one. */
  async refresh(form?: ExplainForm): Promise<void> {
    await this.start(() => form ?? this.form);
  }

  /** Takes a changed form and runs it when no other change follows. */
  edit(form: ExplainForm): void {
    this.form = form;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), debounceMilliseconds);
    this.changed();
  }

  /** Runs the form now, replacing any other run. */
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
      if (this.running === running) this.take(result);
      this.end(running, 'idle');
    } catch (error) {
      if (NetLoupeError.toData(error).kind === 'cancelled') this.end(running, 'cancelled');
      else this.end(running, 'failed', messageOf(error));
    }
  }

  /** Stops the run; the previous result stays. */
  cancel(): void {
    this.stop();
    this.update('cancelled');
  }

  /** Finds out which methods cannot explain what the form asks about, unless known. */
  async findUnsuitable(): Promise<void> {
    const { form } = this;
    if (!form) return;
    const asked = JSON.stringify([form.target, form.preprocessing]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.unsuitable = {};
    // Without an answer every method can be chosen, and will report its own problem.
    const found = await this.editor.unsuitable(form).catch(() => ({}));
    if (asked !== this.asked) return;
    this.unsuitable = found;
    this.changed();
  }

  /** Drops the answer of the current run, and cancels it. */
  private stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
  }

  /** Another run may have replaced this one. */
  private end(running: AbortController, status: RunStatus, failure = ''): void {
    if (this.running !== running) return;
    this.running = undefined;
    this.update(status, failure);
  }

  private take(result: AttributionResult): void {
    this.result = result;
    this.resultOf = this.setup?.input;
  }

  private update(status: RunStatus, failure = ''): void {
    const isOver = status === 'failed' || status === 'cancelled';
    // Beside a failure, a picture of other data would be taken for the one that failed.
    if (isOver && this.resultOf !== this.setup?.input) this.result = undefined;
    this.status = status;
    this.failure = failure;
    this.progress = undefined;
    this.changed();
  }
}
