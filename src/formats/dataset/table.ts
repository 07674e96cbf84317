/**
 * Tables as data sets: each column of numbers is a feature, a label or an identifier, each column of text a label or an
 * identifier. Their values decide, and their names where values leave it open. `tableFit.ts` decides which columns a
 * network takes.
 */
import Papa from 'papaparse';
import type { Column, ColumnDescription } from '../../shared/dataset';
import { ArgumentError } from '../../shared/errors';
import { byNearness } from '../../shared/nearest';
import { float32, toNumbers, type Tensor } from '../../shared/tensor';
import { sha256OfFile } from '../bytes';
import type { DataFile, OpenOptions } from '../format';
import { classNames, isLabelName, missingColumn, MOST_LISTED, toColumn } from './columns';
import type { Dataset } from './dataset';

type ColumnRole = 'feature' | 'label' | 'identifier';

/** A column of numbers, judged by its values. */
export interface TableColumn {
  name: string;
  /** As far as one can tell without a network. */
  role: ColumnRole;
  /** Distinct whole numbers, which may number the rows. */
  isUnique: boolean;
  /** Few different whole numbers, which may be classes. */
  isClasses: boolean;
}

/** What only table data sets have. */
export interface TableParts {
  /** The columns of numbers, in file order. */
  columns: readonly TableColumn[];
  /**
   * The same rows with these columns as samples, in this order; `remark` says why. Throws ArgumentError for a missing
   * one.
   */
  select(names: readonly string[], remark?: string): Dataset;
  /** Whether the request named the columns. */
  isChosen: boolean;
}

/** Most classes that each occur several times; more whole numbers are quantities. */
const MOST_CLASSES = 100;
/** Names of columns that number the rows, or say whom they are about. */
const IDENTIFIER =
  /^(|id|index|idx|key|uuid|guid|row|no|nr|number|patient|subject|sample|case|record|unnamed: 0)$|[_ .-](id|no|nr)$/i;

/**
 * `chosen`: names of columns of numbers, separated by commas as in CSV; by default the features. Throws FormatError,
 * ArgumentError.
 */
export async function openTable(file: DataFile, chosen: string | undefined, options: OpenOptions): Promise<Dataset> {
  const whole = await file.read(file.main!, options);
  const names = await classNames(file.path);
  const table = new Table(file, whole, names?.names);
  await table.readTexts(options);
  const features = table.columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
  if (chosen !== undefined) return table.select(namesIn(chosen), undefined, chosen);
  if (!features.length) throw new ArgumentError(`${file.path} has only labels and identifiers; name the columns to use: ${file.path}#COLUMN,COLUMN.`); // prettier-ignore
  return table.select(features);
}

/** "a,b,c" as a spec names columns, with quotes around names that contain commas. */
function namesIn(chosen: string): string[] {
  return Papa.parse<string[]>(chosen, { delimiter: ',' }).data[0]!.map((name) => name.trim());
}

/** The part of a spec after "#" that names these columns. */
function columnsText(names: readonly string[]): string {
  return Papa.unparse([[...names]]);
}

class Table {
  readonly columns: readonly TableColumn[];
  readonly #rows: number;
  readonly #texts = new Map<string, { cells: string[]; role: ColumnRole }>();

