/** The runs of a workspace folder without an outcome: planned in a grid, including those being computed. */
import { hostname } from 'node:os';
import { liveClaims } from '../../experiments/run/claims';
import { plannedRuns, startedGrids } from '../../experiments/run/grids';
import type { RunStore } from '../../experiments/store/store';
import type { Progress } from '../../shared/requests';
import type { Subject } from './rows';

export interface LiveRun {
  run: Subject;
  grid: string;
  /** While it is computed. */
  claim?: Progress & { elsewhere: boolean };
}

/** Newest grid first; in its own order within one. Some may be stored already: a grid's file goes with its last run. */
export async function readLive(store: RunStore): Promise<LiveRun[]> {
  const [grids, claims] = await Promise.all([startedGrids(store), liveClaims(store)]);
  return grids.reverse().flatMap((grid) =>
    plannedRuns(grid).map(({ id, label, experiment, together, request: { method, model, input } }): LiveRun => {
      const claim = claims.get(id);
      const run = {
        id,
        label,
        method,
        ...(experiment !== undefined && { experiment }),
        ...(together !== undefined && { together }),
        ...(model !== undefined && { model }),
        ...(input !== undefined && { input }),
      };
      if (!claim) return { run, grid: grid.id };
      const { pid, host, fraction = 0, message = '' } = claim;
      const elsewhere = pid !== process.pid || host !== hostname();
      return { run, grid: grid.id, claim: { fraction, message, elsewhere } };
    }),
  );
}
