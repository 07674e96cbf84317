#!/usr/bin/env node
/**
 * Entry point of the command line: finds the command, reads its options, turns errors into one sentence and an exit
 * status.
 */
import { LocalService } from '../kernel/service';
import { NetLoupeError } from '../shared/errors';
import { byNearness } from '../shared/nearest';
import { version } from '../shared/version';
import { readArguments } from './arguments';
import { commands } from './commands';
import { helpOf, overview } from './help';
import { ProgressLine } from './progress';
// A reader that stops early, such as head, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...others]: string[]): Promise<number> {
  if (name === undefined || ['help', '--help', '-h'].includes(name))
    return print(overview(commands), name === undefined ? 2 : 0);
  if (name === '--version') return print(version, 0);
  const words = [name, ...others.slice(0, 1)].join(' ');
  const command = commands.find((candidate) => candidate.name === words || candidate.name === name);
  if (!command) {
    const names = commands.map((candidate) => candidate.name);
    const asked = names.some((known) => known.startsWith(`${name} `)) ? words : name;
    const [closest] = byNearness(asked, names);
    return complain(
      `There is no command "${asked}"; did you mean "${closest ?? ''}"? "netloupe --help" lists them.`,
      2,
    );
  }
  const rest = command.name === name ? others : others.slice(1);
  if (rest.includes('--help') || rest.includes('-h')) return print(helpOf(command), 0);
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
  });
  const line = new ProgressLine(process.stderr);
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    line.clear();
    stream.write(`${text}\n`);
  };
  try {
    const { positionals, values } = readArguments(command, rest);
    const status = await command.run(positionals, values, {
      service: new LocalService(),
      signal: controller.signal,
      print: (text) => {
        write(process.stdout, text);
      },
      note: (text) => {
        write(process.stderr, text);
      },
      onProgress: (progress) => {
        line.show(progress);
      },
      interactive: process.stdout.isTTY,
    });
    return status ?? 0;
  } catch (error) {
    line.clear();
    const { kind, message } = NetLoupeError.toData(error);
    if (kind === 'cancelled') return complain(message, 130);
    return complain(message, kind === 'argument' ? 2 : 1);
  } finally {
    line.clear();
  }
}

function print(text: string, status: number): number {
  process.stdout.write(`${text}\n`);
  return status;
}

function complain(sentence: string, status: number): number {
  process.stderr.write(`netloupe: ${sentence.replace(/\s+/g, ' ')}\n`);
  return status;
}
