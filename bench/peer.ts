/**
 * A process that is measured, ours or theirs: one JSON request per line in, one JSON answer per line out. Each side has a
 * process of its own, so that peak memory is that side's alone and neither keeps the other's threads awake.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Request {
  do: 'hello' | 'export' | 'prepare' | 'run' | 'save';
  [field: string]: unknown;
}

export class Peer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string, undefined>;

  constructor(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const [file, ...args] = command;
    this.#process = spawn(file!, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    this.#process.on('error', () => undefined);
    this.#process.stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Throws an Error if the process ends instead of answering; its own words are on standard error. */
  async ask<Answer>(request: Request): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer: IteratorResult<string, undefined> = await this.#answers.next();
    if (answer.done) throw new Error(`${this.#process.spawnfile} ended while it was asked to ${request.do}.`);
    return JSON.parse(answer.value) as Answer;
  }

  peakBytes(): Promise<number | undefined> {
    return peakBytes(this.#process.pid);
  }

  end(): void {
    this.#process.stdin.end();
  }
}

/** The most memory a process ever had resident; known on Linux only. */
export async function peakBytes(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
