/** From an experiment to its runs: methods × varied values × the values of every field that applies to a method. */
import { methodById } from '../methods';
import { parseParameters, type Method } from '../methods/method';
import { fieldOf, type Question, type WrittenName } from '../shared/question/fields';
import { renameIn, withFiles } from '../shared/question/files';
import { askedOf, fallbackOf } from './asked';
import type { Asked, Experiment, Job, MethodChoice } from './experiment';
import { canonical } from './key';
import { distinct, plain, shortNames } from './labels';
import { inRoot } from './paths';

/** Most runs of a grid. */
export const MOST_RUNS = 10_000;

/**
 * The runs of a grid, in file order: methods outermost, so that those of one method stay together. Repeated requests
 * make one run, and labels are unique.
 */
export function expand({ file, methods, asked }: Experiment, root: string): Job[] {
  const jobs = methods.flatMap((choice) => {
    const method = methodById(choice.id);
    const cells = cellsOf(axesOf(method, asked));
    return variantsOf(choice, method).flatMap(({ parameters, words }) =>
      cells.map((cell): Draft => {
        const request = { method: choice.id, parameters, ...cell.values } as Question;
        return {
          request: withFiles(request, (spec) => inRoot(file, root, spec)),
          words: [choice.id, ...words, ...cell.words],
        };
      }),
    );
  });
  const different = new Map<string, Draft>();
  for (const job of jobs) {
    const question = canonical(job.request);
    if (!different.has(question)) different.set(question, job);
  }
  const drafts = [...different.values()];
  const labels = distinct(drafts);
  return drafts.map(({ request }, i) => ({ request, label: labels[i]! }));
}

/** The largest number of runs that makes, without making them. */
export function sizeOfGrid({ methods, asked }: Experiment): number {
  const product = (lists: readonly { length: number }[]) => lists.reduce((size, { length }) => size * length, 1);
  return methods.reduce((sum, { id, vary }) => {
    const axes = axesOf(methodById(id), asked).map(({ values }) => values);
    return sum + product(Object.values(vary)) * product(axes);
  }, 0);
}

interface Draft {
  request: Question;
  /** The parts of its label. */
  words: string[];
}

interface Variant {
  /** With defaults filled in. */
  parameters: Record<string, unknown>;
  words: string[];
}

function variantsOf({ parameters, vary }: MethodChoice, method: Method): Variant[] {
  const all = Object.entries(vary).reduce<Record<string, unknown>[]>(
    (variants, [name, values]) => variants.flatMap((varied) => values.map((value) => ({ ...varied, [name]: value }))),
    [{}],
  );
  return all.map((varied) => ({
    parameters: parseParameters(method, { ...parameters, ...varied }),
    words: Object.entries(varied).map(([name, value]) => `${name} ${plain(value)}`),
  }));
}

interface Axis {
  name: WrittenName;
  values: readonly unknown[];
}

function axesOf(method: Method, asked: Asked): Axis[] {
  return askedOf(method, (name) => name in asked).flatMap((name) => {
    const fallback = fallbackOf(name, method);
    const values = asked[name] ?? (fallback === undefined ? [] : [fallback]);
    return values.length ? [{ name, values }] : [];
  });
}

interface Cell {
  values: Partial<Record<WrittenName, unknown>>;
  words: string[];
}

/** All combinations, the first axis outermost. */
function cellsOf(axes: readonly Axis[]): Cell[] {
  return axes.reduce<Cell[]>(
    (cells, { name, values }) => {
      const labels = values.length > 1 ? labelsOf(name, values) : [];
      return cells.flatMap((cell) =>
        values.map((value, i) => ({
          values: { ...cell.values, [name]: value },
          words: [...cell.words, ...labels.slice(i, i + 1)],
        })),
      );
    },
    [{ values: {}, words: [] }],
  );
}

/** Files by the distinguishing ends of their paths, numbers with the name of their field. */
function labelsOf(name: WrittenName, values: readonly unknown[]): string[] {
  const { role } = fieldOf(name);
  if (!role) return values.map((value) => (typeof value === 'number' ? `${name} ${value}` : plain(value)));
  const specs: string[] = [];
  for (const value of values) renameIn(value, role, (spec) => (specs.push(spec), spec));
  const short = new Map(shortNames(specs).map((end, i) => [specs[i]!, end]));
  return values.map((value) => {
    const named = renameIn(value, role, (spec, { names }) => (names === 'dataOrText' ? spec : short.get(spec)!));
    return typeof named === 'string' ? named : Object.values(named as object).join(' ');
  });
}
