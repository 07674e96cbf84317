/** A workspace folder, jobs and an executor that computes nothing, for tests of who runs what and when. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Executor } from '../../../../src/experiments/run/executor';
import type { Job } from '../../../../src/experiments/experiment';
import { RunStore } from '../../../../src/experiments/store/store';
import { CancelledError } from '../../../../src/shared/errors';
import type { CallOptions, RunRequest } from '../../../../src/shared/requests';
import type { CurvesResult, Result } from '../../../../src/shared/results';

/** A folder with models a.onnx and b.onnx and data x.npy, which are files and no more than that. */
export function workspace(folder: string): RunStore {
  mkdirSync(folder, { recursive: true });
  for (const name of ['a.onnx', 'b.onnx', 'x.npy']) writeFileSync(join(folder, name), name);
  return new RunStore(folder);
}

export function job(label: string, request: Partial<RunRequest> = {}): Job {
  const seed = [...label].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 0);
  const question = { method: 'gradient', parameters: {}, seed, device: 'cpu', target: 'argmax' };
  return { label, request: { ...question, model: 'a.onnx', input: 'x.npy', ...request } };
}

/** Each run lasts until it is told how it ends; `seeds` tells them apart. */
export class FakeExecutor implements Executor {
  /** In the order in which they came. */
  readonly requests: RunRequest[] = [];
  disposed = false;
  most = 0;
  #running = 0;

  /** `outcome` says how a run ends; by default well, after one turn of the event loop. */
  constructor(
    readonly parallel: number,
    private readonly outcome: (request: RunRequest, options: CallOptions) => Promise<Result | undefined> = async () =>
      undefined,
  ) {}

  async execute(request: RunRequest, options: CallOptions): Promise<Result> {
    this.requests.push(request);
    this.most = Math.max(this.most, ++this.#running);
    try {
      await new Promise(setImmediate);
      return (await this.outcome(request, options)) ?? resultOf(request);
    } finally {
      this.#running--;
    }
  }

  async dispose(): Promise<void> {
    this.disposed = true;
  }
}

/** A run that ends with the signal and not before. */
export async function untilCancelled({ signal }: CallOptions): Promise<never> {
  if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
  throw new CancelledError();
}

export function resultOf({ method, parameters, seed }: RunRequest): CurvesResult {
  return {
    kind: 'curves',
    xLabel: 'x',
    yLabel: 'y',
    curves: [{ name: 'seed', x: new Float64Array([0]), y: new Float64Array([seed]), from: 'theory' }],
    conventions: [],
    provenance: {
      method,
      parameters,
      seed,
      device: 'cpu',
      seconds: 0.5,
      started: '2026-11-21T04:20:16.123Z',
      versions: { netloupe: 'test' },
    },
  };
}
