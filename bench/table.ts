/** The results as Markdown, as they stand in docs/benchmarks.md. */
import { cpus, totalmem } from 'node:os';
import { THREADS, type Bench, type Comparison, type Side } from './harness';

/** What the figures depend on. */
export function machine({ versions }: Bench): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${first?.model.trim()}, ${cpus().length} cores, ${gigabytes} GB, ${process.platform} ${process.arch}; ${[...versions, `${THREADS} threads each`].join('; ')}.`;
}

export function comparisonTable({ comparisons }: Bench): string {
  const columns = [
    '',
    'ours',
    'PyTorch',
    'ratio',
    'median',
    'processor',
    'peak, ours',
    'PyTorch',
    'ratio',
    'difference',
  ];
  return table(columns, comparisons.map(row));
}

export function figureTable({ figures }: Bench): string {
  return table(['', 'ours', 'goal'], figures.map(({ title, value, goal }) => [title, value, goal])); // prettier-ignore
}

function row({ title, ours, theirs, difference }: Comparison): string[] {
  const apart = difference?.typical.toExponential(0);
  const kinked = difference?.kinked ? ` (${difference.kinked} of ${difference.samples} at a kink)` : '';
  return [
    title,
    milliseconds(ours),
    theirs ? milliseconds(theirs) : '',
    theirs ? ratio(ours.best, theirs.best) : '',
    theirs ? ratio(ours.median, theirs.median) : '',
    theirs ? ratio(ours.cpu, theirs.cpu) : '',
    megabytes(ours.peak),
    megabytes(theirs?.peak),
    ratio(ours.peak, theirs?.peak),
    apart === undefined ? '' : `${apart}${kinked}`,
  ];
}

function milliseconds({ best }: Side): string {
  return `${best < 100 ? best.toFixed(1) : best.toFixed(0)} ms`;
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB`;
}

function ratio(ours: number | undefined, theirs: number | undefined): string {
  return ours === undefined || theirs === undefined ? '' : (ours / theirs).toFixed(2);
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map((_, i) => (i ? '--:' : '---'))), ...rows.map(line)].join('\n');
}
