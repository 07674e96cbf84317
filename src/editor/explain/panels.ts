/** All explain panels: one per model and data, opened beside the code, restored after a reload of the window. */
import * as vscode from 'vscode';
import type { ExplainForm } from '../../shared/api/explain';
import type { AttributionResult } from '../../shared/results';
import type { Activity } from '../activity';
import type { Ledgers } from '../ledgers';
import { Panels } from '../page/panels';
import { readSettings } from '../settings';
import type { CompleteChoice } from '../ask/choice';
import { ExplainPanel, viewType, type PanelContext } from './panel';
import type { RunKeeper } from '../runs/keep';
import type { Outcome } from '../runs/outcome';
import { sanityForm } from '../runs/question';
import { ExplainSession, sameForm, type Run } from './session';
import { parseState } from './state';

export interface PanelsContext extends PanelContext {
  activity: Activity;
  keeper: Pick<RunKeeper, 'keep' | 'recall' | 'recallCheck'>;
  ledgers: Pick<Ledgers, 'keep'>;
}

export class ExplainPanels implements vscode.Disposable {
  readonly #panels = new Panels<ExplainPanel>(viewType, (view, state) => this.#revive(view, state));

  constructor(private readonly context: PanelsContext) {}

  /** The open panel of a model and its data. */
  find(model: string, input: string): ExplainPanel | undefined {
    return this.#panels.find(({ session }) => session.model === model && session.input === input);
  }

  /** The panel in front. */
  get active(): ExplainPanel | undefined {
    return this.#panels.active;
  }

  /** Opens the panel, or shows the open one, and runs the explanation. */
  open({ model, input, target, method, parameters = {} }: CompleteChoice): ExplainPanel {
    const { device } = readSettings();
    const open = this.find(model, input);
    const form = {
      ...(open?.session.form ?? { seed: 0, preprocessing: {} }),
      device,
      target,
      method,
      parameters,
    };
    if (open) {
      open.ask(form);
      return open;
    }
    const panel = this.#open((view) => this.#create(view, model, input, form));
    // Does not wait for the page: when it is ready, the numbers are on their way.
    panel.session.runAhead();
    return panel;
  }

  /** Opens the panel, or takes the open one, with a stored result. */
  show(model: string, input: string, form: ExplainForm, result: AttributionResult): ExplainPanel {
    this.context.ledgers.keep(model, result);
    const open = this.find(model, input);
    if (open) {
      open.show(form, result);
      return open;
    }
    const panel = this.#open((view) => this.#create(view, model, input, form, form));
    panel.session.show(form, result);
    return panel;
  }

  /** After a reload of the window. Throws for a state that no page of this panel stored. */
  restore(view: vscode.WebviewPanel, state: unknown): Promise<ExplainPanel> {
    return this.#panels.restore(view, state);
  }

  async #revive(view: vscode.WebviewPanel, state: unknown): Promise<ExplainPanel> {
    const { model, input, form } = parseState(state);
    // Before the page can ask: it runs whatever has no result.
    const { keeper } = this.context;
    const result = await keeper.recall(model, input, form);
    const check = result && (await keeper.recallCheck(model, input, form));
    const panel = this.#create(view, model, input, form, form);
    if (result) panel.session.show(form, result);
    if (check) panel.session.showCheck(form, check);
    return panel;
  }

  dispose(): void {
    this.#panels.dispose();
  }

  /** With the other panels, so that the code keeps its place; the first goes beside the code. */
  #open(create: (view: vscode.WebviewPanel) => ExplainPanel): ExplainPanel {
    const columns = [...this.#panels].map(({ view }) => view.viewColumn);
    const viewColumn = columns.find((column) => column !== undefined) ?? vscode.ViewColumn.Beside;
    return this.#panels.open(create, { viewColumn, preserveFocus: true });
  }

  /** A run of the form `known` is already remembered. */
  #create(
    view: vscode.WebviewPanel,
    model: string,
    input: string,
    form: ExplainForm,
    known?: ExplainForm,
  ): ExplainPanel {
    const { keeper } = this.context;
    const session = new ExplainSession({
      model,
      input,
      form,
      service: this.context.service,
      memoryBudget: () => readSettings().memoryBudget,
      watch: (run) => {
        this.#watch(model, run, run.input !== input || !known || !sameForm(run.form, known));
        panel.follow(run);
      },
      checked: ({ form, outcome, ...rest }) => {
        if (!isCancelled(outcome)) keeper.keep({ model, form: sanityForm(form), outcome, ...rest });
      },
    });
    const panel = new ExplainPanel(view, session, this.context);
    return panel;
  }

  /** Counts the run, logs it in one line, keeps it, and remembers it if it worked and is new. */
  #watch(model: string, run: Run, isNew: boolean): void {
    const { activity, keeper, ledgers, log, memory } = this.context;
    const started = new Date();
    const { input, form } = run;
    const { method, target, parameters } = form;
    const what = `${method} of ${target} for ${input} by ${model}`;
    const done = activity.track(run.outcome, (outcome) => (outcome.ok ? outcome.result.provenance.device : undefined));
    void done.then((outcome) => {
      const seconds = (Date.now() - started.getTime()) / 1000;
      if (!isCancelled(outcome)) keeper.keep({ model, input, form, started, seconds, outcome });
      if (outcome.ok) {
        const { seconds, device } = outcome.result.provenance;
        log.info(`${what}: ${seconds.toFixed(3)} s on ${device}`);
        ledgers.keep(model, outcome.result);
        return isNew ? memory.remember(model, input, { target, method, parameters }) : undefined;
      }
      if (outcome.error.kind === 'cancelled') log.info(`${what}: cancelled`);
      else log.error(`${what}: ${outcome.error.message}`);
      return undefined;
    });
  }
}

function isCancelled(outcome: Outcome): boolean {
  return !outcome.ok && outcome.error.kind === 'cancelled';
}
