/** All measures of explanations. To add one, write its file and list it here. */
import { ArgumentError } from '../../shared/errors';
import { byNearness } from '../../shared/nearest';
import { completeness } from './completeness';
import { deletion } from './deletion';
import { infidelity } from './infidelity';
import { insertion } from './insertion';
import type { Measure } from './measure';
import { parameterRandomisation } from './parameterRandomisation';
import { pixelFlipping } from './pixelFlipping';
import { road } from './road';
import { sensitivityMax } from './sensitivityMax';

export const measures: readonly Measure[] = [
  pixelFlipping,
  deletion,
  insertion,
  road,
  infidelity,
  sensitivityMax,
  completeness,
  parameterRandomisation,
];

/**
 * The default measures of a ranking: removing what is relevant, restoring it, and what the numbers themselves promise.
 */
export const STANDARD_MEASURES = ['pixel-flipping', 'deletion', 'insertion', 'infidelity'] as const;

/** The measure with an id. Throws ArgumentError with the nearest one. */
export function measureById(id: string): Measure {
  const measure = measures.find((candidate) => candidate.id === id);
  if (measure) return measure;
  const ids = measures.map((candidate) => candidate.id);
  throw new ArgumentError(
    `There is no measure "${id}"; did you mean "${byNearness(id, ids)[0] ?? ''}"? There are ${ids.join(', ')}.`,
  );
}
