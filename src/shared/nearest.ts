/** The names a user probably meant, for error messages. */

/**
 * The candidates by edit distance to the typed name, nearest first; a shared beginning of three letters or more counts
 * as a typo.
 */
export function byNearness(typed: string, candidates: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  const from = (name: string): number =>
    wanted.length >= 3 && name.startsWith(wanted) ? 1 : editDistance(wanted, name);
  const distance = new Map(candidates.map((name) => [name, from(name.toLowerCase())]));
  return [...distance.keys()].sort((a, b) => distance.get(a)! - distance.get(b)!);
}

/** The end of a sentence about an unknown name: `the nearest are "conv1", "conv2" and "relu1"`. */
export function nearestNames(typed: string, candidates: readonly string[]): string {
  const names = byNearness(typed, candidates)
    .slice(0, 3)
    .map((name) => `"${name}"`);
  if (!names.length) return 'there are none';
  return names.length === 1
    ? `there is only ${names[0]}`
    : `the nearest are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Insertions, deletions and substitutions, each of cost 1 (Levenshtein 1966). Looks at the first 64 characters. */
function editDistance(from: string, to: string): number {
  const a = from.slice(0, 64);
  const b = to.slice(0, 64);
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
