/** Which of a result's arrays is looked at. */
import type { AttributionResult } from '../results';
import type { Float32Tensor } from '../tensor';

/** The map laid over the input where the method gives one, else the attribution as it is. */
export function mapOf({ upsampled, attribution }: Pick<AttributionResult, 'upsampled' | 'attribution'>): Float32Tensor {
  return upsampled ?? attribution;
}
