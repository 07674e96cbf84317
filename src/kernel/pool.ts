/**
 * Several compute processes as one: each computes one run at a time, and models stay open in the process that has read
 * them. A process that dies fails its run with one sentence and restarts with the next.
 */
import { availableParallelism, totalmem } from 'node:os';
import { CancelledError, NetLoupeError } from '../shared/errors';
import type { CallOptions, RunRequest } from '../shared/requests';
import type { Result } from '../shared/results';
import { KernelClient, type KernelOptions } from './client';

/** If a cancelled run is still inside one call of the engine after this long, its process is killed. */
const PATIENCE_MS = 3000;

/**
 * Memory of a process: a run's own budget, usually 1 GiB, and the model's weights twice, in the file's form and packed.
 */
const PROCESS_BYTES = 1.5 * 2 ** 30;

export interface PoolOptions extends Pick<KernelOptions, 'script' | 'log'> {
  /** Most processes; by default {@link processesThatPayOff}. */
  parallel?: number;
}

interface Member {
  client: KernelClient;
  /** What it has open. */
  models: Set<string>;
}

interface Waiting {
  resolve: (member: Member) => void;
  reject: (error: CancelledError) => void;
}

export class KernelPool {
  /** How many runs at once pay off; more wait for their turn. */
  readonly parallel: number;
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  readonly #idle = new Set<Member>();
  readonly #waiting = new Set<Waiting>();
  readonly #disposal = new AbortController();

  constructor(options: PoolOptions) {
    this.#options = options;
    this.parallel = options.parallel ?? processesThatPayOff();
  }

  /** Of the existing processes. */
  get pids(): number[] {
    return [...this.#members].flatMap(({ client }) => client.pid ?? []);
  }

  /**
   * Throws CancelledError when the signal fires or the pool is disposed; an error of kind "kernel" if the process died.
   */
  async execute(request: RunRequest, { signal, onProgress }: CallOptions = {}): Promise<Result> {
    const end = signal ? AbortSignal.any([signal, this.#disposal.signal]) : this.#disposal.signal;
    const member = await this.#take(request.model, end);
    let timer: NodeJS.Timeout | undefined;
    const hurry = (): void => {
      timer = setTimeout(() => void this.#drop(member), PATIENCE_MS);
    };
    end.addEventListener('abort', hurry, { once: true });
    try {
      if (request.model !== undefined) member.models.add(request.model);
      return await member.client.service.run(request, { signal: end, ...(onProgress && { onProgress }) });
    } catch (error) {
      if (error instanceof NetLoupeError && error.kind === 'kernel') member.models.clear();
      // Whatever a stopped process still reports.
      throw end.aborted ? new CancelledError() : error;
    } finally {
      end.removeEventListener('abort', hurry);
      clearTimeout(timer);
      this.#giveBack(member);
    }
  }

  /** Ends the processes; running and waiting runs end with CancelledError. */
  async dispose(): Promise<void> {
    this.#disposal.abort();
    await Promise.all([...this.#members].map((member) => this.#drop(member)));
  }

  /** An idle process, preferably one that has the model open; else a new one; else the next that becomes idle. */
  async #take(model: string | undefined, end: AbortSignal): Promise<Member> {
    if (end.aborted) throw new CancelledError();
    const idle = [...this.#idle];
    const member = idle.find(({ models }) => model !== undefined && models.has(model)) ?? idle[0] ?? this.#start();
    if (member) {
      this.#idle.delete(member);
      return member;
    }
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      this.#waiting.add(waiting);
      end.addEventListener('abort', () => {
        if (this.#waiting.delete(waiting)) reject(new CancelledError());
      });
    });
  }

  #start(): Member | undefined {
    if (this.#members.size >= this.parallel) return undefined;
    const { script, log } = this.#options;
    const member = { client: new KernelClient({ script, log }), models: new Set<string>() };
    this.#members.add(member);
    return member;
  }

  #giveBack(member: Member): void {
    const free = this.#members.has(member) ? member : this.#start();
    const [next] = this.#waiting;
    if (!free) return;
    if (!next) {
      this.#idle.add(free);
      return;
    }
    this.#waiting.delete(next);
    next.resolve(free);
  }

  async #drop(member: Member): Promise<void> {
    this.#members.delete(member);
    this.#idle.delete(member);
    await member.client.dispose();
  }
}

/**
 * One process per core, each run on its share of the threads (`RunRequest.threads`), within half of the memory. Seconds
 * on 2 cores, SmoothGrad with 4 samples, 6 runs on the digits CNN and 4 runs on ResNet-18 (8 samples each):
 *
 *     processes × threads    1 × 1   1 × 2   2 × 1   2 × 2   3 × 1
 *     digits, 200 pictures    1.28    1.44    1.22    3.06    1.15
 *     MNIST CNN, 8 runs       0.65    0.63    0.51    0.79
 *     ResNet-18               3.55    2.57    1.95    2.66
 *
 * More threads than cores wait for each other in turn. A process peaks at 140 to 410 MB there.
 */
export function processesThatPayOff(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 2 / PROCESS_BYTES)));
}
