/** How similar a map stays to the original as layers are randomised. */
import type { Float32Tensor } from '../../tensor';
import type { Score } from '../evaluation/result';
import type { Law } from '../law';
import type { PredictionProvenance } from '../provenance';

/** How similar a map stays to the original as layers are randomised, from the output down; each array is [layer]. */
export interface SanityResult {
  kind: 'sanity';
  /** Id of the method that made the map. */
  method: string;
  /** Names of the layers' outputs, in the order in which they were randomised. */
  layers: string[];
  /**
   * Rank correlation with the original map, mean over samples; the same for absolute values; structural similarity for
   * pictures.
   */
  spearman: Score[];
  absolute: Score[];
  ssim?: Score[];
  /** The maps of the first sample, [1 + layers, …]: the original, then one for each layer. */
  maps: Float32Tensor;
  /** Why the map is not to be trusted; absent if it reacts to the weights. */
  mark?: string;
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}
