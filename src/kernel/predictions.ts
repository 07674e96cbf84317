/**
 * Answers about predictions: one explained, those of a data set searched or judged. What all of them need (the input read, the
 * network run on it, the target resolved) is `prepare.ts`.
 */
import { Engine } from '../engine/engine';
import { methods, predictionMethod } from '../methods';
import { parseParameters, type DatasetMethod } from '../methods/method';
import { parseTarget, targetValue } from '../methods/target';
import { unsuitable } from '../methods/unsuitable';
import { random } from '../shared/random';
import type { AttributeRequest, CallOptions, Service } from '../shared/requests';
import type { AttributionResult, Result } from '../shared/results';
import { toFloat32, toNumbers } from '../shared/tensor';
import type { Host } from './host';
import { blackInput, explainedInput, load } from './inputs';
import { prepare, type Prepared } from './prepare';
import { provenanceOf } from './provenance';

export async function attribute(
  host: Host,
  request: AttributeRequest,
  { signal, onProgress }: CallOptions,
): Promise<AttributionResult> {
  const started = new Date();
  const method = predictionMethod(request.method);
  const parameters = parseParameters(method, request.parameters);
  const prepared = await prepareFor(host, request, signal);
  const { model, first, outputs, value, device, context } = prepared;
  const { input, target } = context;
  const result = await method.run(
    {
      ...context,
      random: random(request.seed),
      progress: (fraction) => onProgress?.({ fraction, message: method.title }),
    },
    parameters,
  );
  const numbers = toNumbers(outputs[value]!);
  const perSample = numbers.length / target.indices.length;
  const producer = model.graph.nodes.find((node) => node.outputs.includes(first));
  const { dataset, conventions: ofPictures } = prepared.loaded;
  const { table, description } = dataset;
  const { features } = description;
  return {
    kind: 'attribution',
    ...result,
    input,
    ...(features && { features }),
    output: toFloat32(outputs[first]!),
    outputIsProbability: producer?.op === 'Softmax' || producer?.op === 'Sigmoid',
    target,
    targetOutput: target.indices.map((index, n) => numbers[n * perSample + index]!),
    conventions: [
      `Explains "${target.value}" as the network gives it.`,
      ...(table ? description.conventions : []),
      ...ofPictures,
      ...result.conventions,
    ],
    provenance: {
      ...(await provenanceOf(method, parameters, request.seed, device, started)),
      ...(await sourcesOf(host, prepared)),
    },
  };
}

export async function searchDataset(
  host: Host,
  method: DatasetMethod,
  request: AttributeRequest,
  { signal, onProgress }: CallOptions,
): Promise<Result> {
  const started = new Date();
  const parameters = parseParameters(method, request.parameters);
  const prepared = await prepareFor(host, request, signal, method.samples?.(parameters));
  const { seed, threads } = request;
  const findings = await method.run(
    {
      ...prepared.context,
      seed,
      random: random(seed),
      spareEngine: () => new Engine(threads === undefined ? {} : { threads }),
      progress: (fraction, message = method.title) => onProgress?.({ fraction, message }),
    },
    parameters,
  );
  return {
    ...findings,
    provenance: {
      ...(await provenanceOf(method, parameters, seed, prepared.device, started)),
      ...(await sourcesOf(host, prepared)),
    },
  };
}

/** Why methods cannot explain the first of the predictions, by their ids; the others can. */
export async function unsuitableMethods(
  host: Host,
  request: Parameters<Service['unsuitable']>[0],
): Promise<Record<string, string>> {
  const model = await host.open(request.model);
  const explained = await explainedInput(model);
  const read = (spec: string, most?: number) => load(spec, explained, request.preprocessing, { most });
  const loaded = await read(request.input, 1);
  const black = blackInput(loaded, explained);
  return unsuitable(methods, {
    model,
    inputName: explained.name,
    input: toFloat32(loaded.tensor),
    target: { value: targetValue(await parseTarget(request.target, model), model), indices: [0] },
    ...(black && { black }),
    readInput: async (other) => toFloat32((await read(other)).tensor),
  });
}

/** Of `samples`, the first so many. */
async function prepareFor(
  host: Host,
  request: AttributeRequest,
  signal: AbortSignal | undefined,
  samples?: number,
): Promise<Prepared> {
  const model = await host.open(request.model);
  return prepare(model, request, { engine: host.engineOf(request), signal }, samples);
}

async function sourcesOf(host: Host, { model, loaded: { dataset, sha256, preprocessing } }: Prepared) {
  const { path, array } = dataset.description;
  return {
    model: { path: model.path, sha256: await host.hash(model) },
    data: { path, ...(array !== undefined && { array }), sha256 },
    ...(preprocessing && { preprocessing }),
  };
}
