/** Random orders. */
import type { Random } from '../shared/random';

/** 0 … count − 1 in random order, all orders equally likely (Fisher, Yates 1938). */
export function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
