/**
 * How far two results are apart, told so that rounding at a kink does not hide or fake a wrong number. Where the input of a ReLU is
 * within rounding of 0, or two candidates of a maximum are that close, float32 may take the other branch; a whole region
 * of that sample's gradient then differs, on either side. The other samples must agree to rounding.
 */
import { readData } from '../src/formats';
import { toNumbers } from '../src/shared/tensor';

export interface Difference {
  /** Of the median sample: the largest difference relative to the sample's largest value. */
  typical: number;
  samples: number;
  /** Samples beyond {@link ROUNDING}. */
  kinked: number;
}

/** A hundred times what samples without a kink were seen to differ by. */
const ROUNDING = 5e-5;

/** Of two .npy files, both [N, …]. */
export async function difference(ours: string, theirs: string): Promise<Difference> {
  const [a, b] = await Promise.all([readData(ours), readData(theirs)]);
  const [left, right] = [toNumbers(a), toNumbers(b)];
  const samples = b.shape[0]!;
  const size = right.length / samples;
  if (a.shape.join() !== b.shape.join()) return { typical: Infinity, samples, kinked: samples };
  const differences = Array.from({ length: samples }, (_, n) => {
    let [largest, apart] = [0, 0];
    for (let i = n * size; i < (n + 1) * size; i++) {
      largest = Math.max(largest, Math.abs(right[i]!));
      apart = Math.max(apart, Math.abs(left[i]! - right[i]!));
    }
    return apart / largest;
  }).sort((p, q) => p - q);
  return {
    typical: differences[Math.floor(samples / 2)]!,
    samples,
    kinked: differences.filter((d) => !(d <= ROUNDING)).length,
  };
}
