/**
 * The question of a cloud in three forms: the panel's with full paths, a run's, and the command line. Does not know VS
 * Code.
 */
import { basename } from 'node:path';
import { Question, type FieldName } from '../../shared/question/fields';
import { questionWords, valueText } from '../../shared/question/words';
import type { CloudQuestion, CloudState, CloudStep } from '../../shared/cloud/question';
import { ArgumentError } from '../../shared/errors';
import { keptQuestion, shownQuestion, withDefaults } from '../runs/question';
import { shellLine } from '../runs/commandLine';

/** "embedding of digits.onnx · digits.npz#x_train" */
export function cloudTitle({ input, model, layer, earlier }: CloudQuestion): string {
  const data =
    earlier?.use === 'added' && earlier.data ? `${basename(earlier.data)} + ${basename(input)}` : basename(input);
  return model === undefined ? data : `${layer ?? ''} of ${basename(model)} · ${data}`;
}

/** For several in one panel: "Film of embedding · digits.npz#x_train", or their number if the layers differ. */
export function filmTitle(questions: readonly CloudQuestion[]): string {
  const layers = new Set(questions.map(({ layer }) => layer));
  const of = (layers.size === 1 && questions[0]!.layer) || `${questions.length} maps`;
  return `Film of ${of} · ${basename(questions[0]!.input)}`;
}

/** What tells the steps of a film apart, and no more. */
export function stepTitles(questions: readonly CloudQuestion[]): string[] {
  const models = shortest(questions.map(({ model }) => model?.replace(/\.onnx$/i, '') ?? ''));
  const parameters = (name: string) => (question: CloudQuestion) => {
    const value = withDefaults(question.method, question.parameters)[name];
    return value === undefined ? '' : `${name} ${valueText(value)}`;
  };
  const names = questions.flatMap(({ method, parameters: given }) => Object.keys(withDefaults(method, given)));
  const parts: ((question: CloudQuestion, step: number) => string)[] = [
    (_, step) => models[step]!,
    ({ layer }) => layer ?? 'input',
    ({ pooling = 'mean' }) => pooling,
    ({ method }) => method,
    ...Array.from(new Set(names), parameters),
    ({ seed }) => `seed ${seed}`,
    ({ device }) => device,
  ];
  const columns = parts.map((part) => questions.map(part)).filter((column) => new Set(column).size > 1);
  return questions.map((_, step) => columns.flatMap((column) => column[step] || []).join(' · ') || `Step ${step + 1}`);
}

/** By name, comparing numbers as numbers: epoch 2 before epoch 10. */
export function naturalOrder(paths: readonly string[]): string[] {
  return paths.toSorted(new Intl.Collator('en', { numeric: true }).compare);
}

/** File names with as many folders as it takes to tell files apart. */
function shortest(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[\\/]/));
  const different = new Set(paths).size;
  for (let depth = 1; ; depth++) {
    const names = parts.map((words) => words.slice(-depth).join('/'));
    if (new Set(names).size === different) return names;
  }
}

/** `root` is the workspace folder that keeps the run. */
export const cloudRequest = (question: CloudQuestion, root: string): Question => keptQuestion(question, root);

/** Throws ArgumentError for a run without data. */
export function cloudQuestion(request: Question, root: string): CloudQuestion {
  const { input, ...question } = shownQuestion(request, root);
  if (input === undefined)
    throw new ArgumentError('The run does not say which data its points are from; run it again.');
  return { ...question, input };
}

export function cloudCommand(question: CloudQuestion, platform: NodeJS.Platform): string {
  const { input, model } = question;
  // Layer and model are those of the map that points are added to.
  const onto = question.earlier?.use === 'added';
  const own = model === undefined || onto;
  const left: FieldName[] = ['model', ...(own ? (['input', 'layer', 'pooling', 'preprocessing'] as const) : [])];
  const words = ['netloupe', 'embed', own ? input : model, ...questionWords(question, left), '--out', 'cloud.npz'];
  return shellLine(words, platform);
}

/** Throws ArgumentError for a state that no cloud panel stored. */
export function parseCloudState(value: unknown): CloudState {
  const { film, step } = (value ?? {}) as Partial<CloudState>;
  return {
    ...parseStep(value),
    ...(Array.isArray(film) && film.length > 0 && { film: film.map(parseStep) }),
    ...(typeof step === 'number' && { step }),
  };
}

function parseStep(value: unknown): CloudStep {
  const { question, run } = (value ?? {}) as { question?: unknown; run?: CloudState['run'] };
  const kept = Question.safeParse(question);
  if (kept.success && kept.data.input !== undefined)
    return {
      question: { ...kept.data, input: kept.data.input },
      ...(typeof run?.root === 'string' && typeof run.id === 'string' && { run }),
    };
  throw new ArgumentError('A cloud of an earlier window could not be restored; show the embedding again.');
}
