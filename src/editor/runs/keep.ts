/**
 * Keeps what panels compute as runs of the workspace, so that an explanation can be found again, and finds the one that
 * a panel showed before a reload. A failure here never harms the explanation itself.
 */
import type * as vscode from 'vscode';
import { canonical, jobKey } from '../../experiments/key';
import type { FileStamp, NewRun } from '../../experiments/store/record';
import { stateOf } from '../../experiments/store/staleness';
import { newRunId } from '../../experiments/store/store';
import { FormatError, NetLoupeError } from '../../shared/errors';
import type { ExplainForm } from '../../shared/api/explain';
import type { AttributionResult, Result, SanityResult } from '../../shared/results';
import { warnOnce } from '../commands';
import { splitSpec } from '../fileTypes';
import { GitignoreOffer } from './gitignore';
import type { Outcome } from './outcome';
import { labelOf, requestOf, sanityForm, type PanelQuestion } from './question';
import type { WorkspaceRuns } from './workspaceRuns';

const key = 'netloupe.explain.shown';
const maximumPanels = 50;

interface Kept {
  root: string;
  id: string;
}

/** One explanation, or its sanity check, computed. */
export interface Explanation extends PanelQuestion {
  started: Date;
  seconds: number;
  outcome: Outcome<AttributionResult | SanityResult>;
}

type Kind = 'attribution' | 'sanity';

export class RunKeeper {
  /** Called with every run that is kept, and asks once. */
  readonly offer: GitignoreOffer;

  constructor(
    private readonly runs: WorkspaceRuns,
    private readonly state: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.offer = new GitignoreOffer(state, log);
  }

  /** Runs in the background, and never fails. */
  keep(explanation: Explanation): void {
    void this.#keep(explanation);
  }

  /** Called when a run is shown in a panel: after a reload it is shown again, not computed. */
  async remember(model: string, input: string, run: Kept, kind: Kind = 'attribution'): Promise<void> {
    const { [name(model, input, kind)]: _before, ...others } = this.#shown();
    const recent = Object.entries(others).slice(0, maximumPanels - 1);
    await this.state.workspaceState.update(key, { [name(model, input, kind)]: run, ...Object.fromEntries(recent) });
  }

  /** The last one shown for this model and data, if it answers this form and the files are unchanged. */
  async recall(model: string, input: string, form: ExplainForm): Promise<AttributionResult | undefined> {
    const result = await this.#recall({ model, input, form }, 'attribution');
    return result?.kind === 'attribution' ? result : undefined;
  }

  /** The same for its sanity check; `form` is that of the explanation. */
  async recallCheck(model: string, input: string, form: ExplainForm): Promise<SanityResult | undefined> {
    const result = await this.#recall({ model, input, form: sanityForm(form) }, 'sanity');
    return result?.kind === 'sanity' ? result : undefined;
  }

  async #recall(question: PanelQuestion, kind: Kind): Promise<Result | undefined> {
    const shown = this.#shown()[name(question.model, question.input, kind)];
    const store = shown && this.runs.at(shown.root)?.store;
    if (!store) return undefined;
    try {
      const record = await store.read(shown.id);
      if (canonical(record.request) !== canonical(requestOf(question, store.root))) return undefined;
      return (await store.stale(record)).length > 0 ? undefined : await store.result(shown.id);
    } catch {
      // Deleted, or without its arrays: it is computed again.
      return undefined;
    }
  }

  async #keep(explanation: Explanation): Promise<void> {
    const { model, input, outcome } = explanation;
    const runs = this.runs.of(model);
    if (!runs) return;
    const { root } = runs.store;
    try {
      const run = await runOf(explanation, root);
      await runs.store.write(run, outcome.ok ? outcome.result : undefined);
      // On a busy machine the watcher may report late, or never.
      runs.finish(run.id);
      if (outcome.ok) await this.remember(model, input, { root, id: run.id }, outcome.result.kind);
      void this.offer.make(root);
    } catch (error) {
      const { message } = NetLoupeError.toData(error);
      const cause = `${root} ${error instanceof FormatError ? error.reason : message}`;
      void warnOnce(this.log, cause, `This explanation is not kept. ${message}`);
    }
  }

  #shown(): Record<string, Kept> {
    return this.state.workspaceState.get(key, {});
  }
}

async function runOf({ model, input, form, started, seconds, outcome }: Explanation, root: string): Promise<NewRun> {
  const request = requestOf({ model, input, form }, root);
  const run = {
    id: newRunId(started),
    label: labelOf({ model, input, form }),
    request,
    started: started.toISOString(),
    seconds,
  };
  if (!outcome.ok) return { ...run, key: jobKey(request, {}), versions: {}, error: outcome.error };
  const { provenance } = outcome.result;
  const hashes = { model: provenance.model.sha256, data: provenance.data.sha256 };
  const [modelStamp, dataStamp] = await Promise.all([
    stampOf(model, hashes.model, started),
    stampOf(splitSpec(input).file, hashes.data, started),
  ]);
  return {
    ...run,
    key: jobKey(request, hashes),
    started: provenance.started,
    seconds: provenance.seconds,
    device: provenance.device,
    versions: provenance.versions,
    ...(modelStamp && { model: modelStamp }),
    ...(dataStamp && { data: dataStamp }),
  };
}

/**
 * With the hash that the run itself took of a file or folder. A file written since then may have another; its time says
 * nothing.
 */
export async function stampOf(file: string, sha256: string, started: Date): Promise<FileStamp | undefined> {
  const state = await stateOf(file);
  if (!state) return undefined;
  const { bytes, modified } = state;
  return { sha256, bytes, modified: modified < started.getTime() ? modified : 0 };
}

function name(model: string, input: string, kind: Kind): string {
  return [model, input, ...(kind === 'attribution' ? [] : [kind])].join('\n');
}
