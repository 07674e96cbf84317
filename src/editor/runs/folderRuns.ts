/**
 * The runs of one workspace folder as the view shows them: those that are stored, those that wait in a grid, and those under way,
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

/** Everything may be different, or one run alone has got further. */
export type RunsChange = { kind: 'all' } | { kind: 'run'; row: RunRow };

export class FolderRuns implements vscode.Disposable {
  readonly store: RunStore;
  readonly #changed = new vscode.EventEmitter<RunsChange>();
  readonly onDidChange = this.#changed.event;
  /** Runs come and go in groups, and whoever computes writes again and again that it does; one look per group is enough. */
  readonly #storedSoon = new Soon(300, () => this.refresh());
  /** Of 10 000 runs, looking at their files takes a tenth of a second. */
  readonly #staleSoon = new Soon(2000, () => void this.#renewStale());
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  /** How far the runs of this window are; what others compute says so in its claims. */
  readonly #progress = new Map<string, Progress>();
  #stored: Promise<RunSummary[]> | undefined;
  #live: Promise<LiveRun[]> | undefined;
  #stale = new Map<string, readonly Staleness[]>();

  constructor(readonly folder: vscode.WorkspaceFolder) {
    this.store = new RunStore(folder.uri.fsPath);
    const liveSoon = new Soon(300, () => void this.#renewLive());
    this.#subscriptions.push(this.#storedSoon, this.#staleSoon, liveSoon);
    // The folders too: where one is moved, nothing is said of what was in it.
    this.#watch('{.netloupe,.netloupe/runs,.netloupe/runs/*,.netloupe/runs/*/*}', () => this.#storedSoon.schedule());
    this.#watch('.netloupe/{grids,claims}/*', () => liveSoon.schedule());
    this.#watch(globOf([...modelExtensions, ...dataExtensions]), () => this.#staleSoon.schedule());
  }

  /** Stored ones newest first, after those that have no outcome yet. Throws FormatError where the folder cannot be listed. */
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

  /** Looks at everything again. */
  refresh(): void {
    this.#stored = undefined;
    this.#live = undefined;
    this.#changed.fire({ kind: 'all' });
  }

  /** A run of this window has got further. */
  async report(id: string, progress: Progress): Promise<void> {
    const isNew = !this.#progress.has(id);
    this.#progress.set(id, progress);
    const live = (await this.#live)?.find(({ run }) => run.id === id);
    if (isNew || !live) this.#changed.fire({ kind: 'all' });
    else this.#changed.fire({ kind: 'run', row: this.#liveRow(live) });
  }

  /** A run of this window has ended, in whichever way. */
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

  /** Files are looked at, and some hashed, after the list is on screen. */
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
