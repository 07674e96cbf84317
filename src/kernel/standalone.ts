/** Runs a method that needs neither model nor data. */
import { parseParameters, type StandaloneMethod } from '../methods/method';
import { random } from '../shared/random';
import type { CallOptions, RunRequest } from '../shared/requests';
import type { CurvesResult } from '../shared/results';
import type { Host } from './host';
import { provenanceOf } from './provenance';

export async function runAlone(
  host: Host,
  method: StandaloneMethod,
  request: RunRequest,
  { signal, onProgress }: CallOptions,
): Promise<CurvesResult> {
  const started = new Date();
  const parameters = parseParameters(method, request.parameters);
  const result = await method.run(
    {
      engine: host.engineOf(request),
      memoryBudget: request.memoryBudget,
      random: random(request.seed),
      signal,
      progress: (fraction) => onProgress?.({ fraction, message: method.title }),
    },
    parameters,
  );
  const provenance = await provenanceOf(method, parameters, request.seed, 'cpu', started);
  return { kind: 'curves', ...result, provenance };
}
