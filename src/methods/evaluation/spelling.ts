/** netloupe evaluate and netloupe sanity-check: methods by their ids, and parameters of each through --set. */
import { isDeepStrictEqual } from 'node:util';
import { ArgumentError } from '../../shared/errors';
import { namedIn, type Choice } from '../choice';
import type { Settings, Spelling } from '../spelling';
import { STANDARD_MEASURES } from './index';

/** `--methods ID,ID,… [--measures ID,ID,…] [--samples N] [--set ID.name=value …]` */
export const evaluateSpelling: Spelling = {
  command: 'evaluate',
  options: ['methods', 'measures', 'samples'],
  write(_, { methods, measures, samples }) {
    const [ranked, by] = [methods, measures].map((choices) => (choices as Choice[]).map(namedIn));
    const ids = (named: typeof ranked) => named!.map(({ id }) => id);
    if (new Set(ids(ranked)).size < ranked!.length)
      throw new ArgumentError(
        'This evaluation has one method more than once, which only a file can ask for: choose "Save as Experiment…".',
      );
    const settings = [...ranked!, ...by!].flatMap(({ id, parameters }) =>
      Object.entries(parameters).map(([name, value]): [string, unknown] => [`${id}.${name}`, value]),
    );
    return {
      options: [
        ...['--methods', ids(ranked).join()],
        ...(isDeepStrictEqual(ids(by), [...STANDARD_MEASURES]) ? [] : ['--measures', ids(by).join()]),
        ...(samples === 'all' ? [] : ['--samples', String(samples)]),
      ],
      settings: Object.fromEntries(settings),
    };
  },
  read(option, settings) {
    const [methods, measures] = [option('methods'), option('measures') || STANDARD_MEASURES.join()].map(listed);
    const parameters = byId([...methods!, ...measures!], settings);
    const chosen = (ids: readonly string[]) => ids.map((id) => ({ id, parameters: parameters.get(id) ?? {} }));
    const samples = option('samples');
    return {
      methods: chosen(methods!),
      measures: chosen(measures!),
      ...(samples && { samples: samples === 'all' ? samples : Number(samples) }),
    };
  },
};

/** `--method ID [--set name=value …]` */
export const sanitySpelling: Spelling = {
  command: 'sanity-check',
  options: ['method'],
  write(_, { method }) {
    const { id, parameters } = namedIn(method as Choice);
    return { options: ['--method', id], settings: parameters };
  },
  read: (option, parameters) => ({ method: { id: option('method'), parameters } }),
};

function listed(ids: string): string[] {
  return ids.split(',').map((id) => id.trim()).filter(Boolean); // prettier-ignore
}

/** ID.name=value …, by the id of a method or measure. */
function byId(ids: readonly string[], given: Settings): Map<string, Settings> {
  const settings = new Map<string, Settings>();
  for (const [key, value] of Object.entries(given)) {
    const [id = '', name] = key.split('.', 2);
    if (name === undefined || !ids.includes(id))
      throw new ArgumentError(
        `--set takes ID.name=value with one of ${ids.join(', ')} as ID, not "${key}=…"; such as ${ids[0]}.NAME=VALUE.`,
      );
    settings.set(id, { ...settings.get(id), [name]: value });
  }
  return settings;
}
