/**
 * Runs a method that lays out points: takes the points from data or from a layer, leaves out rows that are not finite, shows the map on
 * its way, measures its quality, and says what made it. The layout itself is the method's.
 */
import type { measureQuality } from '../methods/embedding/quality/quality';
import { parseParameters, type PointsMethod } from '../methods/method';
import { rowsOf } from '../formats';
import { chooseDevice } from '../engine/devices';
import type { Device } from '../engine/runtime';
import type { Neighbours } from '../shared/embedding';
import { ArgumentError } from '../shared/errors';
import { random } from '../shared/random';
import type { CallOptions, RunRequest } from '../shared/requests';
import type { CloudProvenance, CloudResult } from '../shared/results';
import { float32, type Float32Tensor } from '../shared/tensor';
import { rowsOfLayers } from './activations';
import { askOf, type Host } from './host';
import { provenanceOf } from './provenance';

/** Neighbours that quality, per-point trust and the panel look at. */
const NEIGHBOURS = 10;
/** At most 30 pictures a second are shown. */
const FRAME_MS = 1000 / 30;
/** Shares of the progress bar: the network, if any, and the layout; the rest is the quality. */
const SHARES = { rows: 0.2, layout: 0.7 };

/** Given by the caller, so that what is done here can be checked with maps of known quality. */
export type Measure = typeof measureQuality;

/** Throws ArgumentError for parameters or data that do not fit, CancelledError. */
export async function embed(
  host: Host,
  method: PointsMethod,
  measure: Measure,
  request: RunRequest,
  options: CallOptions = {},
): Promise<CloudResult> {
  const started = new Date();
  const parameters = parseParameters(method, request.parameters);
  const { signal, onProgress, onFrame, steering } = options;
  const report = (from: number, share: number, message: string) => (fraction: number) =>
    onProgress?.({ fraction: from + share * fraction, message });
  const rowsShare = request.model === undefined ? 0 : SHARES.rows;
  const { rows, device, conventions, source } = await pointsOf(host, request, {
    ...(signal && { signal }),
    onProgress: ({ fraction, message }) => onProgress?.({ fraction: rowsShare * fraction, message }),
  });
  const finite = finiteRows(rows);
  if (!finite.kept.length)
    throw new ArgumentError(
      `No row of ${request.input} is finite: each has a NaN or an infinite number, so nothing can be laid out.`,
    );
  let shown = -Infinity;
  const {
    embedding,
    divergence,
    explainedVariance,
    metric,
    neighbours,
    device: used = 'cpu',
    conventions: said,
  } = await method.run(
    {
      engine: host.engineOf(request),
      memoryBudget: request.memoryBudget,
      random: random(request.seed),
      signal,
      progress: report(rowsShare, SHARES.layout + SHARES.rows - rowsShare, method.title),
      points: finite.points,
      device,
      frame: (make) => {
        const now = performance.now();
        if (!onFrame || now - shown < FRAME_MS) return;
        shown = now;
        const frame = make();
        onFrame({ ...frame, positions: finite.spread(frame.positions, frame.dimensions, NaN) });
      },
      steering,
    },
    parameters,
  );
  const dimensions = embedding.shape[1]!;
  const measured = await measure(finite.points, embedding, {
    metric,
    k: NEIGHBOURS,
    ...(neighbours && { neighbours }),
    ...(signal && { signal }),
    progress: report(SHARES.layout + SHARES.rows, 1 - SHARES.layout - SHARES.rows, 'Measuring the quality of the map'),
  });
  const provenance: CloudProvenance = {
    ...(await provenanceOf(method, parameters, request.seed, used, started)),
    ...source,
  };
  return {
    kind: 'cloud',
    embedding: float32([finite.samples, dimensions], finite.spread(embedding.data, dimensions, NaN)),
    quality: {
      ...measured.quality,
      ...(divergence !== undefined && { divergence }),
      ...(explainedVariance && { explainedVariance }),
    },
    trust: finite.spread(measured.trust, 1, NaN),
    neighbours: finite.spreadNeighbours(measured.neighbours),
    conventions: [...conventions, ...finite.conventions, ...said, ...whereOf(request, device, used)],
    provenance,
  };
}

