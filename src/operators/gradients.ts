/** What the gradients of several operator families share. */
import type { GradientContext, Sym } from '../graph/operator';

/**
 * For each needed input, the result of its function, summed over the axes along which that input was broadcast. Inputs
 * without a function get no gradient.
 */
export function wanted(
  { b, x, wants }: GradientContext,
  ...parts: readonly ((() => Sym) | undefined)[]
): (Sym | undefined)[] {
  return parts.map((part, i) => (part && x[i] && wants(i) ? b.unbroadcast(part(), x[i].shape) : undefined));
}
