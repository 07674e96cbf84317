/** Points laid out so that what is near stays near. */
import type { EarlierUse, MapQuality, Neighbours, Pooling } from '../../embedding';
import type { Float32Tensor } from '../../tensor';
import type { Law } from '../law';
import type { Provenance } from '../provenance';

/** The same for a method that takes points. */
export interface CloudProvenance extends Provenance {
  data: { path: string; array?: string; sha256: string };
  /** Where the points are a layer's answers to the data. */
  model?: { path: string; sha256: string };
  layer?: string;
  pooling?: Pooling;
  /** Corrections that were made or guessed for pictures. */
  preprocessing?: Record<string, unknown>;
  /** The map that this one began with; where points were added to it, `data` are theirs, and the map's own are here. */
  earlier?: EarlierProvenance;
}

export interface EarlierProvenance {
  path: string;
  sha256: string;
  use: EarlierUse;
  data?: { path: string; array?: string; sha256: string };
}

/** Points laid out in one, two or three dimensions so that what is near stays near. */
export interface CloudResult {
  kind: 'cloud';
  /** [N, 1], [N, 2] or [N, 3]; NaN for rows of the data that could not be laid out, which the conventions name. */
  embedding: Float32Tensor;
  /** The last so many points were added to a map of all those before them. */
  added?: number;
  quality: MapQuality;
  /** [N], 0 to 1: how many of each point's nearest neighbours in the data are still among its nearest in the map. */
  trust: Float32Array;
  /** In the data, for as many as the quality was measured with. */
  neighbours: Neighbours;
  law?: Law;
  conventions: string[];
  provenance: CloudProvenance;
}
