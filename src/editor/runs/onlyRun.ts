/** The outcome of a grid with one run, for panels that wait for a single result. */
import { NetLoupeError } from '../../shared/errors';
import type { ActiveGrid } from './grids';

/** The run, once it is done. Throws its failure, CancelledError. */
export async function onlyRun({ runs, outcome }: ActiveGrid): Promise<{ root: string; id: string }> {
  const { done, failed } = await outcome;
  const { store } = runs;
  if (failed[0] === undefined) return { root: store.root, id: done[0]! };
  const { error } = await store.read(failed[0]);
  throw NetLoupeError.fromData(
    error ?? { kind: 'internal', message: 'The run failed without a reason; run it again.' },
  );
}
