/**
 * Who computes the grids of this window: its own compute processes, or the workers of a queue if one is configured.
 * Started with the first grid, stopped a while after the last.
 */
import * as vscode from 'vscode';
import type { Executor, RemoteExecutor } from '../../experiments/run/executor';
import { KernelPool } from '../../kernel/pool';
import { warnOnce } from '../commands';
import { readSettings } from '../settings';

/** Models stay open this long, for quick repeats. */
const idle = 30_000;

type AnyExecutor = Executor | RemoteExecutor;

export class Executors implements vscode.Disposable {
  #current: { url: string; executor: Promise<AnyExecutor> } | undefined;
  #users = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** For one grid, to be returned. Throws if the queue cannot be reached. */
  async take(): Promise<{ executor: AnyExecutor; giveBack: () => void }> {
    clearTimeout(this.#timer);
    this.#users++;
    const giveBack = () => {
      if (--this.#users === 0) this.#timer = setTimeout(() => void this.#end(), idle);
    };
    try {
      return { executor: await this.#executor(), giveBack };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#end();
  }

  /** Switches to another queue only when nobody uses the old one. */
  async #executor(): Promise<AnyExecutor> {
    const url = readSettings().queueUrl;
    if (this.#current && this.#current.url !== url && this.#users === 1) await this.#end();
    this.#current ??= { url, executor: url === '' ? Promise.resolve(this.#pool()) : this.#queue(url) };
    try {
      return await this.#current.executor;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }

  #pool(): KernelPool {
    return new KernelPool({
      script: vscode.Uri.joinPath(this.extension, 'dist', 'kernel.mjs').fsPath,
      log: (line) => this.log.warn(`kernel: ${line}`),
    });
  }

  /** Loaded on demand: without a queue none of it is needed. */
  async #queue(url: string): Promise<RemoteExecutor> {
    const { QueueExecutor } = await import('../../experiments/run/queue/producer');
    return QueueExecutor.connect(url, { warn: (sentence) => void warnOnce(this.log, sentence, sentence) });
  }

  async #end(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await (await current?.executor.catch(() => undefined))?.dispose();
  }
}
