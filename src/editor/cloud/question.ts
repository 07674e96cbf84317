/** What a cloud is of, in its three forms: the panel's with full paths, the one that a run keeps, and the command line. No VS Code. */
import { basename, resolve } from 'node:path';
import type { JobRequest } from '../../experiments/experiment';
import type { CloudQuestion, CloudState } from '../../shared/cloud/panel';
import type { EarlierMap } from '../../shared/embedding';
import { ArgumentError } from '../../shared/errors';
import { pathFrom, withDefaults, withoutDefaults } from '../experiments/question';
import { shellLine, valueText } from '../explain/commandLine';

/** "embedding of digits.onnx · digits.npz#x_train" */
export function cloudTitle({ input, model, layer, earlier }: CloudQuestion): string {
  const data =
    earlier?.use === 'added' && earlier.data ? `${basename(earlier.data)} + ${basename(input)}` : basename(input);
  return model === undefined ? data : `${layer ?? ''} of ${basename(model)} · ${data}`;
}

/** `root` is the workspace folder that keeps the run. */
export function cloudRequest({ model, input, parameters, earlier, ...rest }: CloudQuestion, root: string): JobRequest {
  return {
    ...rest,
    parameters: withDefaults(rest.method, parameters),
    input: pathFrom(root, input),
    ...(model !== undefined && { model: pathFrom(root, model) }),
    ...(earlier && { earlier: withPaths(earlier, (path) => pathFrom(root, path)) }),
  };
}

/** Throws ArgumentError for a run that is of no data. */
export function cloudQuestion(
  { input, model, layer, pooling, method, parameters, seed, device, earlier }: JobRequest,
  root: string,
): CloudQuestion {
  if (input === undefined)
    throw new ArgumentError('The run does not say which data its points are from; run it again.');
  return {
    input: resolve(root, input),
    ...(model !== undefined && { model: resolve(root, model) }),
    ...(layer !== undefined && { layer }),
    ...(pooling && { pooling }),
    method,
    parameters: withoutDefaults(method, parameters),
    seed,
    device,
    ...(earlier && { earlier: withPaths(earlier, (path) => resolve(root, path)) }),
  };
}

function withPaths(earlier: EarlierMap, change: (path: string) => string): EarlierMap {
  const { path, data } = earlier;
  return { ...earlier, path: change(path), ...(data !== undefined && { data: change(data) }) };
}

export function cloudCommand(question: CloudQuestion, platform: NodeJS.Platform): string {
  const { input, model, layer, pooling, method, parameters, seed, device, earlier } = question;
  const onto = earlier?.use === 'added';
  const words = ['netloupe', 'embed', onto ? input : (model ?? input)];
  if (model !== undefined && !onto) words.push('--input', input, '--layer', layer ?? '');
  if (pooling && pooling !== 'mean' && !onto) words.push('--pooling', pooling);
  if (!onto) words.push('--method', method);
  if (earlier) words.push(onto ? '--onto' : '--start', earlier.path);
  if (earlier?.use === 'fixed') words.push('--fixed');
  if (earlier?.data !== undefined) words.push('--map-data', earlier.data);
  for (const [name, value] of Object.entries(parameters)) words.push('--set', `${name}=${valueText(value)}`);
  if (device !== 'auto') words.push('--device', device);
  if (seed !== 0) words.push('--seed', String(seed));
  return shellLine([...words, '--out', 'cloud.npz'], platform);
}

/** Throws ArgumentError for what was never kept by a cloud panel. */
export function parseCloudState(value: unknown): CloudState {
  const { question, run } = (value ?? {}) as { question?: CloudQuestion | null; run?: CloudState['run'] };
  const isText = (text: unknown) => text === undefined || typeof text === 'string';
  if (
    typeof question === 'object' &&
    question !== null &&
    typeof question.input === 'string' &&
    typeof question.method === 'string' &&
    typeof question.parameters === 'object' &&
    typeof question.seed === 'number' &&
    typeof question.device === 'string' &&
    [question.model, question.layer, question.pooling].every(isText)
  )
    return { question, ...(typeof run?.root === 'string' && typeof run.id === 'string' && { run }) };
  throw new ArgumentError('A cloud of an earlier window could not be restored; show the embedding again.');
}
