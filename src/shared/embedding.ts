/** Maps of points: what is asked of them, how they look on their way, and what can be said to them while they settle. */

/** How a spatial layer [N, C, …] becomes one row per sample: its channels' means, maxima or middle values, or everything it has. */
export const poolings = ['mean', 'max', 'centre', 'flatten'] as const;

export type Pooling = (typeof poolings)[number];

/**
 * What becomes of the points of an earlier map: they start where they were; or they stay there, and others settle among them; or they stay,
 * and others are added, each as if it were alone.
 */
export const earlierUses = ['start', 'fixed', 'added'] as const;
export type EarlierUse = (typeof earlierUses)[number];

/** An earlier map that one begins with. */
export interface EarlierMap {
  /** An .npz with the array "embedding", as maps are saved. */
  path: string;
  /** "start" and "fixed": its points are the first rows of the data. "added": they are other data's, to which those of the request are added. */
  use: EarlierUse;
  /** "added": the data that the map is of, where the file does not say, or where they have moved. */
  data?: string;
}

/** A map on its way. */
export interface LayoutFrame {
  /** [N × dimensions], row by row. */
  positions: Float32Array;
  dimensions: number;
  /** In the method's words: "early exaggeration". */
  phase: string;
  iteration: number;
  /** Of the whole run, as far as it is known. */
  iterations: number;
  /** Kullback–Leibler divergence as the method estimates it on its way, in nats. */
  divergence?: number;
}

/** What a person says to a map that settles. */
export type Steer =
  | { kind: 'pause' }
  | { kind: 'continue' }
  /** Pulls neighbours together `factor` times as strongly for this many iterations. */
  | { kind: 'exaggerate'; factor: number; iterations: number }
  /** Ends here; the map as it is becomes the result. */
  | { kind: 'finish' };

/** How much of the points' neighbourhoods survived in a map; each from 0 to 1, 1 the best, for the k nearest (10, or all there are). */
export interface MapQuality {
  k: number;
  /** Mean share of the k nearest neighbours that are still among the k nearest. */
  preservation: number;
  /** Venna & Kaski 2001: no strangers among the map's neighbours. */
  trustworthiness: number;
  /** The same: no neighbour of the data lost in the map. */
  continuity: number;
  /** Points that preservation, trustworthiness and continuity were measured at, where not all. */
  sampled?: number;
  /** KL(P‖Q) of the final map over all pairs, in nats, for methods that have it. */
  divergence?: number;
  /** Share of the variance along each axis, for linear methods. */
  explainedVariance?: number[];
}

/** Neighbours of each point in the data, nearest first. */
export interface Neighbours {
  k: number;
  /** [N × k]. */
  indices: Int32Array;
  /** [N × k], in the metric of the method. */
  distances: Float32Array;
  /** Where they are not exact: the share of the k nearest that was found, in the mean over a sample of points. */
  recall?: number;
}
