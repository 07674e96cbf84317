/** The command line that makes a run of a model again, ready to be pasted into a shell. */
import type { ExplainForm } from '../../shared/panel';
import { commandWords } from './commandWords';

export interface CommandLineOptions {
  model: string;
  input: string;
  form: ExplainForm;
  /** Of the machine whose shell it is for. */
  platform: NodeJS.Platform;
}

export function commandLine({ model, input, form, platform }: CommandLineOptions): string {
  const { device, seed, preprocessing } = form;
  const { command, options, settings: set } = commandWords(form);
  const words = ['netloupe', command, model, '--input', input, ...options];
  words.push(...settings('--set', set), ...settings('--preprocessing', preprocessing));
  if (device !== 'auto') words.push('--device', device);
  if (seed !== 0) words.push('--seed', String(seed));
  return shellLine(words, platform);
}

function settings(option: string, values: Record<string, unknown>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${valueText(value)}`]);
}

/** Words as a shell takes them apart again. */
export function shellLine(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map(platform === 'win32' ? quoteWindows : quotePosix).join(' ');
}

export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A single quote cannot stand inside single quotes: close, escape it, open again. */
function quotePosix(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** For cmd and PowerShell alike as long as the word has no quotes itself, which file names there never have. */
function quoteWindows(word: string): string {
  return /^[\w+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
