/**
 * One run as the Experiments view knows it, from whatever source: the store, a waiting grid, or the process that
 * computes it. Its text is here; colours and icons are in items.ts. Does not know VS Code.
 */
import { posix } from 'node:path';
import type { ReadableRun, RunRecord, RunSummary } from '../../experiments/store/record';
import type { Staleness } from '../../experiments/store/staleness';
import { methodTitle } from './methodTitle';

/** What is known about a run before it has an outcome. */
export type Subject = Pick<
  ReadableRun,
  'id' | 'title' | 'label' | 'experiment' | 'together' | 'method' | 'model' | 'input'
>;

export type RunRow =
  | { state: 'waiting'; run: Subject; grid: string }
  /** `elsewhere`: by another window or a terminal. */
  | { state: 'running'; run: Subject; grid: string; fraction: number; message: string; elsewhere: boolean }
  | { state: 'done' | 'failed' | 'stale'; run: ReadableRun; stale: readonly Staleness[] }
  | { state: 'unreadable'; run: { id: string }; why: string };

export function storedRow(run: RunSummary, stale: readonly Staleness[] = []): RunRow {
  if ('unreadable' in run) return { state: 'unreadable', run, why: run.unreadable };
  // A failed run explains nothing that could be out of date.
  return { state: run.state === 'done' && stale.length > 0 ? 'stale' : run.state, run, stale };
}

export function isBusy(row: RunRow): row is Extract<RunRow, { grid: string }> {
  return row.state === 'waiting' || row.state === 'running';
}

/** Path of the experiment file; '' for a run that belongs to none. */
export function experimentOf(row: RunRow): string {
  return row.state === 'unreadable' ? '' : (row.run.experiment ?? '');
}

/** The run in one phrase: what a person called it, or "digit.png · LRP · epsilon 0.1". */
export function nameOf(row: RunRow): string {
  if (row.state === 'unreadable') return row.run.id;
  return row.run.title ?? [dataOf(row.run), ...askedOf(row.run)].filter(Boolean).join(' · ');
}

/**
 * A row's title and description. It leads with the data, or, under a heading whose runs share their data, with the
 * question. `now` decides how much of a date is shown.
 */
export function wordsOf(row: RunRow, now: Date, sharesData = false): { title: string; description: string } {
  if (row.state === 'unreadable') return { title: row.run.id, description: row.why };
  const asked = askedOf(row.run);
  const title = row.run.title ?? (sharesData ? '' : dataOf(row.run));
  const beside = [...(title ? asked : []), ...outcomeOf(row, now)];
  return { title: title || asked.join(' · '), description: beside.filter(Boolean).join(' · ') };
}

/** File name of the data; of the model for runs without data; '' for runs without either. */
export function dataOf({ input, model }: Subject): string {
  return baseName(input ?? model ?? '');
}

/** The method, and the parts of the label beyond it and the data. */
function askedOf(run: Subject): string[] {
  const { label, method } = run;
  const known = [method, dataOf(run)];
  return [methodTitle(method), ...label.split(' · ').filter((part) => !known.includes(part))];
}

function outcomeOf(row: Exclude<RunRow, { state: 'unreadable' }>, now: Date): string[] {
  switch (row.state) {
    case 'waiting':
      return ['waiting'];
    case 'running':
      return [`${Math.round(row.fraction * 100)} %`, row.message, row.elsewhere ? 'in another window or process' : ''];
    case 'failed':
      return [timeText(row.run.started, now), row.run.error ?? 'failed'];
    default:
      return [timeText(row.run.started, now), lawText(row.run.law), staleText(row.stale)];
  }
}

/** Why a result may be out of date: "model changed, data missing". */
export function staleText(stale: readonly Staleness[]): string {
  return stale.map(({ file, now }) => `${file} ${now}`).join(', ');
}

/** "14:03" today, "3 May 14:03" this year, else with the year; in this machine's time zone. */
export function timeText(iso: string, now: Date): string {
  const date = new Date(iso);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === now.toDateString()) return time;
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })} ${time}`;
}

/** Lines of the tooltip: question and result, by name. */
export function factsOf(row: RunRow): [name: string, value: string][] {
  if (row.state === 'unreadable') return [['Unreadable', row.why]];
  const { method, model = '', input = '', experiment = '' } = row.run;
  const subject: [string, string][] = [
    ['Method', methodTitle(method)],
    ['Model', model],
    ['Data', input],
    ['Experiment', experiment],
  ];
  if (isBusy(row)) return subject;
  const { started, seconds, device = '', law, error = '' } = row.run;
  return [
    ...subject,
    ['Failed', error],
    ['Law', law ? `${law.name} ${law.holds ? 'holds' : 'does not hold'}, gap ${gapText(law.gap)}` : ''],
    ['Since then', staleText(row.stale)],
    ['Device', device],
    ['Duration', secondsText(seconds)],
    ['Started', new Date(started).toLocaleString('en-GB')],
  ];
}

/** Details that only the full record has. */
export function detailsOf({ request, law, notes = '' }: RunRecord): [name: string, value: string][] {
  const { parameters, target = '', seed, preprocessing = {} } = request;
  const settings = (of: Record<string, unknown>) =>
    Object.entries(of).map(([name, value]): [string, string] => [name, valueText(value)]);
  return [
    ['Target', target],
    ...settings(parameters),
    ['Seed', String(seed)],
    ...settings(preprocessing),
    ['Law', law?.statement ?? ''],
    ['Notes', notes],
  ];
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function secondsText(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toPrecision(3))} s`;
}

/** The last part of a path of the store, with the array's name if it has one. */
export function baseName(path: string): string {
  return posix.basename(path.replaceAll('\\', '/'));
}

function lawText(law: ReadableRun['law']): string {
  return law ? `${law.holds ? '' : 'not converged, '}gap ${gapText(law.gap)}` : '';
}

function gapText(gap: number): string {
  return String(Number(gap.toPrecision(2)));
}
