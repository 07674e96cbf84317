/** The command line that reproduces a run, ready to be pasted into a shell. */
import type { ExplainForm } from '../../shared/api/explain';
import type { FieldName } from '../../shared/question/fields';
import { questionWords } from '../../shared/question/words';
import { methods } from '../../methods';
import { withDefaults } from './question';

export interface CommandLineOptions {
  model: string;
  input: string;
  form: ExplainForm;
  /** The machine whose shell it is for. */
  platform: NodeJS.Platform;
}

/** Throws ArgumentError for what no command can ask for. */
export function commandLine({ model, input, form, platform }: CommandLineOptions): string {
  const { method: id, parameters, target } = form;
  const spelling = methods.find((method) => method.id === id)?.spelling;
  const { command, options, settings } = spelling
    ? { ...spelling, ...spelling.write(parameters, withDefaults(id, parameters)) }
    : { command: 'attribute', options: ['--method', id], settings: parameters };
  const of = spelling?.target && target !== 'argmax' ? [`--${spelling.target}`, target] : [];
  const left: FieldName[] = ['method', ...(spelling?.target ? (['target'] as const) : [])];
  const rest = questionWords({ ...form, parameters: settings }, left);
  return shellLine(['netloupe', command, model, '--input', input, ...of, ...options, ...rest], platform);
}

/** Quotes words for a shell. */
export function shellLine(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map(platform === 'win32' ? quoteWindows : quotePosix).join(' ');
}

/** A single quote cannot stand inside single quotes: close, escape it, open again. */
function quotePosix(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** For cmd and PowerShell alike, as long as the word has no quotes itself, which file names there never have. */
function quoteWindows(word: string): string {
  return /^[\w+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
