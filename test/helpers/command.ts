/** The built command line as a process that a test starts, watches, signals and waits for; none outlives its suite. */
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';

export interface Outcome {
  /** 128 + its number for a signal, as shells say it. */
  status: number;
  stdout: string;
  stderr: string;
}

export interface Started {
  process: ChildProcess;
  ended: Promise<Outcome>;
  /** Resolves when standard output or error has it; rejects if the process ends before. */
  says: (pattern: RegExp) => Promise<void>;
}

const running = new Set<ChildProcess>();

/** Root hooks, for mocha's `--require`: they run in every process that runs suites. */
export const mochaHooks = {
  afterAll: (): void => {
    for (const child of running) child.kill('SIGKILL');
  },
};

/** Starts `netloupe` with these arguments. */
export function start(...args: string[]): Started {
  const child = spawn(process.execPath, [resolve('dist/netloupe.mjs'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const heard = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text;
      child.emit('heard');
    });
  const ended = new Promise<Outcome>((done) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      done({ status: signal ? 128 + (signal === 'SIGKILL' ? 9 : 15) : (code ?? -1), ...heard });
    });
  });
  const says = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(heard.stdout + heard.stderr)) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`It ended without saying ${pattern}: ${heard.stdout}${heard.stderr}`);
      await new Promise<void>((next) => {
        child.once('heard', next);
        child.once('close', () => {
          next();
        });
      });
    }
  };
  return { process: child, ended, says };
}

/** The same to its end. */
export function command(...args: string[]): Promise<Outcome> {
  return start(...args).ended;
}
