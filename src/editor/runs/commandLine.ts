/** The command line that reproduces a run, ready to be pasted into a shell. */
import type { ExplainForm } from '../../shared/api/explain';
import { questionWords } from '../../shared/question/words';
import { commandWords } from './commandWords';

export interface CommandLineOptions {
  model: string;
  input: string;
  form: ExplainForm;
  /** The machine whose shell it is for. */
  platform: NodeJS.Platform;
}

export function commandLine({ model, input, form, platform }: CommandLineOptions): string {
  const { command, options, settings, said } = commandWords(form);
  const rest = questionWords({ ...form, parameters: settings }, ['method', ...said]);
  return shellLine(['netloupe', command, model, '--input', input, ...options, ...rest], platform);
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
