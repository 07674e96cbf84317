/** Waiting for what another process, or a page, does in its own time. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Shorter than the time of a test, so that what is told of is what was waited for. */
const PATIENCE_MS = 45_000;

/** Looks until `look` no longer throws; throws what it threw last. */
export async function eventually<T>(look: () => T | Promise<T>, patience = PATIENCE_MS): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(20);
  }
}
