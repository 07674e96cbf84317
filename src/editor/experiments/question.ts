/** One question in two forms: the one that a panel's form asks, with full paths, and the one that a run keeps. No VS Code. */
import { basename, isAbsolute, relative, resolve } from 'node:path';
import type { JobRequest } from '../../experiments/experiment';
import { methods } from '../../methods';
import type { Choice } from '../../methods/choice';
import { parseParameters } from '../../methods/method';
import type { ExplainForm } from '../../shared/panel';

export interface PanelQuestion {
  /** Full path. */
  model: string;
  /** "FILE" or "FILE#ARRAY", full path. */
  input: string;
  form: ExplainForm;
}

/** `root` is the workspace folder that keeps the run. */
export function requestOf({ model, input, form }: PanelQuestion, root: string): JobRequest {
  const { preprocessing, ...rest } = form;
  return {
    ...rest,
    target: form.target.includes('#') ? pathFrom(root, form.target) : form.target,
    parameters: withDefaults(form.method, form.parameters),
    model: pathFrom(root, model),
    input: pathFrom(root, input),
    ...(Object.keys(preprocessing).length > 0 && { preprocessing }),
  };
}

/** "lrp · 3 · digit.png · digits.onnx", the winning class left out; of what judges methods, which. */
export function labelOf({ model, input, form: { method, parameters, target } }: PanelQuestion): string {
  const asked = target === 'argmax' ? [] : [target.includes('#') ? basename(target) : target];
  return [method, ...judged(method, parameters), ...asked, basename(input), basename(model)].join(' · ');
}

function judged(method: string, parameters: Record<string, unknown>): string[] {
  if (method !== 'faithfulness' && method !== 'sanity-check') return [];
  const { method: one, methods: several = [one] } = withDefaults(method, parameters) as Partial<{
    method: Choice;
    methods: Choice[];
  }>;
  const ids = several.map((choice) => (typeof choice === 'string' ? choice : choice?.id));
  return ids.length > 3 ? [`${ids.length} methods`] : [ids.join(', ')];
}

/** Undefined for a run that explains no prediction. */
export function questionOf(request: JobRequest, root: string): PanelQuestion | undefined {
  const { method, parameters, seed, device, model, input, target = 'argmax', preprocessing = {} } = request;
  if (model === undefined || input === undefined || laysOutPoints(method)) return undefined;
  const form = {
    method,
    parameters: withoutDefaults(method, parameters),
    target: target.includes('#') ? resolve(root, target) : target,
    device,
    seed,
    preprocessing,
  };
  return { model: resolve(root, model), input: resolve(root, input), form };
}

/** Relative with slashes for what lies under the root, else as it is. */
export function pathFrom(root: string, path: string): string {
  const inside = relative(root, path);
  return /^\.\.([\\/]|$)/.test(inside) || isAbsolute(inside) ? path : inside.replaceAll('\\', '/');
}

export function laysOutPoints(id: string): boolean {
  return methods.some((method) => method.id === id && (method.takes === 'points' || method.takes === 'map'));
}

export function withDefaults(id: string, given: Record<string, unknown>): Record<string, unknown> {
  const method = methods.find((candidate) => candidate.id === id);
  try {
    return method ? parseParameters(method, given) : given;
  } catch {
    // A run of parameters that are not valid has failed, and is kept as it was asked for.
    return given;
  }
}

/** Only those that a person has changed. */
export function withoutDefaults(id: string, parameters: Record<string, unknown>): Record<string, unknown> {
  const defaults = withDefaults(id, {});
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])),
  );
}
