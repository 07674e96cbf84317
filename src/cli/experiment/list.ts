/** netloupe experiment list: the runs of a workspace folder, including those being computed or interrupted. */
import { liveClaims } from '../../experiments/run/claims';
import { plannedRuns, startedGrids } from '../../experiments/run/grids';
import type { RunSummary } from '../../experiments/store/record';
import { RunStore } from '../../experiments/store/store';
import type { Environment, Values } from '../command';
import { table } from '../../shared/table';
import { workspaceOf } from './workspace';

export async function listRuns(_positionals: readonly string[], values: Values, { print }: Environment): Promise<void> {
  const store = new RunStore(workspaceOf(values, '.'));
  const runs = await store.list();
  const unfinished = await unfinishedRuns(store);
  if (values['json']) {
    print(JSON.stringify({ workspace: store.root, runs, unfinished }));
    return;
  }
  if (!runs.length && !unfinished.length) {
    print(`No runs in ${store.root} yet. Make some with "netloupe experiment run FILE".`);
    return;
  }
  const heading = ['run', 'state', 'what', 'experiment', 'seconds', 'law'];
  const waiting = unfinished.map(({ id, state, label, experiment, fraction }) =>
    [id, fraction === undefined ? state : `${state} ${Math.round(fraction * 100)} %`, label, experiment ?? '', '', ''],
  ); // prettier-ignore
  print(table([heading, ...waiting, ...runs.map(rowOf)]));
}

interface UnfinishedRun {
  id: string;
  state: 'running' | 'waiting' | 'interrupted';
  label: string;
  experiment?: string;
  fraction?: number;
}

async function unfinishedRuns(store: RunStore): Promise<UnfinishedRun[]> {
  const [grids, claims] = await Promise.all([startedGrids(store), liveClaims(store)]);
  const runs: UnfinishedRun[] = [];
  for (const grid of grids.reverse()) {
    for (const { id, label, experiment } of plannedRuns(grid)) {
      if (await store.has(id)) continue;
      const claim = claims.get(id);
      const state = claim ? 'running' : claims.has(grid.id) ? 'waiting' : 'interrupted';
      const fraction = claim?.fraction;
      runs.push({
        id,
        state,
        label,
        ...(experiment !== undefined && { experiment }),
        ...(fraction !== undefined && { fraction }),
      });
    }
  }
  return runs;
}

function rowOf(run: RunSummary): string[] {
  if ('unreadable' in run) return [run.id, 'unreadable', run.unreadable, '', '', ''];
  const { id, state, title, label, experiment = '', seconds, law, error } = run;
  const gap = law ? `${law.name} ${law.holds ? 'holds' : 'does not hold'} (gap ${law.gap.toPrecision(2)})` : '';
  return [id, state, title ?? label, experiment, seconds.toFixed(2), error ?? gap];
}
