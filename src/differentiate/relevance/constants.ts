/** Constant tensors in the shape of others. */
import type { Builder } from '../../graph/builder';
import type { Sym } from '../../graph/operator';
import { ArgumentError } from '../../shared/errors';

/** One number everywhere, or one for each channel (axis 1), in the shape of `like`. */
export function filled(b: Builder, like: Sym, values: readonly number[]): Sym {
  const { shape } = like;
  if (values.length === 1) return b.expand(b.scalar(values[0]!, like.dtype), shape);
  if (values.length !== shape[1])
    throw new ArgumentError(
      `There are ${values.length} numbers for the channels of a value of shape [${shape.join()}]; give one, or one per channel.`,
    );
  return b.expand(b.reshape(b.floats(values), [1, values.length, ...shape.slice(2).map(() => 1)]), shape);
}
