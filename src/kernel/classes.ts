/** The true class of each sample: a data set's labels, matched to the classes of a model. */
import type { Dataset } from '../formats';
import type { Model } from '../formats/models/model';
import { ArgumentError } from '../shared/errors';
import { labelsOf } from './describe';

export interface RightClasses {
  /** [N], indices of classes; −1 for a sample without a label, or with one that is not a class of the model. */
  codes: Int32Array;
  /** What did not match, in one sentence. */
  remark?: string;
}

/** How many names a sentence lists. */
const FEW = 5;

/**
 * From the requested column, else from the one whose values are the model's classes ({@link labelColumn}); undefined
 * without one. Labels are matched to the model's class names in any case, with "_" or "-" for a space; if the model has
 * no names, whole numbers are indices. Throws ArgumentError for an unknown column.
 */
export async function rightClasses(dataset: Dataset, model: Model, asked?: string): Promise<RightClasses | undefined> {
  const name = asked ?? (await labelColumn(dataset, model));
  if (name === undefined) return undefined;
  const column = await dataset.column(name);
  const samples = dataset.description.samples;
  if (column.kind === 'numbers')
    return {
      codes: new Int32Array(samples).fill(-1),
      remark: `The column "${name}" holds measured numbers, not classes; predictions are not compared with it.`,
    };
  const names = await labelsOf(model);
  const indices = indicesOf(column.categories, names);
  const codes = Int32Array.from(column.codes, (code) => indices[code] ?? -1);
  const strange = column.categories.filter((_, i) => indices[i]! < 0);
  if (!strange.length) return { codes };
  const few = (labels: readonly string[]): string =>
    labels.slice(0, FEW).map((label) => `"${label}"`).join(', ') + (labels.length > FEW ? ', …' : ''); // prettier-ignore
  const wanted = names
    ? `they are not among the model's classes (${few(names)})`
    : 'the model has no class names; list them, in the order of its outputs, in a .labels.txt file of the same name beside it';
  return {
    codes,
    remark:
      `${strange.length === column.categories.length ? 'The' : `${strange.length} of ${column.categories.length}`} labels in "${name}" ` +
      `(${few(strange)}) match no class: ${wanted}. Their samples count as unlabelled.`,
  };
}

/**
 * The first label column whose values are all classes of the model; if none fits, the first one, so that the reason is
 * reported.
 */
export async function labelColumn({ description, column }: Dataset, model: Model): Promise<string | undefined> {
  const labels = description.columns.filter(({ label }) => label).map(({ name }) => name);
  if (labels.length < 2) return labels[0];
  const names = await labelsOf(model);
  const size = model.graph.outputs[0]?.shape?.at(-1);
  const count = names?.length ?? (typeof size === 'number' ? size : Infinity);
  for (const name of labels) {
    const found = await column(name);
    if (found.kind !== 'categories') continue;
    if (indicesOf(found.categories, names).every((index) => index >= 0 && index < count)) return name;
  }
  return labels[0];
}

/** The class of each label; −1 if there is none. */
function indicesOf(labels: readonly string[], names: readonly string[] | undefined): number[] {
  // Of two similar names, the first.
  const known = new Map((names ?? []).map((label, index): [string, number] => [plain(label), index]).reverse());
  const byName = labels.map((label) => known.get(plain(label)) ?? -1);
  const isNamed = byName.some((index) => index >= 0);
  return isNamed ? byName : labels.map((label) => (/^\d+$/.test(label) ? Number(label) : -1));
}

/** The class of each of the first `count` samples. Throws ArgumentError if one has none. */
export async function labelClasses(dataset: Dataset, model: Model, count: number): Promise<number[]> {
  const { path } = dataset.description;
  const found = await rightClasses(dataset, model);
  if (!found) throw new ArgumentError(`${path} has no labels; explain "argmax" instead.`);
  const classes = Array.from(found.codes.subarray(0, count));
  const without = classes.filter((index) => index < 0).length;
  if (without === 0) return classes;
  const first = classes.findIndex((index) => index < 0);
  throw new ArgumentError(
    `${without} of ${count} samples of ${path} have no label that is a class (first sample ${first}, counted from 0); explain ` +
      `"argmax" instead.${found.remark === undefined ? '' : ` ${found.remark}`}`,
  );
}

function plain(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
