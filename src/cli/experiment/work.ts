/** netloupe worker: computes runs that others put into a queue. */
import { work as workFor } from '../../experiments/run/queue/worker';
import { RunStore } from '../../experiments/store/store';
import { ArgumentError } from '../../shared/errors';
import { text, type Environment, type Values } from '../command';
import { startPool, workspaceOf } from './workspace';

export async function work(_positionals: readonly string[], values: Values, environment: Environment): Promise<void> {
  const url = text(values, 'queue', '');
  if (!url) throw new ArgumentError('worker needs --queue redis://HOST:PORT.');
  const pool = startPool(environment, readParallel(values));
  try {
    const { signal, print: log } = environment;
    await workFor(url, new RunStore(workspaceOf(values, '.')), pool, { signal, log });
  } finally {
    await pool.dispose();
  }
}

function readParallel(values: Values): number | undefined {
  const given = text(values, 'parallel', '');
  if (given === '') return undefined;
  if (/^[1-9]\d{0,2}$/.test(given)) return Number(given);
  throw new ArgumentError(`--parallel takes a number of runs from 1 to 999, not "${given}".`);
}
