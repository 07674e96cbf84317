/** Maps of points: requests, frames of an unfinished map, and the commands that steer it. */

/**
 * How a spatial layer [N, C, …] becomes one row per sample: the mean, maximum or centre of each channel, or all values.
 */
export const poolings = ['mean', 'max', 'centre', 'flatten'] as const;

export type Pooling = (typeof poolings)[number];

/**
 * How an earlier map is used. "start": its points start where they were. "fixed": they stay there while others settle
 * among them. "added": they stay, and each new point is placed as if it were alone.
 */
export const earlierUses = ['start', 'fixed', 'added'] as const;
export type EarlierUse = (typeof earlierUses)[number];

/** An earlier map to begin with. */
export interface EarlierMap {
  /** An .npz with the array "embedding", as saved maps have. */
  path: string;
  /**
   * "start" and "fixed": its points are the first rows of the data. "added": they are other data, to which the
   * request's data are added.
   */
  use: EarlierUse;
  /** "added": the data behind the map, if the file does not name them or they have moved. */
  data?: string;
}

/** An unfinished map. */
export interface LayoutFrame {
  /** [N × dimensions], row by row. */
  positions: Float32Array;
  dimensions: number;
  /** The method's name for the phase: "early exaggeration". */
  phase: string;
  iteration: number;
  /** Of the whole run, if known. */
  iterations: number;
  /** Kullback–Leibler divergence as the method estimates it while it runs, in nats. */
  divergence?: number;
}

/** Commands that steer an unfinished map. */
export type Steer =
  | { kind: 'pause' }
  | { kind: 'continue' }
  /** Pulls neighbours together `factor` times as strongly for this many iterations. */
  | { kind: 'exaggerate'; factor: number; iterations: number }
  /** Stops here; the current map becomes the result. */
  | { kind: 'finish' };

/**
 * How well a map preserves neighbourhoods; each from 0 to 1 (best), for the k nearest neighbours (10, or all there
 * are).
 */
export interface MapQuality {
  k: number;
  /** Mean share of the k nearest neighbours in the data that are among the k nearest in the map. */
  preservation: number;
  /** Venna & Kaski 2001: high if no strangers are among the map's neighbours. */
  trustworthiness: number;
  /** Venna & Kaski 2001: high if no neighbours in the data are lost in the map. */
  continuity: number;
  /** Number of points at which preservation, trustworthiness and continuity were measured, if not all. */
  sampled?: number;
  /** KL(P‖Q) of the final map over all pairs, in nats, for methods that define it. */
  divergence?: number;
  /** Share of the variance along each axis, for linear methods. */
  explainedVariance?: number[];
}

/** Nearest neighbours of each point in the data, nearest first. */
export interface Neighbours {
  k: number;
  /** [N × k]. */
  indices: Int32Array;
  /** [N × k], in the method's metric. */
  distances: Float32Array;
  /** For approximate neighbours: the mean share of the true k nearest that was found, over a sample of points. */
  recall?: number;
}
