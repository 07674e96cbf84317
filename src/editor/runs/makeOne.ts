/** One run for a panel that waits for it; it appears in the Experiments view meanwhile, and is kept like any other. */
import type { Job } from '../../experiments/experiment';
import type { CallOptions } from '../../shared/requests';
import type { FolderRuns } from './folderRuns';
import type { Grids } from './grids';
import { onlyRun } from './onlyRun';

/** Returns its id. Throws the run's failure, CancelledError. */
export async function makeOne(
  grids: Pick<Grids, 'start'>,
  runs: FolderRuns,
  job: Job,
  { signal, onProgress }: CallOptions,
): Promise<string> {
  const active = await grids.start(runs, { jobs: [job] });
  const cancel = () => active.cancel();
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  const subscription = active.onProgress(({ fraction, message }) => onProgress?.({ fraction, message }));
  try {
    return (await onlyRun(active)).id;
  } finally {
    signal?.removeEventListener('abort', cancel);
    subscription.dispose();
  }
}
