/** One question in two forms: a panel form's, with full paths, and a run's. Does not know VS Code. */
import { basename, isAbsolute, relative, resolve } from 'node:path';
import type { Question } from '../../shared/question/fields';
import { methods } from '../../methods';
import { sanityCheck } from '../../methods/evaluation/sanityCheck';
import { parseParameters } from '../../methods/method';
import type { ExplainForm } from '../../shared/api/explain';
import { withFiles } from '../../shared/question/files';

export interface PanelQuestion {
  /** Full path. */
  model: string;
  /** "FILE" or "FILE#ARRAY", full path. */
  input: string;
  form: ExplainForm;
}

/** `root` is the workspace folder that keeps the run. */
export function requestOf({ model, input, form }: PanelQuestion, root: string): Question {
  const { preprocessing, ...rest } = form;
  const question = { ...rest, model, input, ...(Object.keys(preprocessing).length > 0 && { preprocessing }) };
  return keptQuestion(question, root);
}

/** "lrp · 3 · digit.png · digits.onnx", without the winning class; for methods that judge others, those. */
export function labelOf({ model, input, form: { method, parameters, target } }: PanelQuestion): string {
  const asked = target === 'argmax' ? [] : [target.includes('#') ? basename(target) : target];
  return [method, ...judged(method, parameters), ...asked, basename(input), basename(model)].join(' · ');
}

function judged(id: string, parameters: Record<string, unknown>): string[] {
  const ids = methods.find((method) => method.id === id)?.judges?.(withDefaults(id, parameters));
  if (!ids) return [];
  return ids.length > 3 ? [`${ids.length} methods`] : [ids.join(', ')];
}

/** Undefined for a run that explains no prediction. */
export function questionOf(request: Question, root: string): PanelQuestion | undefined {
  const { model, input, ...rest } = shownQuestion(request, root);
  if (model === undefined || input === undefined || laysOutPoints(rest.method)) return undefined;
  return { model, input, form: { target: 'argmax', preprocessing: {}, ...rest } };
}

/** The question whether a form's map reacts to the weights. */
export function sanityForm(form: ExplainForm): ExplainForm {
  const { method, parameters } = form;
  return { ...form, method: sanityCheck.id, parameters: { method: { id: method, parameters } } };
}

/** From a panel form's question, with full paths, to that of a run in the folder `root`. */
export function keptQuestion<Q extends Question>(question: Q, root: string): Q {
  const parameters = withDefaults(question.method, question.parameters);
  return { ...withFiles(question, (spec) => pathFrom(root, spec)), parameters };
}

/** The inverse. */
export function shownQuestion(request: Question, root: string): Question {
  const parameters = withoutDefaults(request.method, request.parameters);
  return { ...withFiles(request, (spec) => resolve(root, spec)), parameters };
}

/** Relative with slashes under the root, else unchanged. */
export function pathFrom(root: string, path: string): string {
  const inside = relative(root, path);
  return /^\.\.([\\/]|$)/.test(inside) || isAbsolute(inside) ? path : inside.replaceAll('\\', '/');
}

export function laysOutPoints(id: string): boolean {
  return methods.some((method) => method.id === id && method.gives === 'cloud');
}

export function withDefaults(id: string, given: Record<string, unknown>): Record<string, unknown> {
  const method = methods.find((candidate) => candidate.id === id);
  try {
    return method ? parseParameters(method, given) : given;
  } catch {
    // A run with invalid parameters has failed, and is kept as requested.
    return given;
  }
}

/** Only changed values. */
export function withoutDefaults(id: string, parameters: Record<string, unknown>): Record<string, unknown> {
  const defaults = withDefaults(id, {});
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])),
  );
}
