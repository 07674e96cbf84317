/**
 * Sorts the runs of a workspace folder under headings: by experiment, model or method, those that pass the filter,
 * newest first. Does not know VS Code.
 */
import { methodTitle } from '../runs/methodTitle';
import { dataOf, nameOf, type RunRow } from '../runs/rows';

export const groupings = ['experiment', 'model', 'method'] as const;
export type Grouping = (typeof groupings)[number];

export interface Group {
  /** 'together': runs started at once, as for a comparison; 'single': one by one; 'unreadable': runs that say nothing about themselves. */
  kind: Grouping | 'together' | 'single' | 'unreadable';
  /** Path of the experiment or model relative to the workspace folder, id of the method or of the common start; '' if there is none. */
  of: string;
  /** Newest first. */
  rows: RunRow[];
  /** The one file that all its runs use, for an experiment or runs started together. */
  data?: string;
}

/** The one data file of all runs of an experiment or of a common start; undefined if there are several, and for other headings. */
function sharedData({ kind, rows }: Group): string | undefined {
  if (kind !== 'experiment' && kind !== 'together') return undefined;
  const names = new Set(rows.map((row) => (row.state === 'unreadable' ? '' : dataOf(row.run))));
  return names.size === 1 ? [...names][0] || undefined : undefined;
}

/** `experiments` are the paths of existing files, which are headings even without runs. */
export function arrange(
  rows: readonly RunRow[],
  experiments: readonly string[],
  by: Grouping,
  filter: string,
): Group[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Group>();
  const groupOf = (kind: Group['kind'], of: string): Group => {
    const key = `${kind} ${of}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { kind, of, rows: [] }));
    return group;
  };
  if (by === 'experiment') {
    for (const path of experiments) if (matches([path], words)) groupOf('experiment', path);
  }
  for (const row of rows) {
    if (matches(searched(row), words)) groupOf(...headingOf(row, by)).rows.push(row);
  }
  for (const group of groups.values()) {
    group.rows.sort((a, b) => compare(b.run.id, a.run.id));
    const data = sharedData(group);
    if (data !== undefined) group.data = data;
  }
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || order(a, b));
}

function headingOf(row: RunRow, by: Grouping): [Group['kind'], string] {
  if (row.state === 'unreadable') return ['unreadable', ''];
  const { experiment, together, model, method } = row.run;
  if (by === 'model') return ['model', model ?? ''];
  if (by === 'method') return ['method', method];
  if (experiment !== undefined) return ['experiment', experiment];
  return together === undefined ? ['single', ''] : ['together', together];
}

/** Named groups come first, unreadable runs last. */
function rank({ kind, of }: Group): number {
  return kind === 'unreadable' ? 3 : of === '' ? 2 : kind === 'together' ? 1 : 0;
}

/** By name; common starts by time, newest first. */
function order(a: Group, b: Group): number {
  return a.kind === 'together' ? compare(b.of, a.of) : a.of.localeCompare(b.of, undefined, { numeric: true });
}

/** What the filter searches: all text of a row and its tooltip, and its state. */
function searched(row: RunRow): string[] {
  const { id } = row.run;
  if (row.state === 'unreadable') return [id, row.state, row.why];
  const { label, experiment = '', method, model = '', input = '' } = row.run;
  const outcome = 'started' in row.run ? [row.run.error ?? '', row.run.device ?? ''] : [];
  return [id, row.state, nameOf(row), methodTitle(method), label, experiment, model, method, input, ...outcome];
}

/** Every word somewhere. */
function matches(texts: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = texts.join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Ids begin with the time, so text order is the order in which runs began. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
