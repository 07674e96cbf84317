/** From an experiment to its runs: models × data × targets × methods × varied values × seeds. */
import { methodById } from '../methods';
import { parseParameters, type Method } from '../methods/method';
import type { Experiment, Job, JobRequest, MethodChoice } from './experiment';
import { canonical } from './key';
import { distinct, plain, shortNames } from './labels';
import { inRoot } from './paths';

/** Runs that a grid may have at most. */
export const MOST_RUNS = 10_000;

/**
 * The runs of a grid, in the order of the file: methods outermost, so that those of one method stand together. What is asked for twice
 * is one run, and no two have the same label.
 */
export function expand(experiment: Experiment, root: string): Job[] {
  const { seeds, device } = experiment;
  const predictions = questionsOf(experiment, root);
  const questions: Record<Method['takes'], Question[]> = {
    prediction: predictions,
    dataset: predictions,
    points: mapsOf(experiment, root),
    // Refused where the file is read (choices.ts): an experiment names no map.
    map: [],
    nothing: [{ asked: {}, words: [] }],
  };
  const jobs = experiment.methods.flatMap((choice) => {
    const method = methodById(choice.id);
    return variantsOf(choice, method).flatMap(({ parameters, words }) =>
      questions[method.takes].flatMap((question) =>
        seeds.map((seed): Draft => ({
          request: { method: choice.id, parameters, device, seed, ...question.asked },
          words: [choice.id, ...words, ...question.words, ...(seeds.length > 1 ? [`seed ${seed}`] : [])],
        })),
      ),
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

/** How many runs that makes at most, without making them. */
export function sizeOfGrid({ methods, models, data, targets, layers, poolings, seeds }: Experiment): number {
  const predictions = models.length * data.length * targets.length;
  const cells: Record<Method['takes'], number> = {
    prediction: predictions,
    dataset: predictions,
    points: data.length * (layers.length ? models.length * layers.length * poolings.length : 1),
    map: 0,
    nothing: 1,
  };
  return methods.reduce((sum, { id, vary }) => {
    const variants = Object.values(vary).reduce((product, values) => product * values.length, 1);
    return sum + variants * seeds.length * cells[methodById(id).takes];
  }, 0);
}

interface Draft {
  request: JobRequest;
  /** The parts of its label. */
  words: string[];
}

interface Variant {
  /** After defaults. */
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

interface Question {
  asked: Pick<JobRequest, 'model' | 'input' | 'target' | 'layer' | 'pooling' | 'preprocessing'>;
  words: string[];
}

/** What is asked of methods that explain a prediction. */
function questionsOf({ file, models, data, targets, preprocessing }: Experiment, root: string): Question[] {
  const [modelNames, dataNames] = [shortNames(models), shortNames(data)];
  return models.flatMap((model, m) =>
    data.flatMap((input, d) =>
      targets.map((target): Question => ({
        asked: {
          model: inRoot(file, root, model),
          input: inRoot(file, root, input),
          target: target.includes('#') ? inRoot(file, root, target) : target,
          ...(preprocessing && { preprocessing }),
        },
        words: [
          ...(models.length > 1 ? [modelNames[m]!] : []),
          ...(data.length > 1 ? [dataNames[d]!] : []),
          ...(targets.length > 1 ? [target] : []),
        ],
      })),
    ),
  );
}

/** What is laid out: layers' answers to the data, or the rows of the data themselves. */
function mapsOf({ file, models, data, layers, poolings, preprocessing }: Experiment, root: string): Question[] {
  const dataNames = shortNames(data);
  const rows = data.map((input, d): Question => ({
    asked: { input: inRoot(file, root, input) },
    words: data.length > 1 ? [dataNames[d]!] : [],
  }));
  if (!layers.length) return rows;
  const modelNames = shortNames(models);
  return models.flatMap((model, m) =>
    rows.flatMap(({ asked, words }) =>
      layers.flatMap((layer) =>
        poolings.map((pooling): Question => ({
          asked: {
            ...asked,
            model: inRoot(file, root, model),
            layer,
            pooling,
            ...(preprocessing && { preprocessing }),
          },
          words: [
            ...(models.length > 1 ? [modelNames[m]!] : []),
            ...words,
            ...(layers.length > 1 ? [layer] : []),
            ...(poolings.length > 1 ? [pooling] : []),
          ],
        })),
      ),
    ),
  );
}
