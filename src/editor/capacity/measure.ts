/**
 * The measured experiment of the capacity panel: a run of the workspace, made and kept like those of an experiment
 * file, and shown again after the panel was hidden or the window reloaded. If no run can be kept, it is still computed.
 */
import type { Job } from '../../experiments/experiment';
import { perceptronCapacity } from '../../methods/capacity/perceptronCapacity';
import { parseParameters } from '../../methods/method';
import { type CapacitySetup, type KeptRun, type Measurement, type MeasureForm } from '../../shared/api/capacity';
import { FormatError, NetLoupeError } from '../../shared/errors';
import type { CallOptions, Service } from '../../shared/requests';
import type { CurvesResult, Result } from '../../shared/results';
import type { Activity } from '../activity';
import { JoinedRun } from '../page/joinedRun';
import type { FolderRuns } from '../runs/folderRuns';
import type { Grids } from '../runs/grids';
import { onlyRun } from '../runs/onlyRun';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { readSettings } from '../settings';

export interface MeasureContext {
  service: Pick<Service, 'run'>;
  activity: Activity;
  runs: WorkspaceRuns;
  grids: Grids;
}

interface Measuring {
  form: MeasureForm;
  run: JoinedRun<Measurement>;
}

export class Measurements {
  #measuring: Measuring | undefined;
  #measured: Promise<Measurement | undefined>;

  /** `kept` is the run that an earlier window showed. */
  constructor(
    private readonly context: MeasureContext,
    kept?: KeptRun,
  ) {
    // Deleted since, or without its arrays: there is none then.
    this.#measured = kept ? this.#read(kept).catch(() => undefined) : Promise.resolve(undefined);
  }

  /** The initial state of a page. */
  async known(): Promise<Pick<CapacitySetup, 'measurement' | 'measuring'>> {
    const measurement = await this.#measured;
    return { ...(measurement && { measurement }), ...(this.#measuring && { measuring: this.#measuring.form }) };
  }

  /** Joins a running measurement of the same form and cancels any other. Throws the run's failure. */
  measure = (form: MeasureForm, options: CallOptions = {}): Promise<Measurement> => {
    const known = this.#measuring;
    const isSame = known && !known.run.isCancelled && JSON.stringify(known.form) === JSON.stringify(form);
    const { run } = isSame ? known : this.#begin(form);
    return run.follow(options);
  };

  #begin(form: MeasureForm): Measuring {
    this.#measuring?.run.cancel();
    const run = new JoinedRun<Measurement>(async (options) => {
      try {
        const measurement = await this.#run(form, options);
        if (this.#measuring?.run === run) this.#measured = Promise.resolve(measurement);
        return measurement;
      } finally {
        if (this.#measuring?.run === run) this.#measuring = undefined;
      }
    });
    return (this.#measuring = { form, run });
  }

  async #run(form: MeasureForm, options: CallOptions): Promise<Measurement> {
    const method = perceptronCapacity;
    const { seed } = form;
    const parameters = parseParameters(method, form.parameters);
    const [folder] = this.context.runs.folders;
    let notKept = 'The result is not kept, since no folder is open.';
    if (folder) {
      const job = {
        request: { method: method.id, parameters, seed, device: 'auto' },
        label: labelOf(parameters, seed),
      };
      try {
        return await this.#keep(folder, job, form, options);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        notKept = `The result is not kept. ${error.message}`;
      }
    }
    const request = { method: method.id, parameters, seed, device: 'auto', ...budget() };
    const { service, activity } = this.context;
    const result = await activity.track(service.run(request, options), () => undefined);
    return { form, result: curvesOf(result), notKept };
  }

  /** In the same way as an experiment file's runs: visible in the Experiments view while running and when done. */
  async #keep(
    folder: FolderRuns,
    job: Job,
    form: MeasureForm,
    { signal, onProgress }: CallOptions,
  ): Promise<Measurement> {
    const active = await this.context.grids.start(folder, { jobs: [job] });
    const stop = () => active.cancel();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    const subscription = active.onProgress(({ fraction, label }) => onProgress?.({ fraction, message: label }));
    try {
      const run = await onlyRun(active);
      return { form, result: curvesOf(await folder.store.result(run.id)), run };
    } finally {
      subscription.dispose();
    }
  }

  async #read({ root, id }: KeptRun): Promise<Measurement | undefined> {
    const store = this.context.runs.at(root)?.store;
    if (!store) return undefined;
    const [{ request }, result] = await Promise.all([store.read(id), store.result(id)]);
    const form = { parameters: request.parameters, seed: request.seed };
    return { form, result: curvesOf(result), run: { root, id } };
  }
}

function labelOf({ inputs, bias }: Record<string, unknown>, seed: number): string {
  return [
    perceptronCapacity.id,
    `inputs ${String(inputs)}`,
    ...(bias ? ['bias'] : []),
    ...(seed ? [`seed ${seed}`] : []),
  ].join(' · ');
}

function curvesOf(result: Result): CurvesResult {
  if (result.kind === 'curves') return result;
  throw new NetLoupeError(
    'internal',
    `${perceptronCapacity.id} gave a result of kind ${result.kind}; please report it.`,
  );
}

function budget(): { memoryBudget: number } {
  return { memoryBudget: readSettings().memoryBudget };
}
