/** Chosen points as an ascending list of their indices, and how a click or a lasso changes it. */

export type How = 'replace' | 'add' | 'remove';

/** Shift adds, Alt takes away. */
export function howOf({ shiftKey, altKey }: { shiftKey: boolean; altKey: boolean }): How {
  return altKey ? 'remove' : shiftKey ? 'add' : 'replace';
}

export function combined(before: readonly number[], hit: readonly number[], how: How): number[] {
  if (how === 'replace') return [...hit];
  const set = new Set(before);
  for (const index of hit) {
    if (how === 'add') set.add(index);
    else set.delete(index);
  }
  return [...set].sort((a, b) => a - b);
}
