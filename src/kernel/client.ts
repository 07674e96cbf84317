/**
 * The service as seen from another process. The compute process starts on the first call; if it dies, the calls in
 * flight fail with one sentence and the next call starts a new one. Callers notice nothing else.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { NetLoupeError } from '../shared/errors';
import { serviceRoom } from '../shared/requests';
import { Peer, remote } from '../shared/rpc';

/**
 * For the compute process on glibc: freed large blocks go back to the system instead of staying as holes in the heap.
 * After a session is made, those take 76 MB for ResNet-18's gradient (348 MB peak without, 272 MB with).
 */
export const kernelEnvironment = { MALLOC_MMAP_THRESHOLD_: String(2 ** 18) };

export type KernelState = 'starting' | 'ready' | 'stopped' | 'crashed';

export interface KernelOptions {
  /** The built entry of the compute process. */
  script: string;
  /** Each line that the process writes on its standard output or error. */
  log: (line: string) => void;
  onState?: (state: KernelState) => void;
}

interface Running {
  process: ChildProcess;
  peer: Peer;
}

export class KernelClient {
  /** Each call starts the process if there is none. */
  readonly service = remote(serviceRoom, () => this.#start().peer);
  readonly #options: KernelOptions;
  #running: Running | undefined;
  #disposed = false;

  constructor(options: KernelOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#running?.process.pid;
  }

  /** Ends the process; calls in flight fail. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const running = this.#running;
    if (!running) return;
    const gone = new Promise((resolve) => running.process.once('exit', resolve));
    // It has nothing to clean up, and a stopped process receives no other signal.
    running.process.kill('SIGKILL');
    await gone;
  }

  #start(): Running {
    if (this.#disposed) throw new NetLoupeError('kernel', 'The compute process has been shut down.');
    if (this.#running) return this.#running;
    const { script, log, onState } = this.#options;
    onState?.('starting');
    const child = fork(script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ...kernelEnvironment },
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) if (line.trim()) log(line);
      });
    }
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onError(([error]) => {
      log(`connection: ${error.message}`);
    });
    const peer = new Peer(connection);
    const fail = (how: string): void => {
      if (this.#running?.process === child) this.#running = undefined;
      onState?.(this.#disposed ? 'stopped' : 'crashed');
      const sentence = `The compute process ended unexpectedly (${how}); it restarts with the next request.`;
      peer.close(new NetLoupeError('kernel', sentence));
    };
    child.once('exit', (code, signal) => {
      fail(signal ?? `exit code ${code}`);
    });
    child.once('error', (error) => {
      fail(error.message);
    });
    child.once('spawn', () => onState?.('ready'));
    this.#running = { process: child, peer };
    return this.#running;
  }
}
