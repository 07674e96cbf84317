/** The text of an experiment file that asks for given runs again: as little as says it, relative to where it is saved. */
import { stringify } from 'yaml';
import { methodById } from '../methods';
import { changedParameters } from '../methods/method';
import type { JobRequest } from './experiment';
import { besideFile } from './paths';

export interface WriteOptions {
  /** Full path of the workspace folder that the request's paths are relative to. */
  root: string;
  name?: string;
  notes?: string;
}

/** `file` is where the text will be saved. Reading it back gives the same request. */
export function writeExperiment(file: string, request: JobRequest, { root, name, notes }: WriteOptions): string {
  const { method, parameters, model, input, target, seed, device, preprocessing, layer, pooling } = request;
  const changed = changedParameters(methodById(method), parameters);
  const beside = (path: string): string => besideFile(file, root, path);
  return stringify({
    ...(name !== undefined && { name }),
    ...(model !== undefined && { model: beside(model) }),
    ...(input !== undefined && { data: beside(input) }),
    ...(target !== undefined && target !== 'argmax' && { target: target.includes('#') ? beside(target) : target }),
    ...(layer !== undefined && { layer }),
    ...(pooling !== undefined && pooling !== 'mean' && { pooling }),
    method: Object.keys(changed).length ? { id: method, parameters: changed } : method,
    ...(seed !== 0 && { seed }),
    ...(device !== 'auto' && { device }),
    ...(preprocessing && Object.keys(preprocessing).length && { preprocessing }),
    ...(notes !== undefined && notes !== '' && { notes }),
  });
}
