/** The order in which files are offered: those in nearby folders first, then by name. */

/** Number of steps up and down from one file's folder to the other's. */
export function distance(from: string, to: string): number {
  const a = foldersOf(from);
  const b = foldersOf(to);
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}

export function nearestFirst(paths: readonly string[], to: string): string[] {
  return paths
    .map((path) => ({ path, steps: distance(to, path) }))
    .sort((a, b) => a.steps - b.steps || a.path.localeCompare(b.path, undefined, { numeric: true }))
    .map(({ path }) => path);
}

function foldersOf(path: string): string[] {
  return path.split(/[\\/]/).slice(0, -1);
}
