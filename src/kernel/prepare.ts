/**
 * From a request to what its method receives: each need is prepared, here or in the file of its kind (`network.ts`,
 * `layout.ts`), and its sources are noted for the result.
 */
import { chooseDevice } from '../engine/devices';
import { Engine } from '../engine/engine';
import type { Device } from '../engine/runtime';
import type { AllGiven } from '../methods/context';
import { parseParameters, type Method } from '../methods/method';
import { ArgumentError } from '../shared/errors';
import type { Need } from '../shared/needs';
import type { CallOptions, RunRequest } from '../shared/requests';
import { earlierOf } from './earlier';
import type { Host } from './host';
import { layOut, type LaidOut } from './layout';
import { askNetwork, type Network } from './network';

export interface Prepared {
  /** With defaults filled in, after those of an earlier map. */
  parameters: Record<string, unknown>;
  given: Partial<AllGiven>;
  device: Device;
  /** For the result's provenance: the files it was made from. */
  sources: object;
  network?: Network;
  rows?: LaidOut;
}

/** Throws ArgumentError for what is missing or does not fit, FormatError, DeviceError, CancelledError. */
export async function prepare(
  host: Host,
  method: Method,
  request: RunRequest,
  options: CallOptions,
): Promise<Prepared> {
  const { needs } = method;
  checkNeeds(method, request);
  const earlier = needs.map && (await earlierOf(method, request));
  const parameters = parseParameters(method, { ...earlier?.settings, ...request.parameters });
  const { signal } = options;
  const network =
    needs.model && request.model !== undefined
      ? await askNetwork(await host.open(request.model), needs, request, {
          engine: host.engineOf(request),
          signal,
          most: method.samples?.(parameters),
        })
      : undefined;
  const rows = needs.points && (await layOut(host, request, earlier, options));
  const dataset = needs.data && request.input !== undefined ? await host.openDataset(request.input) : undefined;
  const device = network?.device ?? rows?.given.device ?? (await chooseDevice(request.device, () => 0));
  const { seed, threads } = request;
  return {
    parameters,
    device,
    given: {
      ...network?.given,
      ...rows?.given,
      ...(dataset && { dataset }),
      ...(needs.explanations && {
        seed,
        spareEngine: () => new Engine(threads === undefined ? {} : { threads }),
      }),
    },
    sources: {
      ...(network && (await sourcesOf(host, network))),
      ...rows?.source,
      ...(dataset && { data: await sourceOf(dataset.description, dataset.sha256(options)) }),
    },
    ...(network && { network }),
    ...(rows && { rows }),
  };
}

/** Fields of the question by the needs that require them; `earlier.ts` asks for an earlier map. */
const fields = {
  model: 'model',
  input: 'input',
  layer: 'layer',
  data: 'input',
  points: 'input',
} as const satisfies Partial<Record<Need, keyof RunRequest>>;

/** Their names in errors, with the command line's options. */
const said = { model: 'a model', input: 'data (--input DATA)', layer: 'a layer (--layer NAME)' };

function checkNeeds({ title, needs }: Method, request: RunRequest): void {
  for (const [need, field] of Object.entries(fields))
    if (needs[need as keyof typeof fields] === 'always' && request[field] === undefined)
      throw new ArgumentError(`${title} needs ${said[field]}.`);
}

async function sourcesOf(host: Host, { model, loaded }: Network): Promise<object> {
  return {
    model: { path: model.path, sha256: await host.hash(model) },
    ...(loaded && { data: await sourceOf(loaded.dataset.description, loaded.sha256) }),
    ...(loaded?.preprocessing && { preprocessing: loaded.preprocessing }),
  };
}

async function sourceOf({ path, array }: { path: string; array?: string }, sha256: string | Promise<string>) {
  return { path, ...(array !== undefined && { array }), sha256: await sha256 };
}
