/** Which command of the command line runs a method, and how it takes the method's parameters. */
import { isDeepStrictEqual } from 'node:util';
import type { Choice } from '../../methods/choice';
import { STANDARD_MEASURES } from '../../methods/evaluation';
import { ArgumentError } from '../../shared/errors';
import type { ExplainForm } from '../../shared/api/explain';
import type { FieldName } from '../../shared/question/fields';
import { withDefaults } from './question';

type Settings = Record<string, unknown>;

export interface CommandWords {
  command: string;
  /** The command's own options. */
  options: string[];
  /** Parameters passed by --set. */
  settings: Settings;
  /** Fields of the question covered by `options`. */
  said: FieldName[];
}

/** Throws ArgumentError for what no command can express. */
export function commandWords({ method, parameters, target }: ExplainForm): CommandWords {
  switch (method) {
    case 'faithfulness':
      return evaluate(withDefaults(method, parameters));
    case 'sanity-check': {
      const { id, settings } = spelled(withDefaults(method, parameters)['method'] as Choice);
      return { command: method, options: ['--method', id], settings, said: [] };
    }
    case 'spray': {
      const { settings = {}, ...others } = parameters;
      const options = Object.entries(others).flatMap(([name, value]) => [`--${name}`, String(value)]);
      const labels = target === 'argmax' ? [] : ['--labels', target];
      return { command: method, options: [...labels, ...options], settings: settings as Settings, said: ['target'] };
    }
    default:
      return { command: 'attribute', options: ['--method', method], settings: parameters, said: [] };
  }
}

function evaluate({ methods, measures, samples }: Settings): CommandWords {
  const [ranked, by] = [methods, measures].map((choices) => (choices as Choice[]).map(spelled)) as [Named[], Named[]];
  const all = [...ranked, ...by];
  const ids = (named: Named[]) => named.map(({ id }) => id);
  if (new Set(ids(ranked)).size < ranked.length)
    throw new ArgumentError(
      'This evaluation lists a method more than once, which only a file can express: choose "Save as Experiment…".',
    );
  return {
    command: 'evaluate',
    options: [
      ...['--methods', ids(ranked).join()],
      ...(isDeepStrictEqual(ids(by), [...STANDARD_MEASURES]) ? [] : ['--measures', ids(by).join()]),
      ...(samples === 'all' ? [] : ['--samples', String(samples)]),
    ],
    settings: Object.fromEntries(
      all.flatMap(({ id, settings }) =>
        Object.entries(settings).map(([name, value]): [string, unknown] => [`${id}.${name}`, value]),
      ),
    ),
    said: [],
  };
}

interface Named {
  id: string;
  settings: Settings;
}

function spelled(choice: Choice): Named {
  return typeof choice === 'string' ? { id: choice, settings: {} } : { id: choice.id, settings: choice.parameters };
}