/** The provenance has the map's device alone. */
function whereOf({ model }: RunRequest, network: Device, map: Device): string[] {
  return model === undefined ? [] : [`The network ran on the device ${network}, the map was laid out on ${map}.`];
}

/** The rows, and what they were made from. */
async function pointsOf(host: Host, request: RunRequest, options: CallOptions) {
  const { model, input, layer, pooling = 'mean', preprocessing, memoryBudget } = request;
  if (input === undefined) throw new ArgumentError(`${request.method} lays out points: it needs data.`);
  if (model === undefined) {
    if (layer !== undefined)
      throw new ArgumentError(`The layer "${layer}" belongs to a model; name the model too, or leave the layer out.`);
    const dataset = await host.openDataset(input);
    const { path, array, shape } = dataset.description;
    const rows = await rowsOf(dataset, options);
    const flattened =
      shape.length > 1 ? [`Each sample [${shape.join(', ')}] is taken as a row of ${rows.shape[1]} numbers.`] : [];
    const data = { path, ...(array !== undefined && { array }), sha256: await dataset.sha256(options) };
    // By its pairs of points, a map of ten thousand is where a GPU pays off.
    const device = await chooseDevice(request.device, () => (rows.shape[0] ?? 1) ** 2);
    return { rows, device, conventions: [...dataset.description.conventions, ...flattened], source: { data } };
  }
  if (layer === undefined)
    throw new ArgumentError(`Which layer of ${model} is laid out? Name one; "netloupe layers" lists them.`);
  const asked = await askOf(host, { ...request, model, data: input, preprocessing });
  const [found] = await rowsOfLayers(host, asked, { layers: [layer], pooling, memoryBudget }, options);
  const { path, array, conventions } = asked.dataset.description;
  return {
    rows: found!.rows,
    device: asked.device,
    conventions: [...conventions, found!.convention],
    source: {
      data: { path, ...(array !== undefined && { array }), sha256: await asked.dataset.sha256(options) },
      model: { path: asked.model.path, sha256: await host.hash(asked.model) },
      layer: found!.layer,
      pooling,
      ...(asked.samples.preprocessing && { preprocessing: asked.samples.preprocessing }),
    },
  };
}

/** Rows without NaN and infinities, and the way back to the numbering of the data. */
function finiteRows({ shape, data }: Float32Tensor) {
  const [samples = 0, width = 0] = shape;
  const isFinite = (row: number): boolean => data.subarray(row * width, (row + 1) * width).every(Number.isFinite);
  const kept = Array.from({ length: samples }, (_, row) => row).filter(isFinite);
  const left = samples - kept.length;
  const all = left === 0;
  const points = all ? float32(shape, data) : float32([kept.length, width], new Float32Array(kept.length * width));
  if (!all)
    for (const [i, row] of kept.entries()) points.data.set(data.subarray(row * width, (row + 1) * width), i * width);
  /** `values` of the kept rows, and `missing` for the others. */
  const spread = (values: Float32Array, each: number, missing: number): Float32Array => {
    if (all) return values;
    const whole = new Float32Array(samples * each).fill(missing);
    for (const [i, row] of kept.entries()) whole.set(values.subarray(i * each, (i + 1) * each), row * each);
    return whole;
  };
  const spreadNeighbours = ({ k, indices, distances }: Neighbours): Neighbours => {
    if (all) return { k, indices, distances };
    const whole = new Int32Array(samples * k).fill(-1);
    for (const [i, row] of kept.entries()) for (let j = 0; j < k; j++) whole[row * k + j] = kept[indices[i * k + j]!]!;
    return { k, indices: whole, distances: spread(distances, k, NaN) };
  };
  const first = all ? -1 : (Array.from(kept.keys()).find((i) => kept[i] !== i) ?? kept.length);
  const conventions = all
    ? []
    : [
        `${left} of ${samples} rows (the first is ${first}, counted from 0) hold NaN or infinite numbers; they are left out and have no place in the map.`,
      ];
  return { samples, kept, points, spread, spreadNeighbours, conventions };
}
