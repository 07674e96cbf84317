/**
 * The user's questions in the vectors panel: the state that outlives a reload of the window. Stored state may come from
 * an older version, so each piece is checked, and replaced by its default, separately.
 */
import type { Axis } from '../../src/shared/vectors/requests';

export const titles = { ask: 'Arithmetic', axes: 'Axes', analogies: 'Analogies' } as const;
export type Part = keyof typeof titles;

export interface AxesForm {
  axes: [Axis, Axis];
  /** Whether {@link words} are names, or an expression whose nearest words are placed. */
  place: 'words' | 'near';
  words: string;
  near: string;
  count: number;
}

export interface PanelState {
  part: Part;
  /** The question shown; '' before the first. */
  query: string;
  /** The latest last, each once. */
  history: string[];
  count: number;
  /** Whether the query words may be among the answers. */
  own: boolean;
  axes: AxesForm;
  /** Path of the file of analogies. */
  questions: string;
}

const mostHistory = 100;
export const counts = [10, 25, 100] as const;

export const defaultState: PanelState = {
  part: 'ask',
  query: '',
  history: [],
  count: 10,
  own: false,
  axes: {
    axes: [
      { from: '', to: '' },
      { from: '', to: '' },
    ],
    place: 'words',
    words: '',
    near: '',
    count: 25,
  },
  questions: '',
};

export function readState(saved: unknown): PanelState {
  const value = record(saved);
  const axes = record(value['axes']);
  const [x, y] = Array.isArray(axes['axes']) ? (axes['axes'] as unknown[]) : [];
  return {
    part: (Object.keys(titles) as Part[]).find((part) => part === value['part']) ?? defaultState.part,
    query: text(value['query']),
    history: (Array.isArray(value['history']) ? value['history'] : [])
      .filter((one) => typeof one === 'string')
      .slice(-mostHistory),
    count: countOf(value['count'], defaultState.count),
    own: value['own'] === true,
    axes: {
      axes: [axisOf(x), axisOf(y)],
      place: axes['place'] === 'near' ? 'near' : 'words',
      words: text(axes['words']),
      near: text(axes['near']),
      count: countOf(axes['count'], defaultState.axes.count),
    },
    questions: text(value['questions']),
  };
}

export function remember(history: readonly string[], query: string): string[] {
  return [...history.filter((one) => one !== query), query].slice(-mostHistory);
}

function axisOf(value: unknown): Axis {
  const { from, to } = record(value);
  return { from: text(from), to: text(to) };
}

function countOf(value: unknown, fallback: number): number {
  return counts.find((count) => count === value) ?? fallback;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 10_000) : '';
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
