/** What a command of the command line is: its words, its options and what it does. */
import type { ParseArgsConfig } from 'node:util';
import type { Progress, Service } from '../shared/requests';

export type Values = Readonly<Record<string, string | boolean | string[] | undefined>>;

export interface Environment {
  service: Service;
  signal: AbortSignal;
  /** Prints a line on standard output. */
  print: (line: string) => void;
  /** Shows progress on standard error, for calls of the service that take long. */
  onProgress: (progress: Progress) => void;
  /** Prints a line on standard error, beside the answer. */
  note: (line: string) => void;
  /** Whether standard output is a terminal. */
  interactive: boolean;
}

export interface Command {
  /** One word or two. */
  name: string;
  /** Names of what must follow the command, e.g. MODEL. */
  positionals: readonly string[];
  /** How many more may follow; `usage` says when and what. */
  morePositionals?: number;
  /** The rest of the usage line. */
  usage: string;
  /** At most 55 characters, for the list of commands. */
  summary: string;
  /** What one must know to use it; an empty line separates paragraphs. */
  details: string;
  /** Two command lines, without "netloupe". */
  examples: readonly [string, string];
  options: NonNullable<ParseArgsConfig['options']>;
  /** The exit status, if it is not 0. */
  run(positionals: readonly string[], values: Values, environment: Environment): Promise<number | void>;
}

/** Bytes that one run may take in addition to the weights, by default. */
export const MEMORY_BUDGET = 2 ** 30;

export const deviceOption = { device: { type: 'string' } } as const;

/** A text option, or its default. */
export function text(values: Values, name: string, otherwise: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : otherwise;
}
