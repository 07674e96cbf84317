/** The words after a command: its files and options. */
import { parseArgs } from 'node:util';
import { ArgumentError } from '../shared/errors';
import type { Command, Values } from './command';

/** Throws ArgumentError with the usage line for an unknown option, or more or fewer files than the command takes. */
export function readArguments(command: Command, rest: readonly string[]): { positionals: string[]; values: Values } {
  const parse = () =>
    parseArgs({ args: joinNegativeNumbers(rest, command), options: command.options, allowPositionals: true });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (cause) {
    throw new ArgumentError(`${(cause as Error).message} Usage: ${usageOf(command)}`, { cause });
  }
  const more = parsed.positionals.length - command.positionals.length;
  if (more < 0 || more > (command.morePositionals ?? 0)) {
    throw new ArgumentError(
      `${command.name} takes ${command.positionals.join(' ') || 'no file'}. Usage: ${usageOf(command)}`,
    );
  }
  return parsed as { positionals: string[]; values: Values };
}

/** Turns `--labels -1,1` into `--labels=-1,1`: a number is not an option. */
function joinNegativeNumbers(args: readonly string[], { options }: Command): string[] {
  return args.reduce<string[]>((joined, arg) => {
    const before = joined.at(-1) ?? '';
    const takesText = before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    return takesText && /^-[\d.]/.test(arg) ? [...joined.slice(0, -1), `${before}=${arg}`] : [...joined, arg];
  }, []);
}

/** "netloupe run MODEL --input DATA …". */
export function usageOf({ name, positionals, usage }: Command): string {
  return ['netloupe', name, ...positionals, usage].filter(Boolean).join(' ');
}
