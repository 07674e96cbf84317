/** Runs any method: prepares what it needs, and turns its findings into a result of its kind with provenance. */
import type { Kind, LiveContext, Method, ResultOf, RunContext } from '../methods/method';
import { random } from '../shared/random';
import type { CallOptions, RunOptions, RunRequest } from '../shared/requests';
import type { Frame } from '../shared/results';
import type { Command } from '../shared/steering';
import { finishes, type Finish, type Finishes } from './finish';
import { heard } from './heard';
import type { Host } from './host';
import { prepare, type Prepared } from './prepare';
import { provenanceOf } from './provenance';

/** Shows at most 30 pictures a second. */
const FRAME_MS = 1000 / 30;

/** Share of the progress bar while a network computes the points to lay out. */
const ROWS = 0.2;

/** `by` finishes kinds of results. Throws ArgumentError for a request that does not fit, CancelledError. */
export async function run<K extends Kind>(
  host: Host,
  method: Method & { gives: K },
  request: RunRequest,
  options: RunOptions = {},
  by: Finishes = finishes,
): Promise<ResultOf<K>> {
  const started = new Date();
  const { seed } = request;
  const finish = by[method.gives] as Finish<Kind> | undefined;
  const begins = method.needs.points && request.model !== undefined ? ROWS : 0;
  const ends = 1 - (finish?.share ?? 0);
  const prepared = await prepare(host, method, request, partOf(options, 0, begins));
  const during = partOf(options, begins, ends);
  const context: RunContext & LiveContext<object, Command> = {
    engine: host.engineOf(request),
    memoryBudget: request.memoryBudget,
    random: random(seed),
    signal: options.signal,
    progress: (fraction, message = method.title) => during.onProgress?.({ fraction, message }),
    frame: shower(method, prepared, finish, options),
    steering: heard(method, options.steering),
    ...prepared.given,
  };
  const found = await method.run(context, prepared.parameters);
  const result = finish ? await finish.result(found, prepared, request, partOf(options, ends, 1)) : found;
  const device = finish?.device?.(found) ?? prepared.device;
  return {
    kind: method.gives,
    ...result,
    provenance: {
      ...(await provenanceOf(method, prepared.parameters, seed, device, started)),
      ...prepared.sources,
    },
  } as ResultOf<K>;
}

/** The options of a part of the run, from one share of the progress to another. */
function partOf({ signal, onProgress }: CallOptions, from: number, to: number): CallOptions {
  return {
    ...(signal && { signal }),
    ...(onProgress && {
      onProgress: ({ fraction, message }) => onProgress({ fraction: from + (to - from) * fraction, message }),
    }),
  };
}

function shower(
  { gives }: Method,
  prepared: Prepared,
  finish: Finish<Kind> | undefined,
  { onFrame }: RunOptions,
): (make: () => object) => void {
  let shown = -Infinity;
  return (make) => {
    const now = performance.now();
    if (!onFrame || now - shown < FRAME_MS) return;
    shown = now;
    const frame = make() as never;
    void onFrame({ kind: gives, ...(finish?.frame?.(frame, prepared) ?? frame) } as Frame);
  };
}
