/** The help of the command line: one screen for all commands, details for each. */
import { usageOf } from './arguments';
import type { Command } from './command';

/** Longest line, unless a word is longer. */
export const COLUMNS = 80;

/** All commands, one line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'netloupe: see inside neural networks.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'netloupe COMMAND --help has options and examples.',
    'Exit status: 0 done, 1 failed, 2 wrong usage, 130 cancelled.',
  ].join('\n');
}

/** One command: usage, details and examples. */
export function helpOf(command: Command): string {
  const usage = usageOf(command);
  const isAsked = (word: string): boolean => new RegExp(`\\b${word}\\b`).test(usage);
  return [
    ...wrap(usage, '', '    '),
    '',
    ...wrap(`${command.summary}.`),
    '',
    ...command.details.split('\n\n').flatMap((paragraph) => [...wrap(paragraph), '']),
    ...(isAsked('DATA') ? [...wrap(DATA), ''] : []),
    ...(isAsked('preprocessing') ? [...wrap(PREPROCESSING), ''] : []),
    'Examples:',
    ...command.examples.flatMap((example) => wrap(`netloupe ${example}`, '  ', '      ')),
  ].join('\n');
}

const DATA =
  'DATA is FILE[#ARRAY], or a folder of pictures whose sub-folders are the labels. A FILE is a picture, .csv, .npy or idx file, or a .npz or .safetensors file with the name of one of its arrays.';

const PREPROCESSING = '--preprocessing corrects how pictures become the input, for example scale=1 or invert=true.';

/** Lines of at most {@link COLUMNS}. */
function wrap(text: string, first = '', others = first): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = others;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
