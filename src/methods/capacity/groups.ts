/**
 * Points whose labels depend on each other, and sentences about them and about whatever else makes a point set special.
 */
import type { PointSet } from '../../shared/capacity/requests';

export interface Groups {
  /** Indices of points whose vector is zero. */
  zero: number[];
  /** The others, grouped by equal or opposite direction. */
  parallel: number[][];
}

export function groupParallel(vectors: readonly bigint[][]): Groups {
  const zero: number[] = [];
  const groups = new Map<string, number[]>();
  vectors.forEach((vector, i) => {
    const first = vector.find((value) => value !== 0n);
    if (first === undefined) {
      zero.push(i);
      return;
    }
    const key = (first < 0n ? vector.map((value) => -value) : vector).join();
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return { zero, parallel: [...groups.values()] };
}

export function notesOnGroups({ zero, parallel }: Groups, { bias }: PointSet, cells: bigint): string[] {
  const notes: string[] = [];
  if (zero.length)
    notes.push(
      `${nameAll(zero)} zero: without a bias every plane passes through it, so it has neither label and no labeling can be produced; the other points alone allow ${cells}.`,
    );
  const tied = parallel.filter((group) => group.length > 1);
  for (const group of tied.slice(0, 3))
    notes.push(
      bias
        ? `${nameAll(group)} the same, so they always have the same label.`
        : `${nameAll(group)} on one line through 0, so the label of one determines those of the others.`,
    );
  if (tied.length > 3) notes.push(`The same holds for ${tied.length - 3} more groups of points.`);
  return notes;
}

export function noteOnRank(rank: number, { points, bias }: PointSet): string {
  const dimension = points[0]!.length + Number(bias);
  return `The points span ${rank} of their ${dimension} dimensions${bias ? ' (the bias counts as one)' : ''}.`;
}

/** "Point 3 is", "Points 1, 2 and 4 are"; numbered from 1. */
function nameAll(indices: readonly number[]): string {
  const shown = indices.slice(0, 6).map((i) => String(i + 1));
  if (indices.length === 1) return `Point ${shown[0]} is`;
  const last = indices.length > shown.length ? `${indices.length - shown.length} more` : shown.pop()!;
  return `Points ${shown.join(', ')} and ${last} are`;
}
