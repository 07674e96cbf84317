/** Points laid out so that neighbours stay neighbours. */
import type { EarlierUse, MapQuality, Neighbours, Pooling } from '../../embedding';
import type { Float32Tensor } from '../../tensor';
import type { Law } from '../law';
import type { Provenance } from '../provenance';

/** Provenance of a method that takes points. */
export interface CloudProvenance extends Provenance {
  data: { path: string; array?: string; sha256: string };
  /** If the points are a layer's activations over the data. */
  model?: { path: string; sha256: string };
  layer?: string;
  pooling?: Pooling;
  /** Guessed or corrected preprocessing of pictures. */
  preprocessing?: Record<string, unknown>;
  /**
   * The map that this one began with; if points were added to it, `data` are theirs, and the map's own data are here.
   */
  earlier?: EarlierProvenance;
}

export interface EarlierProvenance {
  path: string;
  sha256: string;
  use: EarlierUse;
  data?: { path: string; array?: string; sha256: string };
}

/** Points laid out in one, two or three dimensions so that neighbours stay neighbours. */
export interface CloudResult {
  kind: 'cloud';
  /** [N, 1], [N, 2] or [N, 3]; NaN for rows that could not be placed, which the conventions name. */
  embedding: Float32Tensor;
  /** How many of the last points were added to a map of all those before. */
  added?: number;
  quality: MapQuality;
  /**
   * [N], 0 to 1: the share of each point's nearest neighbours in the data that are still among its nearest in the map.
   */
  trust: Float32Array;
  /** Neighbours in the data, for as many points as the quality was measured with. */
  neighbours: Neighbours;
  law?: Law;
  conventions: string[];
  provenance: CloudProvenance;
}