  constructor(
    readonly file: DataFile,
    readonly whole: Tensor,
    readonly classes: readonly string[] | undefined,
  ) {
    this.#rows = whole.shape[0]!;
    this.columns = withOneOfClasses(file.columns!.map((name, i) => describe(name, this.#valuesAt(i))));
  }

  async readTexts(options: OpenOptions): Promise<void> {
    for (const { name, dtype } of this.file.arrays) {
      if (dtype !== 'string') continue;
      const cells = (await this.file.read(name, options)).data as string[];
      const isUnique = new Set(cells).size === cells.length;
      this.#texts.set(name, { cells, role: isUnique && !isLabelName(name) ? 'identifier' : 'label' });
    }
  }

  select(names: readonly string[], remark?: string, chosen?: string): Dataset {
    const { path, format } = this.file;
    const known = this.columns.map(({ name }) => name);
    const places = names.map((name) => known.indexOf(name));
    const missing = names.find((name) => !known.includes(name));
    if (missing !== undefined)
      throw new ArgumentError(
        `${path} has no column of numbers "${missing}"; it has ${byNearness(missing, known).slice(0, 20).join(', ')}.`,
      );
    const isWhole = names.length === known.length && names.every((name, i) => name === known[i]);
    const described = this.#describe(new Set(names));
    const description = {
      path,
      format,
      array: isWhole ? this.file.main! : (chosen ?? (remark === undefined ? this.file.main! : columnsText(names))),
      samples: this.#rows,
      shape: [names.length],
      dtype: 'float32' as const,
      pictures: false,
      features: [...names],
      columns: described,
      conventions: isWhole ? [] : [remark ?? this.#conventionOf(names, chosen !== undefined)],
    };
    const read = (start: number, count: number): Promise<Tensor> => Promise.resolve(this.#pick(places, start, count));
    return {
      description,
      read,
      sample: async (index) => ({ ...(await read(index, 1)), shape: [names.length] }),
      column: (name) => {
        const found = described.find((column) => column.name === name);
        return found ? Promise.resolve(this.#column(found)) : Promise.reject(missingColumn(description, name));
      },
      sha256: ({ signal } = {}) => sha256OfFile(path, signal),
      table: {
        columns: this.columns,
        isChosen: chosen !== undefined,
        select: (others, because) => this.select(others, because),
      },
    };
  }

  /** Labels first. The samples' own columns are not labels. */
  #describe(used: ReadonlySet<string>): ColumnDescription[] {
    const texts = [...this.#texts].map(([name, { role }]) => ({ name, kind: 'categories' as const, label: role === 'label' })); // prettier-ignore
    const numbers = this.columns.map(({ name, role, isClasses }) => {
      const isFree = !used.has(name);
      const label = isFree && (role === 'label' || (isClasses && role === 'feature'));
      return { name, kind: label ? ('categories' as const) : ('numbers' as const), label };
    });
    const listed = numbers.filter(({ label }) => label || numbers.length <= MOST_LISTED);
    const labels = [...texts, ...listed].filter(({ label }) => label);
    const named = labels.filter(({ name }) => isLabelName(name));
    return [...new Set([...named, ...labels, ...texts, ...listed])];
  }

  #column({ name, kind }: ColumnDescription): Column {
    const text = this.#texts.get(name);
    if (text) return toColumn(name, { dtype: 'string', shape: [text.cells.length], data: text.cells });
    const values = this.#valuesAt(this.columns.findIndex((column) => column.name === name));
    if (kind === 'numbers') return { name, kind, values };
    const whole = { dtype: 'int32', shape: [values.length], data: Int32Array.from(values) } as const;
    return toColumn(name, whole, this.classes);
  }

  #conventionOf(names: readonly string[], isChosen: boolean): string {
    const left = this.columns.filter(({ name }) => !names.includes(name));
    const of = (role: ColumnRole): string => left.filter((column) => column.role === role).map(({ name }) => name).join(', '); // prettier-ignore
    if (isChosen) return `The samples are the columns ${listed(names)}.`;
    const [labels, identifiers] = [of('label'), of('identifier')];
    const parts = [labels && `${labels} (labels)`, identifiers && `${identifiers} (identifiers)`].filter(Boolean);
    return `The samples leave out these columns of the table: ${parts.join(', ')}.`;
  }

  #pick(places: readonly number[], start: number, count: number): Tensor {
    const width = this.columns.length;
    const numbers = this.whole.data as Float32Array;
    const picked = new Float32Array(count * places.length);
    for (let row = 0; row < count; row++)
      places.forEach((column, i) => {
        picked[row * places.length + i] = numbers[(start + row) * width + column]!;
      });
    return float32([count, places.length], picked);
  }

  #valuesAt(column: number): Float32Array {
    const width = this.whole.shape[1]!;
    const numbers = toNumbers(this.whole);
    return Float32Array.from({ length: this.#rows }, (_, row) => numbers[row * width + column]!);
  }
}

/** "a, b, c", shortened if there are many. */
export function listed(names: readonly string[]): string {
  const few = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${few}, … (${names.length})` : few;
}

function describe(name: string, values: Float32Array): TableColumn {
  const isWhole = values.every(Number.isInteger);
  const different = isWhole ? new Set(values).size : Infinity;
  const isUnique = isWhole && different === values.length && values.length > 1;
  const isClasses = different > 1 && different <= Math.min(MOST_CLASSES, values.length / 2);
  // A measured target is not a class.
  const role = isWhole && isLabelName(name) ? 'label' : isUnique && IDENTIFIER.test(name) ? 'identifier' : 'feature';
  return { name, role, isUnique, isClasses };
}

/**
 * If no name indicates the label, a column of classes at either end is it, provided that every other column is measured
 * or identifies.
 */
function withOneOfClasses(columns: readonly TableColumn[]): TableColumn[] {
  const classes = columns.filter(({ isClasses }) => isClasses);
  const others = columns.filter(({ role, isClasses }) => role === 'feature' && !isClasses);
  const [only] = classes;
  const isAlone = classes.length === 1 && others.length > 1 && !columns.some(({ role }) => role === 'label');
  const open = columns.filter(({ role }) => role !== 'identifier');
  const isAtEnd = only !== undefined && (open[0] === only || open.at(-1) === only);
  return columns.map((column) => (isAlone && isAtEnd && column === only ? { ...column, role: 'label' } : column));
}
