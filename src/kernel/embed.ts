/**
 * Runs a method that lays out points: takes the points (rows.ts) and an earlier map (earlier.ts), leaves out rows that are not finite
 * (finite.ts), shows the map on its way, measures its quality, and says what made it. The layout itself is the method's.
 */
import type { measureQuality } from '../methods/embedding/quality/quality';
import { parseParameters, type PointsMethod } from '../methods/method';
import type { Device } from '../engine/runtime';
import { random } from '../shared/random';
import type { CallOptions, RunOptions, RunRequest } from '../shared/requests';
import type { CloudProvenance, CloudResult } from '../shared/results';
import { float32 } from '../shared/tensor';
import { earlierOf, joinedRows, placesOf } from './earlier';
import { finiteRows } from './finite';
import type { Host } from './host';
import { provenanceOf } from './provenance';
import { pointsOf } from './rows';

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
  options: RunOptions = {},
): Promise<CloudResult> {
  const started = new Date();
  const { signal, onProgress, onFrame, steering } = options;
  const earlier = await earlierOf(method, request);
  const parameters = parseParameters(method, { ...earlier?.settings, ...request.parameters });
  const report = (from: number, share: number, message: string) => (fraction: number) =>
    onProgress?.({ fraction: from + share * fraction, message });
  const rowsShare = request.model === undefined ? 0 : SHARES.rows;
  const hear: CallOptions = {
    ...(signal && { signal }),
    onProgress: ({ fraction, message }) => onProgress?.({ fraction: rowsShare * fraction, message }),
  };
  const { rows, device, conventions, source, added } =
    earlier?.use === 'added'
      ? await joinedRows(host, request, earlier, hear)
      : { ...(await pointsOf(host, request, hear)), added: undefined };
  const finite = finiteRows(rows, request.input!);
  const places = earlier && finite.pick(placesOf(earlier, rows.shape[0]!));
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
        void onFrame({ ...frame, positions: finite.spread(frame.positions, frame.dimensions, NaN) });
      },
      steering,
      ...(earlier && places && { earlier: { places, use: earlier.use } }),
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
    ...(earlier && { earlier: earlier.provenance }),
  };
  return {
    kind: 'cloud',
    ...(added !== undefined && { added }),
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
