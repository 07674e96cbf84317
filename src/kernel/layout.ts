/**
 * Points to lay out: the rows of data or a layer's activations over them (`rows.ts`), with an earlier map if there is
 * one (`earlier.ts`), and without rows that are not finite (`finite.ts`).
 */
import type { Given } from '../methods/context';
import type { CallOptions, RunRequest } from '../shared/requests';
import type { EarlierProvenance } from '../shared/results';
import { joinedRows, placesOf, type Earlier } from './earlier';
import { finiteRows } from './finite';
import type { Host } from './host';
import { pointsOf } from './rows';

export interface LaidOut {
  given: Given['points'] & Partial<Given['map']>;
  finite: ReturnType<typeof finiteRows>;
  /** How many of the last points were added to those of the map. */
  added?: number;
  conventions: string[];
  source: Awaited<ReturnType<typeof pointsOf>>['source'] & { earlier?: EarlierProvenance };
}

/** Throws ArgumentError for data, models, layers and maps that do not fit together. */
export async function layOut(
  host: Host,
  request: RunRequest,
  earlier: Earlier | undefined,
  options: CallOptions,
): Promise<LaidOut> {
  const { rows, device, conventions, source, added } =
    earlier?.use === 'added'
      ? await joinedRows(host, request, earlier, options)
      : { ...(await pointsOf(host, request, options)), added: undefined };
  const finite = finiteRows(rows, request.input!);
  const places = earlier && finite.pick(placesOf(earlier, rows.shape[0]!));
  return {
    given: {
      points: finite.points,
      device,
      ...(earlier && places && { earlier: { places, use: earlier.use } }),
    },
    finite,
    ...(added !== undefined && { added }),
    conventions: [...conventions, ...finite.conventions],
    source: { ...source, ...(earlier && { earlier: earlier.provenance }) },
  };
}
