/** Commands that run one method of their own: its words are the method's, what comes out is printed as its kind is. */
import type { Kind, Method, ResultOf } from '../methods/method';
import { ArgumentError } from '../shared/errors';
import type { FieldName } from '../shared/question/fields';
import type { Progress } from '../shared/requests';
import { kindOf } from '../shared/results/kinds';
import { text, type Command, type Environment, type Values } from './command';
import { writeResult } from './exports';
import { jsonOf } from './json';
import { readRun, runOptions } from './settings';

interface About<R> extends Pick<Command, 'usage' | 'summary' | 'details' | 'examples'> {
  /** Options that must be there beside --input, and what is said without them. */
  needs: readonly string[];
  missing: string;
  asked: readonly FieldName[];
  target?(values: Values, signal: AbortSignal): Promise<string>;
  /** What --json prints; by default the whole result. */
  json?(result: R): unknown;
  /** Each step of the work is a line of its own. */
  saysSteps?: boolean;
}

/** The method must have a spelling. */
export function methodCommand<K extends Kind>(method: Method & { gives: K }, about: About<ResultOf<K>>): Command {
  const { command, options, read } = method.spelling!;
  const { needs, missing, asked, target, json, saysSteps, ...texts } = about;
  const own = [...options, ...(target ? ['labels'] : []), 'out'];
  return {
    ...texts,
    name: command,
    positionals: ['MODEL'],
    options: {
      ...runOptions(asked),
      ...Object.fromEntries(own.map((name) => [name, { type: 'string' as const }])),
      json: { type: 'boolean' },
    },
    async run([model], values, environment) {
      const { service, signal, onProgress, print } = environment;
      const option = (name: string): string => text(values, name, '');
      if (['input', ...needs].some((name) => !option(name))) throw new ArgumentError(missing);
      const { parameters, ...question } = readRun(values, asked);
      const of = target && { target: await target(values, signal) };
      const request = { ...question, ...of, model: model!, method: method.id, parameters: read(option, parameters) };
      const result = (await service.run(request, {
        signal,
        onProgress: saysSteps ? steps(environment) : onProgress,
      })) as ResultOf<K>;
      const out = option('out');
      if (out) await writeResult(out, result);
      if (values['json']) {
        print(jsonOf(json ? json(result) : result));
        return;
      }
      for (const line of kindOf(result).lines(result)) print(line);
      if (out) print(`${out} written`);
    },
  };
}

function steps({ note, onProgress }: Environment): (progress: Progress) => void {
  let said = '';
  return (progress) => {
    const line = `${progress.message} …`;
    if (line !== said) note(`${String(Math.floor(progress.fraction * 100)).padStart(3)} %  ${line}`);
    said = line;
    onProgress(progress);
  };
}
