/** Lets calls wait for each other: of clouds that are asked for together, the first is on screen as soon as it can be. */
import { CancelledError } from '../../shared/errors';
import type { Service } from '../../shared/requests';

/** Runs one at a time, in the order in which they were asked for; one that is cancelled while it waits never begins. */
export function inTurn(service: Pick<Service, 'run'>): Pick<Service, 'run'> {
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  return {
    run(request, options = {}) {
      if (open++ > 0) options.onProgress?.({ fraction: 0, message: 'Waiting for the maps before' });
      const run = last.then(() => {
        if (options.signal?.aborted) throw new CancelledError();
        return service.run(request, options);
      });
      last = run.then(ended, ended);
      return run;
    },
  };
  function ended(): void {
    open--;
  }
}
