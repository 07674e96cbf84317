#!/usr/bin/env node
/** Entry of the command line: finds the command, reads its options, turns errors into one sentence and an exit status. */
import { parseArgs } from 'node:util';
import { LocalService } from '../kernel/service';
import { ArgumentError, NetLoupeError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { version } from '../shared/version';
import type { Command } from './command';
import { activations } from './commands/activations';
import { analogy } from './commands/analogy';
import { attribute } from './commands/attribute';
import { capacity } from './commands/capacity';
import { devices } from './commands/devices';
import { embed } from './commands/embed';
import { evaluate } from './commands/evaluate';
import { experimentList, experimentRun, experimentShow, worker } from './commands/experiment';
import { layers } from './commands/layers';
import { methods } from './commands/methods';
import { run } from './commands/run';
import { sanityCheck } from './commands/sanityCheck';
import { spray } from './commands/spray';

const commands: readonly Command[] = [
  layers,
  run,
  attribute,
  activations,
  embed,
  analogy,
  spray,
  evaluate,
  sanityCheck,
  capacity,
  experimentRun,
  experimentList,
  experimentShow,
  worker,
  methods,
  devices,
];

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const help = [
  'netloupe: see inside neural networks.',
  '',
  ...commands.map((command) => `  ${usageOf(command)}\n      ${command.summary}`),
  '',
  '  DATA is a data set: FILE[#ARRAY], or a folder of pictures whose sub-folders are the labels. FILE[#ARRAY] is a picture, .npy, .npz or',
  '  .safetensors (with the name of an array in it), idx or .csv. --preprocessing corrects how pictures become the input (scale=1, invert=true).',
  '  Exit status: 0 done, 1 failed, 2 wrong usage.',
].join('\n');

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...others]: string[]): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name)) return print(help, name === undefined ? 2 : 0);
  if (name === '--version') return print(version, 0);
  const words = [name, ...others.slice(0, 1)].join(' ');
  const command = commands.find((candidate) => candidate.name === words || candidate.name === name);
  if (!command) {
    const names = commands.map((candidate) => candidate.name);
    const asked = names.some((known) => known.startsWith(`${name} `)) ? words : name;
    const [closest] = byNearness(asked, names);
    return complain(`There is no command "${asked}"; did you mean "${closest ?? ''}"? "netloupe help" lists them.`, 2);
  }
  const rest = command.name === name ? others : others.slice(1);
  if (rest.includes('--help')) return print(`${usageOf(command)}\n${command.summary}`, 0);
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
  });
  try {
    const { positionals, values } = readArguments(command, rest);
    const status = await command.run(positionals, values, {
      service: new LocalService(),
      signal: controller.signal,
      print: (line) => void process.stdout.write(`${line}\n`),
      note: (line) => void process.stderr.write(`${line}\n`),
      interactive: process.stdout.isTTY,
    });
    return status ?? 0;
  } catch (error) {
    const { kind, message } = NetLoupeError.toData(error);
    if (kind === 'cancelled') return complain(message, 130);
    return complain(message, kind === 'argument' ? 2 : 1);
  }
}

function readArguments(command: Command, rest: string[]) {
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
  return parsed as { positionals: string[]; values: Record<string, string | boolean | string[] | undefined> };
}

/** `--labels -1,1` as `--labels=-1,1`: a number is no option. */
function joinNegativeNumbers(args: readonly string[], { options }: Command): string[] {
  return args.reduce<string[]>((joined, arg) => {
    const before = joined.at(-1) ?? '';
    const takesText = before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    return takesText && /^-[\d.]/.test(arg) ? [...joined.slice(0, -1), `${before}=${arg}`] : [...joined, arg];
  }, []);
}

function usageOf({ name, positionals, usage }: Command): string {
  return ['netloupe', name, ...positionals, usage].filter(Boolean).join(' ');
}

function print(text: string, status: number): number {
  process.stdout.write(`${text}\n`);
  return status;
}

function complain(sentence: string, status: number): number {
  process.stderr.write(`netloupe: ${sentence.replace(/\s+/g, ' ')}\n`);
  return status;
}
