/**
 * One long request at a time, as a part of the panel shows it: running, answered, failed or cancelled. A new request
 * cancels the one before, whose answer is dropped if it still comes.
 */
import { css, html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { NetLoupeError } from '../../src/shared/errors';
import type { CallOptions, Progress } from '../../src/shared/requests';

export type TaskStatus = 'idle' | 'running' | 'done' | 'failed' | 'cancelled';

export class Task<Request, Answer> {
  status: TaskStatus = 'idle';
  /** The answer to the latest request, while that is still the latest. */
  answer: Answer | undefined;
  /** The request that {@link answer} answers, or the one running. */
  request: Request | undefined;
  /** The last answer, with its request, shown while the next is running. */
  latest: { request: Request; answer: Answer } | undefined;
  failure = '';
  progress: Progress | undefined;
  #running: AbortController | undefined;

  constructor(
    private readonly element: ReactiveControllerHost,
    private readonly act: (request: Request, options: CallOptions) => Promise<Answer>,
  ) {}

  /** Resolves when the request is settled or cancelled. */
  async ask(request: Request): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.request = request;
    this.answer = undefined;
    this.#become('running');
    const onProgress = (progress: Progress) => {
      if (this.#running !== running) return;
      this.progress = progress;
      this.element.requestUpdate();
    };
    try {
      const answer = await this.act(request, { signal: running.signal, onProgress });
      if (this.#running !== running) return;
      this.#finish(request, answer);
    } catch (error) {
      if (this.#running !== running) return;
      const { kind, message } = NetLoupeError.toData(error);
      if (kind === 'cancelled') this.#become('cancelled');
      else this.#become('failed', message);
    }
  }

  /** An answer from before. */
  show(request: Request, answer: Answer): void {
    this.clear();
    this.request = request;
    this.#finish(request, answer);
  }

  again = (): void => {
    if (this.request !== undefined) void this.ask(this.request);
  };

  cancel = (): void => {
    if (this.status !== 'running') return;
    this.#running?.abort();
    this.#running = undefined;
    this.#become('cancelled');
  };

  /** There is nothing to request. */
  clear(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.request = undefined;
    this.answer = undefined;
    this.#become('idle');
  }

  #finish(request: Request, answer: Answer): void {
    this.answer = answer;
    this.latest = { request, answer };
    this.#become('done');
  }

  #become(status: TaskStatus, failure = ''): void {
    this.status = status;
    if (status !== 'running' && status !== 'done') this.latest = undefined;
    this.failure = failure;
    this.progress = undefined;
    this.element.requestUpdate();
  }
}

/** For properties that hold a task: the object stays the same while its contents change. */
export const always = (): boolean => true;

/** With a non-breaking space. */
const unit = '\u00a0%';

/** The line of a task without an answer: its progress, or why it has none, and how to go on. Styled by `taskStyles`. */
export function taskLine(
  task: Pick<Task<unknown, unknown>, 'status' | 'failure' | 'progress' | 'again' | 'cancel'>,
  doing: string,
  sentence: (failure: string) => string = (failure) => failure,
): TemplateResult | typeof nothing {
  const again = html`<button class="link" @click=${task.again}>Try again</button>`;
  switch (task.status) {
    case 'running': {
      const percent = Math.round(100 * (task.progress?.fraction ?? 0));
      return html`<div class="task running">
        <vscode-progress-bar
          aria-label=${doing}
          .value=${percent}
          ?indeterminate=${percent === 0}
        ></vscode-progress-bar>
        <span class="small muted" role="status">${doing}${percent > 0 ? html` <b>${percent}${unit}</b>` : '…'}</span>
        <button class="link" @click=${task.cancel}>Cancel</button>
      </div>`;
    }
    case 'failed':
      return html`<div class="task failed">
        <vscode-icon name="error"></vscode-icon><span role="alert">${sentence(task.failure)}</span> ${again}
      </div>`;
    case 'cancelled':
      return html`<div class="task"><span class="muted" role="status">Cancelled.</span> ${again}</div>`;
    default:
      return nothing;
  }
}

export const taskStyles = css`
  .link {
    padding: 0 2px;
    color: var(--vscode-textLink-foreground, inherit);
    text-decoration: underline;
  }
  .task {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  .task vscode-progress-bar {
    flex: 1 0 100%;
  }
  .task vscode-icon {
    --vscode-icon-foreground: var(--vscode-errorForeground);
  }
  /* What is answered at once must not flicker. */
  .task.running {
    animation: appear 0.1s 0.3s both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  :host-context(.vscode-reduce-motion) .task.running {
    animation-duration: 0s;
  }
`;
