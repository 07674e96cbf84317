/** Columns from the contents of files: text and whole numbers become categories, all other numbers stay numbers. */
import { access } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Column, DatasetDescription } from '../../shared/dataset';
import { ArgumentError } from '../../shared/errors';
import { byNearness } from '../../shared/nearest';
import { isFloat, toNumbers, type DType, type Tensor } from '../../shared/tensor';
import type { ArrayInfo } from '../format';
import { readLabels } from '../labels';

/** More features than this are not columns: a map's menu could not list them. */
export const MOST_LISTED = 100;
/** Whole numbers with more different values than this are quantities or identifiers, not classes. */
const MOST_CLASSES = 1000;

/** Column names that by themselves indicate classes. */
const LABEL =
  /^(y|labels?|targets?|class(es)?|categor(y|ies)|digits?|species|diagnosis|outcome)([_.-](train|test|val|valid|validation))?$/i;

/** Names of columns that identify samples: every value differs, so they are not classes. */
const NAMES = /^(names?|words?|tokens?)$/i;

export function isNamesName(name: string): boolean {
  return NAMES.test(name);
}

export function isLabelName(name: string): boolean {
  return LABEL.test(name);
}

/**
 * Likely names for the labels of this array or file, the likeliest first: y_train for x_train, labels for images,
 * train-labels-idx1-ubyte for train-images-idx3-ubyte.
 */
export function partnersOf(name: string): string[] {
  const words: readonly [RegExp, string][] = [
    [/images([-.]idx)\d/i, 'labels$11'],
    [/images?|data|inputs?|features|samples/i, 'labels'],
    [/images?|data|inputs?|features|samples/i, 'label'],
    [/images?|data|inputs?|features|samples/i, 'targets'],
    [/(?<![a-z])x(?![a-z])/, 'y'],
    [/(?<![a-z])X(?![a-z])/i, 'y'],
  ];
  const found = words.flatMap(([from, to]) => (from.test(name) ? [name.replace(from, to)] : []));
  return [...new Set(found)].filter((other) => other !== name);
}

/** Whether an array is a column of N samples: [N] or [N, 1], of any type. */
export function isColumn({ shape }: ArrayInfo, samples: number): boolean {
  return shape[0] === samples && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));
}

/** Whether numbers of this type count as classes until they are read. */
export function kindOfType(dtype: DType): Column['kind'] {
  return isFloat(dtype) ? 'numbers' : 'categories';
}

/** `names`: those of the classes 0, 1, …, if all numbers are such. Whole numbers of too many kinds become numbers. */
export function toColumn(name: string, tensor: Tensor, names?: readonly string[]): Column {
  if (Array.isArray(tensor.data)) return categories(name, tensor.data, [...new Set(tensor.data)].sort(inOrder));
  const values = toNumbers(tensor);
  if (isFloat(tensor.dtype) && !isLabels(name, values))
    return { name, kind: 'numbers', values: Float32Array.from(values) };
  const different = [...new Set(Array.from(values))].sort((a, b) => a - b);
  if (different.length > MOST_CLASSES) return { name, kind: 'numbers', values: Float32Array.from(values) };
  const named = names && different.every((value) => names[value] !== undefined);
  const text = (value: number): string => (named ? names[value]! : String(value));
  return categories(name, Array.from(values, text), different.map(text));
}

/** Labels saved as floating-point numbers, as in every table. */
function isLabels(name: string, values: ArrayLike<number>): boolean {
  return isLabelName(name) && Array.prototype.every.call(values, Number.isInteger);
}

function categories(name: string, cells: readonly string[], distinct: readonly string[]): Column {
  const codes = new Map(distinct.map((category, code) => [category, code]));
  const unique = [...codes.keys()];
  const codeOf = new Map(unique.map((category, code) => [category, code]));
  return { name, kind: 'categories', categories: unique, codes: Int32Array.from(cells, (cell) => codeOf.get(cell)!) };
}

/** Natural order: "9" before "10". */
export function inOrder(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && x !== y && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : Number(a > b);
}

/** Class names from <data>.labels.txt or .json beside a file; undefined if there are none. */
export async function classNames(path: string): Promise<{ path: string; names: string[] } | undefined> {
  for (const extension of ['.labels.txt', '.labels.json']) {
    const beside = join(dirname(path), basename(path, extname(path)) + extension);
    const there = await access(beside).then(
      () => true,
      () => false,
    );
    if (there) return { path: beside, names: await readLabels(beside) };
  }
  return undefined;
}

/** For a missing column. */
export function missingColumn({ path, columns }: DatasetDescription, name: string): ArgumentError {
  const names = columns.map((column) => column.name);
  return new ArgumentError(
    names.length
      ? `${path} has no column "${name}"; it has ${byNearness(name, names).slice(0, 20).join(', ')}.`
      : `${path} has no columns, so there is no "${name}".`,
  );
}
