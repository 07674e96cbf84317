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
  const questions = questionsOf(experiment, root);
  const jobs = experiment.methods.flatMap((choice) => {
    const method = methodById(choice.id);
    return variantsOf(choice, method).flatMap(({ parameters, words }) =>
      (method.takes === 'nothing' ? [{ asked: {}, words: [] }] : questions).flatMap((question) =>
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
export function sizeOfGrid({ methods, models, data, targets, seeds }: Experiment): number {
  const cells = models.length * data.length * targets.length;
  return methods.reduce((sum, { id, vary }) => {
    const variants = Object.values(vary).reduce((product, values) => product * values.length, 1);
    return sum + variants * seeds.length * (methodById(id).takes === 'nothing' ? 1 : cells);
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
  asked: Pick<JobRequest, 'model' | 'input' | 'target' | 'preprocessing'>;
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
