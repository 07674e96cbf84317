/**
 * Maps of points as files of others: arrays for .npz, a table for spreadsheets, and the three files of the TensorBoard Embedding
 * Projector. Writing them to disk is the caller's.
 */
import type { Column } from '../shared/dataset';
import { FormatError } from '../shared/errors';
import type { CloudProvenance, CloudResult } from '../shared/results';
import { float32, int64, type Tensor } from '../shared/tensor';

type Cloud = Pick<CloudResult, 'embedding' | 'trust'>;

/** What made a map, as its file says it: without the times, so that the same map is the same bytes. */
export type SavedProvenance = Omit<CloudProvenance, 'started' | 'seconds'>;

/**
 * `embedding` [N, 1, 2 or 3], `trust` [N], `provenance` [1] as JSON, by which points can be added to the map, and the columns that do not
 * have one of these names.
 */
export function cloudArrays(
  { embedding, trust, provenance }: Cloud & Pick<CloudResult, 'provenance'>,
  columns: readonly Column[],
): Record<string, Tensor> {
  const own = { embedding, trust: float32([trust.length], trust) };
  const { started: _started, seconds: _seconds, ...saved } = provenance;
  const made: Tensor = { dtype: 'string', shape: [1], data: [JSON.stringify(saved satisfies SavedProvenance)] };
  const facts = Object.fromEntries(columns.map((column) => [column.name, columnArray(column)]));
  return { ...facts, ...own, provenance: made };
}

/** The same read back. Throws FormatError for what is no such text. */
export function parseCloudProvenance({ data }: Tensor, file: string): SavedProvenance {
  try {
    const made = JSON.parse(String(data[0])) as SavedProvenance;
    if (typeof made.method === 'string' && typeof made.data.path === 'string' && typeof made.parameters === 'object')
      return made;
  } catch {
    // Said below.
  }
  throw new FormatError(file, 'its array "provenance" is not what a map of NetLoupe says of itself');
}

/** Numbers where all categories are whole numbers, else text, "" where there is none. */
export function columnArray(column: Column): Tensor {
  if (column.kind === 'numbers') return float32([column.values.length], column.values);
  const cells = cellsOf(column);
  const whole = cells.every((cell) => /^-?\d{1,15}$/.test(cell));
  return whole ? int64([cells.length], cells.map(Number)) : { dtype: 'string', shape: [cells.length], data: cells };
}

/** A row for each point under x, y(, z), trust and the names of the columns; points without a place have empty cells. RFC 4180. */
export function cloudCsv({ embedding, trust }: Cloud, columns: readonly Column[]): string {
  const [count = 0, dimensions = 2] = embedding.shape;
  const cells = columns.map(cellsOf);
  const heading = ['x', 'y', 'z'].slice(0, dimensions).concat(
    'trust',
    columns.map(({ name }) => name),
  );
  const lines = Array.from({ length: count }, (_, i) => [
    ...Array.from(embedding.data.subarray(i * dimensions, (i + 1) * dimensions), numeral),
    numeral(trust[i]!),
    ...cells.map((column) => column[i]!),
  ]);
  return [heading, ...lines].map((row) => `${row.map(quoted).join()}\r\n`).join('');
}

/**
 * `tensors.tsv` with the places of the points, `metadata.tsv` with a line for each of them, and `projector_config.pbtxt`, which names
 * both for TensorBoard. The Projector takes no NaN, so points without a place are left out; "row" tells which are there.
 */
export function projectorFiles(
  { embedding, trust }: Cloud,
  columns: readonly Column[],
  title: string,
): Record<'tensors.tsv' | 'metadata.tsv' | 'projector_config.pbtxt', string> {
  const [count = 0, dimensions = 2] = embedding.shape;
  const placed = Array.from({ length: count }, (_, i) => i).filter((i) =>
    Number.isFinite(embedding.data[i * dimensions]!),
  );
  const cells = columns.map(cellsOf);
  const line = (words: readonly string[]): string =>
    `${words.map((word) => word.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')}\n`;
  const tensors = placed.map((i) =>
    line(Array.from(embedding.data.subarray(i * dimensions, (i + 1) * dimensions), numeral)),
  );
  const heading = line(['row', ...columns.map(({ name }) => name), 'trust']);
  const metadata = placed.map((i) => line([String(i), ...cells.map((column) => column[i]!), numeral(trust[i]!)]));
  const config = [
    'embeddings {',
    `  tensor_name: ${JSON.stringify(title)}`,
    '  tensor_path: "tensors.tsv"',
    '  metadata_path: "metadata.tsv"',
    '}',
    '',
  ];
  return {
    'tensors.tsv': tensors.join(''),
    'metadata.tsv': [heading, ...metadata].join(''),
    'projector_config.pbtxt': config.join('\n'),
  };
}

function cellsOf(column: Column): string[] {
  return column.kind === 'numbers'
    ? Array.from(column.values, numeral)
    : Array.from(column.codes, (code) => column.categories[code] ?? '');
}

/** As few digits as tell it from every other float32; nothing for NaN. */
function numeral(value: number): string {
  if (Number.isNaN(value)) return '';
  const digits = [6, 7, 8].find((count) => Math.fround(Number(value.toPrecision(count))) === Math.fround(value)) ?? 9;
  return String(Number(value.toPrecision(digits)));
}

/** A cell that a spreadsheet would take for a formula stays text. */
function quoted(cell: string): string {
  const safe = /^[=+@\t]/.test(cell) || /^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
