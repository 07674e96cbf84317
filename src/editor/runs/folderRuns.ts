/**
 * The runs of one workspace folder as the view shows them: stored ones, those waiting in a grid, and those in progress,
 * here or in another process. Kept up to date by watching the folder, whoever writes there.
 */
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { ReadableRun, RunSummary } from '../../experiments/store/record';
import type { Staleness } from '../../experiments/store/staleness';
import { RunStore } from '../../experiments/store/store';
import type { Progress } from '../../shared/requests';
import { dataExtensions, globOf, modelExtensions } from '../fileTypes';
import { readLive, type LiveRun } from './live';
import { storedRow, type RunRow } from './rows';
import { Soon } from '../soon';

/** Everything may have changed, or only one run's progress. */
export type RunsChange = { kind: 'all' } | { kind: 'run'; row: RunRow };

export class FolderRuns implements vscode.Disposable {
  readonly store: RunStore;
  readonly #changed = new vscode.EventEmitter<RunsChange>();
  readonly onDidChange = this.#changed.event;
  /** Runs come and go in groups, and heartbeats are frequent; one check per group is enough. */
  readonly #storedSoon = new Soon(300, () => this.refresh());
  /** Checking the files of 10 000 runs takes a tenth of a second. */
  readonly #staleSoon = new Soon(2000, () => void this.#renewStale());
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  /** Progress of this window's runs; claims report that of others. */
  readonly #progress = new Map<string, Progress>();
  #stored: Promise<RunSummary[]> | undefined;
  #live: Promise<LiveRun[]> | undefined;
  #stale = new Map<string, readonly Staleness[]>();

  constructor(readonly folder: vscode.WorkspaceFolder) {
    this.store = new RunStore(folder.uri.fsPath);
    const liveSoon = new Soon(300, () => void this.#renewLive());
    this.#subscriptions.push(this.#storedSoon, this.#staleSoon, liveSoon);
    // Folders too: moving one reports nothing about its contents.
    this.#watch('{.netloupe,.netloupe/runs,.netloupe/runs/*,.netloupe/runs/*/*}', () => this.#storedSoon.schedule());
    this.#watch('.netloupe/{grids,claims}/*', () => liveSoon.schedule());
    this.#watch(globOf([...modelExtensions, ...dataExtensions]), () => this.#staleSoon.schedule());
  }

  /**
   * Stored ones newest first, after those without an outcome yet. Throws FormatError if the folder cannot be listed.
   */
  async rows(): Promise<RunRow[]> {
    const isNew = this.#stored === undefined;
    const [stored, live] = await Promise.all([
      (this.#stored ??= this.store.list()),
      (this.#live ??= readLive(this.store)),
    ]);
    if (isNew) this.#staleSoon.schedule();
    const there = new Set(stored.map(({ id }) => id));
    return [
      ...live.filter(({ run }) => !there.has(run.id)).map((one) => this.#liveRow(one)),
      ...stored.map((run) => storedRow(run, this.#stale.get(run.id))),
    ];
  }

  /** Checks everything again. */
  refresh(): void {
    this.#stored = undefined;
    this.#live = undefined;
    this.#changed.fire({ kind: 'all' });
  }

  /** A run of this window has progressed. */
  async report(id: string, progress: Progress): Promise<void> {
    const isNew = !this.#progress.has(id);
    this.#progress.set(id, progress);
    const live = (await this.#live)?.find(({ run }) => run.id === id);
    if (isNew || !live) this.#changed.fire({ kind: 'all' });
    else this.#changed.fire({ kind: 'run', row: this.#liveRow(live) });
  }

  /** A run of this window has ended, in whatever way. */
  finish(id: string): void {
    this.#progress.delete(id);
    this.#storedSoon.schedule();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #liveRow({ run, grid, claim }: LiveRun): RunRow {
    const own = this.#progress.get(run.id);
    if (own) return { state: 'running', run, grid, ...own, elsewhere: false };
    return claim ? { state: 'running', run, grid, ...claim } : { state: 'waiting', run, grid };
  }

  async #renewLive(): Promise<void> {
    const before = await this.#live;
    this.#live = readLive(this.store);
    const now = await this.#live;
    const same = before?.length === now.length && before.every(({ run }, index) => run.id === now[index]!.run.id);
    if (!same) this.#changed.fire({ kind: 'all' });
    else for (const one of now) if (one.claim) this.#changed.fire({ kind: 'run', row: this.#liveRow(one) });
  }

  /** Files are checked, and some hashed, after the list is on screen. */
  async #renewStale(): Promise<void> {
    const stored = (await this.#stored?.catch(() => undefined)) ?? [];
    const runs = stored.filter((run): run is ReadableRun => !('unreadable' in run));
    const found = await this.store.staleness(runs);
    const stale = new Map(runs.map(({ id }, index) => [id, found[index]!]));
    const isSame = runs.every(({ id }) => isDeepStrictEqual(stale.get(id), this.#stale.get(id) ?? []));
    this.#stale = stale;
    if (!isSame) this.#changed.fire({ kind: 'all' });
  }

  #watch(glob: string, changed: () => void): void {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.folder, glob));
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
    );
  }
}
