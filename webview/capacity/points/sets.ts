/**
 * Labeled point sets: the presets, and the edits by clicks and keys. Every edit makes a new set, so that it can be
 * undone.
 */
import type { Label } from '../../../src/shared/capacity/requests';
import { random } from '../../../src/shared/random';

export interface LabeledSet {
  /** "XOR", "points.npz"; '' once the user has changed it. */
  name: string;
  /** Rows with equally many coordinates; two for those in the plane. */
  points: number[][];
  labels: Label[];
}

const corners = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
];

export const presets = {
  empty: (): LabeledSet => ({ name: '', points: [], labels: [] }),
  xor: (): LabeledSet => ({ name: 'XOR', points: corners, labels: [-1, 1, 1, -1] }),
  and: (): LabeledSet => ({ name: 'AND', points: corners, labels: [-1, -1, -1, 1] }),
  or: (): LabeledSet => ({ name: 'OR', points: corners, labels: [-1, 1, 1, 1] }),
  square: (): LabeledSet => ({
    name: 'Square with centre',
    points: [...corners, [0.5, 0.5]],
    labels: [1, 1, 1, 1, -1],
  }),
  /** Uniform in the square from −1 to 1, labels by a fair coin. Two decimals, for readability. */
  random(count: number, seed: number): LabeledSet {
    const { uniform } = random(seed);
    const coordinate = () => Math.round((2 * uniform() - 1) * 100) / 100;
    const points = Array.from({ length: count }, () => [coordinate(), coordinate()]);
    return { name: `Random ${count}`, points, labels: points.map(() => (uniform() < 0.5 ? -1 : 1)) };
  },
  /** The 2^n corners of the unit cube, labelled by parity, the hardest labeling. */
  cube(dimensions: number): LabeledSet {
    const points = Array.from({ length: 2 ** dimensions }, (_, corner) =>
      Array.from({ length: dimensions }, (_, axis) => (corner >> axis) & 1),
    );
    const parity = (point: number[]) => point.reduce((sum, value) => sum + value, 0) % 2;
    return {
      name: `Corners of the ${dimensions}-cube`,
      points,
      labels: points.map((point) => (parity(point) ? 1 : -1)),
    };
  },
};

/** Points read from a file, all labelled +. */
export function unlabeled(name: string, points: number[][]): LabeledSet {
  return { name, points, labels: points.map(() => 1) };
}

export function isPlanar({ points }: Pick<LabeledSet, 'points'>): boolean {
  return points.every((point) => point.length === 2);
}

/** A, B, …, Z, A1, B1, … */
export function pointName(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + (index % 26)) + (round > 0 ? String(round) : '');
}

export function signOf(label: Label): '+' | '−' {
  return label === 1 ? '+' : '−';
}

export function add(set: LabeledSet, point: number[], label: Label): LabeledSet {
  return { name: '', points: [...set.points, point], labels: [...set.labels, label] };
}

export function move(set: LabeledSet, index: number, point: number[]): LabeledSet {
  return { ...set, name: '', points: set.points.map((other, i) => (i === index ? point : other)) };
}

export function toggle(set: LabeledSet, index: number): LabeledSet {
  return { ...set, name: '', labels: set.labels.map((label, i) => (i === index ? flipped(label) : label)) };
}

export function remove({ points, labels }: LabeledSet, index: number): LabeledSet {
  return { name: '', points: points.filter((_, i) => i !== index), labels: labels.filter((_, i) => i !== index) };
}

export function relabel(set: LabeledSet, seed: number): LabeledSet {
  const { uniform } = random(seed);
  return { ...set, labels: set.points.map(() => (uniform() < 0.5 ? -1 : 1)) };
}

export function flipped(label: Label): Label {
  return label === 1 ? -1 : 1;
}

/**
 * Replaces numbers of points in a sentence (from 1) by names: "Points 1, 3 and 2 more are" → "Points A, C and 2 more
 * are".
 */
export function withNames(sentence: string): string {
  return sentence.replaceAll(
    /\b([Pp]oints? )(\d+(?:(?:, | and )\d+\b(?! more))*)/g,
    (_, noun: string, list: string) => noun + list.replaceAll(/\d+/g, (number) => pointName(Number(number) - 1)),
  );
}
