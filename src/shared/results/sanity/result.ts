/** How like the original a map stays as layers lose their training. */
import type { Float32Tensor } from '../../tensor';
import type { Score } from '../evaluation/result';
import type { Law } from '../law';
import type { PredictionProvenance } from '../provenance';

/** How like the original a map stays as layers lose their training, from the top down; each [layer]. */
export interface SanityResult {
  kind: 'sanity';
  /** The id of the method whose map it is. */
  method: string;
  /** Names of the values that the layers make, in the order in which they were randomised. */
  layers: string[];
  /** Rank correlation with the original map, mean over samples; the same of absolute values; of pictures, structural similarity. */
  spearman: Score[];
  absolute: Score[];
  ssim?: Score[];
  /** The maps of the first sample, [1 + layers, …]: the original, then one for each layer. */
  maps: Float32Tensor;
  /** Why the map is not to be trusted; absent where it reacts to the weights. */
  mark?: string;
  law?: Law;
  conventions: string[];
  provenance: PredictionProvenance;
}
