/** Which of a result's arrays to view. */
import type { AttributionResult } from '../results';
import type { Float32Tensor } from '../tensor';

/** The map laid over the input if the method gives one, else the raw attribution. */
export function mapOf({ upsampled, attribution }: Pick<AttributionResult, 'upsampled' | 'attribution'>): Float32Tensor {
  return upsampled ?? attribution;
}
