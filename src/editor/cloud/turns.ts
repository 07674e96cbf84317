/** Serialises calls: of clouds requested together, the first appears as soon as possible. */
import { CancelledError } from '../../shared/errors';
import type { Service } from '../../shared/requests';

/** Runs one at a time, in the order of the requests; one cancelled while waiting never starts. */
export function inTurn(service: Pick<Service, 'run'>): Pick<Service, 'run'> {
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  return {
    run(request, options = {}) {
      if (open++ > 0) options.onProgress?.({ fraction: 0, message: 'Waiting for earlier maps' });
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
