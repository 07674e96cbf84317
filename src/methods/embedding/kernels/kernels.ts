/**
 * The compiled kernels and their threads: one shared memory, allocated in order and freed as a whole. `assembly/` has
 * what the kernels compute; their callers know what for.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ArgumentError, NetLoupeError } from '../../../shared/errors';
import { kernelBinary } from './binary';
import { workerSource } from './worker';

const PAGE = 65536;
const MOST_BYTES = 2 ** 32 - PAGE;

/**
 * Below the arrays, in the kernels' own page: the counters by which threads share work (see assembly/threads.as.ts).
 */
const COUNTERS = 128;
const COUNTER_COUNT = 8;

/** More threads than this spend longer waiting for each other than computing. */
const MOST_THREADS = 16;

let compiled: Promise<WebAssembly.Module> | undefined;

/** One thread per core of the machine. */
export function threadCount(): number {
  return Math.min(availableParallelism(), MOST_THREADS);
}

export class Kernels {
  #top = PAGE;
  #workers: Worker[] = [];
  #failure: Error | undefined;
  readonly #counters: Int32Array;

  private constructor(
    readonly memory: WebAssembly.Memory,
    readonly threads: number,
    /** With one thread, the kernels run here. */
    private readonly local: Record<string, (...values: number[]) => void> | undefined,
  ) {
    this.#counters = new Int32Array(memory.buffer, COUNTERS, COUNTER_COUNT * 16);
  }

  /**
   * Kernels with memory for arrays of this many bytes in all (each array may take 16 more), by default on all cores.
   * Throws ArgumentError beyond 4 GB.
   */
  static async create(bytes: number, threads = threadCount()): Promise<Kernels> {
    const pages = Math.ceil(bytes / PAGE) + 1;
    if (bytes > MOST_BYTES) {
      throw new ArgumentError(
        `A map of these points needs ${(bytes / 1e9).toFixed(1)} GB, more than the limit of 4 GB; use fewer points or a smaller perplexity.`,
      );
    }
    compiled ??= kernelBinary().then((binary) => WebAssembly.compile(binary));
    const module = await compiled;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    if (threads === 1) {
      const instance = await WebAssembly.instantiate(module, { env: { memory } });
      return new Kernels(memory, 1, instance.exports as Record<string, (...values: number[]) => void>);
    }
    const kernels = new Kernels(memory, threads, undefined);
    for (let i = 0; i < threads; i++) kernels.#workers.push(kernels.#startWorker(module));
    return kernels;
  }

  floats(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.#take(length * 4), length);
  }

  integers(length: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.#take(length * 4), length);
  }

  doubles(length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.#take(length * 8), length);
  }

  /**
   * Calls a kernel on every thread with the thread's number, the number of threads, and these values (arrays as
   * addresses); resolves when all have ended. One call at a time.
   */
  async run(kernel: string, ...values: (number | ArrayBufferView)[]): Promise<void> {
    const numbers = values.map((value) => (typeof value === 'number' ? value : value.byteOffset));
    this.#counters.fill(0);
    if (this.local) {
      this.local[kernel]!(0, 1, ...numbers);
      await setImmediate();
      return;
    }
    await Promise.all(
      this.#workers.map((worker, thread) => this.#call(worker, kernel, [thread, this.threads, ...numbers])),
    );
  }

  /** Ends the threads, whatever they are doing. */
  async dispose(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #take(bytes: number): number {
    const start = this.#top;
    this.#top = Math.ceil((start + bytes) / 16) * 16;
    return start;
  }

  #startWorker(module: WebAssembly.Module): Worker {
    const worker = new Worker(workerSource, { eval: true, workerData: { module, memory: this.memory } });
    worker.on('error', (error) => {
      this.#failure = error;
      // The others may be waiting for this one.
      void this.dispose();
    });
    return worker;
  }

  #call(worker: Worker, kernel: string, values: number[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        worker.off('message', done).off('exit', ended);
      };
      const done = (): void => {
        settle();
        resolve();
      };
      const ended = (): void => {
        settle();
        reject(
          new NetLoupeError('internal', `A thread ended in ${kernel}: ${this.#failure?.message ?? 'it was stopped'}.`),
        );
      };
      worker.once('message', done).once('exit', ended);
      worker.postMessage({ kernel, values });
    });
  }
}
