/** netloupe experiment run: the runs of an experiment file, here or through a queue. */
import { dirname } from 'node:path';
import { readExperiment } from '../../experiments/experiment';
import type { Executor, RemoteExecutor, RunEvent } from '../../experiments/run/executor';
import { cancelGrid } from '../../experiments/run/grids';
import { planRuns, type Plan } from '../../experiments/run/plan';
import { QueueExecutor } from '../../experiments/run/queue/producer';
import { runGrid } from '../../experiments/run/runner';
import { summaryOf } from '../../experiments/store/record';
import { RunStore } from '../../experiments/store/store';
import { ArgumentError, CancelledError } from '../../shared/errors';
import { text, type Environment, type Values } from '../command';
import { inWorkspace, startPool, workspaceOf } from './workspace';

export async function runExperiment(
  [file]: readonly string[],
  values: Values,
  environment: Environment,
): Promise<number> {
  const root = workspaceOf(values, dirname(file!));
  const store = new RunStore(root);
  const { experiment, jobs } = await readExperiment(file!, root);
  const device = text(values, 'device', '');
  const onDevice = device ? jobs.map((job) => ({ ...job, request: { ...job.request, device } })) : jobs;
  const only = Array.isArray(values['only']) ? values['only'].map(String) : [];
  const isWanted = ({ label }: { label: string }) => !only.length || only.some((part) => label.includes(part));
  if (!jobs.some(isWanted))
    throw new ArgumentError(`No run of ${file} contains ${only.map((part) => `"${part}"`).join(' or ')}.`);

  const plan = await planRuns(store, {
    experiment: inWorkspace(root, file!),
    ...(experiment.notes !== undefined && { notes: experiment.notes }),
    jobs: onDevice,
    isWanted,
    again: values['again'] === true,
  });
  const say = values['json'] ? environment.note : environment.print;
  for (const line of sentencesOf(plan)) say(line);
  const progress = new Tally(plan, say);
  const url = text(values, 'queue', '');
  if (plan.parts.length) {
    await runParts(plan, store, url, environment, progress.hear);
    say(`${progress.summary()} in ${root}`);
  }
  if (values['json']) {
    const ids = [...plan.kept, ...progress.ids];
    const records = await Promise.all(ids.map((id) => store.read(id)));
    environment.print(JSON.stringify({ workspace: root, kept: plan.kept, runs: records.map(summaryOf) }));
  }
  return progress.failed ? 1 : 0;
}

function sentencesOf({ parts, kept }: Plan): string[] {
  const states = {
    left: (left: number, started: string) => `Resuming what was interrupted (started ${started}): ${count(left)} left.`,
    joined: (left: number, started: string) => `Joining another process that started ${started}: ${count(left)}.`,
  };
  return [
    ...parts.flatMap(({ grid, only, state }) => (state === 'new' ? [] : [states[state](only.size, grid.started)])),
    ...(kept.length ? [`${count(kept.length)} already done and kept; --again repeats them.`] : []),
  ];
}

async function runParts(
  { parts }: Plan,
  store: RunStore,
  url: string,
  environment: Environment,
  onEvent: (event: RunEvent) => void,
): Promise<void> {
  const { signal, note } = environment;
  const executor: Executor | RemoteExecutor = url
    ? await QueueExecutor.connect(url, { warn: note })
    : startPool(environment);
  try {
    for (const { grid, only } of parts) await runGrid(store, grid, executor, { only, signal, onEvent });
  } catch (error) {
    // Also cancels what was to come next.
    if (error instanceof CancelledError)
      for (const { grid, state } of parts) if (state !== 'joined') await cancelGrid(store, grid.id);
    throw error;
  } finally {
    await executor.dispose();
  }
}

/** Counts the runs as they end, and prints a line for each. */
class Tally {
  readonly ids: string[] = [];
  failed = 0;
  readonly #total: number;

  constructor(
    { parts }: Plan,
    private readonly say: (line: string) => void,
  ) {
    this.#total = parts.reduce((sum, { only }) => sum + only.size, 0);
  }

  readonly hear = ({ type, runId, label, record, error }: RunEvent): void => {
    if (type !== 'done' && type !== 'failed' && type !== 'skipped') return;
    this.ids.push(runId);
    if (type === 'failed') this.failed++;
    const law = record?.law && (record.law.holds ? `, ${record.law.name} holds` : `, ${record.law.name} does not hold`);
    const outcome = {
      done: `done in ${record?.seconds.toFixed(2)} s on ${record?.device}${law ?? ''}  ${runId}`,
      failed: `failed: ${error?.message}`,
      skipped: `already done  ${runId}`,
    };
    this.say(`${this.ids.length}/${this.#total}  ${label}  ${outcome[type]}`);
  };

  summary(): string {
    const done = this.ids.length - this.failed;
    return `${count(done)} done${this.failed ? `, ${this.failed} failed` : ''}`;
  }
}

function count(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}
