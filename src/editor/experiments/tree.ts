/** Feeds the Experiments view: headings with runs, built when opened; decides what to redraw after a change. */
import * as vscode from 'vscode';
import { NetLoupeError } from '../../shared/errors';
import { factsMarkdown } from '../markdown';
import { arrange, type Group, type Grouping } from './arrange';
import type { ExperimentFile, ExperimentFiles } from './experimentFiles';
import type { FolderRuns, RunsChange } from '../runs/folderRuns';
import { itemOf } from './items';
import type { FolderNode, GroupNode, MessageNode, Node, RunNode } from './nodes';
import { detailsOf, factsOf, nameOf } from '../runs/rows';
import { Soon } from '../soon';
import type { WorkspaceRuns } from '../runs/workspaceRuns';

/** Rows that a heading shows at first: VS Code requests all rows of a heading, visible or not. */
const pageSize = 200;

export class ExperimentTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #groups = new Map<string, GroupNode>();
  readonly #shown = new Map<string, RunNode>();
  /** Rows that are out of date; undefined for all. */
  readonly #dirty = new Set<RunNode | undefined>();
  readonly #redrawSoon = new Soon(400, () => this.#redraw());
  readonly #subscriptions: vscode.Disposable[];
  #grouping: Grouping = 'experiment';
  #filter = '';

  constructor(
    private readonly runs: WorkspaceRuns,
    private readonly files: ExperimentFiles,
  ) {
    this.#subscriptions = [
      this.#changed,
      this.#redrawSoon,
      runs.onDidChange((change) => this.#hear(change)),
      files.onDidChange(() => this.#changed.fire(undefined)),
    ];
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  get filter(): string {
    return this.#filter;
  }

  arrange({ grouping = this.#grouping, filter = this.#filter }: { grouping?: Grouping; filter?: string }): void {
    this.#grouping = grouping;
    this.#filter = filter;
    this.#changed.fire(undefined);
  }

  showMore(group: GroupNode): void {
    group.limit *= 2;
    this.#changed.fire(group);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return itemOf(node);
  }

  getParent(node: Node): Node | undefined {
    return 'parent' in node ? node.parent : undefined;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'folder':
        return this.#headings(node.runs, node);
      case 'group':
        return this.#members(node);
      default:
        return [];
    }
  }

  /** Details from the record, read only for the row under the pointer. */
  async resolveTreeItem(item: vscode.TreeItem, node: Node): Promise<vscode.TreeItem> {
    if (node.kind !== 'run') return item;
    const { row, runs } = node;
    const record = 'started' in row.run ? await runs.store.read(row.run.id).catch(() => undefined) : undefined;
    item.tooltip = factsMarkdown(nameOf(row), [...factsOf(row), ...(record ? detailsOf(record) : [])]);
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** The current heading of an experiment's runs, or of those without one. */
  find(runs: FolderRuns, experiment: string | undefined): GroupNode | undefined {
    return this.#groups.get(keyOf(runs, experiment === undefined ? 'single' : 'experiment', experiment ?? ''));
  }

  #hear(change: RunsChange): void {
    const node = change.kind === 'run' ? this.#shown.get(change.row.run.id) : undefined;
    if (change.kind === 'run' && !node) return;
    if (node && change.kind === 'run') node.row = change.row;
    this.#dirty.add(node);
    this.#redrawSoon.schedule();
  }

  #redraw(): void {
    const dirty = this.#dirty.has(undefined) ? [undefined] : [...this.#dirty];
    this.#dirty.clear();
    for (const node of dirty) this.#changed.fire(node);
  }

  async #roots(): Promise<Node[]> {
    this.#shown.clear();
    const folders = this.runs.folders;
    if (folders.length === 1) return this.#headings(folders[0]!);
    const nodes = folders.map((runs): FolderNode => ({ kind: 'folder', runs }));
    const filled = await Promise.all(nodes.map(async (node) => (await this.#headings(node.runs, node)).length > 0));
    return nodes.filter((_, index) => filled[index]);
  }

  /** A folder whose runs cannot be listed still shows its experiments. */
  async #headings(runs: FolderRuns, parent?: FolderNode): Promise<Node[]> {
    const problem: MessageNode[] = [];
    const rows = await runs.rows().catch((error: unknown) => {
      const { message } = NetLoupeError.toData(error);
      problem.push({ kind: 'message', severity: 'error', message, ...(parent && { parent }) });
      return [];
    });
    const files = await this.files.of(runs.folder);
    const fileOf = ({ kind, of }: Group) => files.find(({ path }) => kind === 'experiment' && path === of);
    const groups = arrange(
      rows,
      files.map(({ path }) => path),
      this.#grouping,
      this.#filter,
    );
    return [...problem, ...groups.map((group) => this.#group(runs, group, fileOf(group), parent))];
  }

  #members(parent: GroupNode): Node[] {
    const { group, file, limit, runs } = parent;
    const broken: MessageNode[] =
      file?.problem === undefined ? [] : [{ kind: 'message', severity: 'error', message: file.problem, parent }];
    const shown = group.rows.slice(0, limit).map((row): RunNode => {
      const node: RunNode = { kind: 'run', runs, row, parent };
      this.#shown.set(row.run.id, node);
      return node;
    });
    return [...broken, ...shown, ...(group.rows.length > limit ? [{ kind: 'more', parent } satisfies Node] : [])];
  }

  /** The existing object for this heading, with current values. */
  #group(runs: FolderRuns, group: Group, file: ExperimentFile | undefined, parent: FolderNode | undefined): GroupNode {
    const key = keyOf(runs, group.kind, group.of);
    const node = this.#groups.get(key) ?? { kind: 'group', runs, group, limit: pageSize };
    this.#groups.set(key, node);
    node.group = group;
    if (file) node.file = file;
    else delete node.file;
    if (parent) node.parent = parent;
    else delete node.parent;
    return node;
  }
}

function keyOf({ folder }: FolderRuns, kind: Group['kind'], of: string): string {
  return `${folder.uri.toString()} ${kind} ${of}`;
}
