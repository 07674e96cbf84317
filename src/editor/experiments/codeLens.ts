/** Above an experiment in its file: run it, with the number of runs, or cancel it; and open the last result. */
import * as vscode from 'vscode';
import { parseExperiment } from '../../experiments/experiment';
import { expand } from '../../experiments/grid';
import { experimentGlob } from '../fileTypes';
import { pathIn } from './experimentFiles';
import type { Grids } from '../runs/grids';
import { experimentOf } from '../runs/rows';
import { Soon } from '../soon';
import type { WorkspaceRuns } from '../runs/workspaceRuns';

/** VS Code drops a plain space after an icon. */
const gap = '\u00a0';

export class ExperimentLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #changeSoon = new Soon(400, () => this.#changed.fire());
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    private readonly runs: WorkspaceRuns,
    private readonly grids: Grids,
  ) {
    this.#subscriptions = [
      this.#changed,
      this.#changeSoon,
      grids.onDidChange(() => this.#changeSoon.schedule()),
      runs.onDidChange(({ kind }) => {
        if (kind === 'all') this.#changeSoon.schedule();
      }),
      vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: experimentGlob }, this),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const { uri } = document;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const runs = folder && this.runs.of(uri.fsPath);
    if (!runs) return [];
    const path = pathIn(folder, uri);
    const range = firstLine(document);
    const lens = (title: string, command: string) => new vscode.CodeLens(range, { title, command, arguments: [uri] });

    const [active] = this.grids.of(runs, path);
    const run = active
      ? lens(`$(stop-circle)${gap}Cancel · ${active.ended} of ${active.total}`, 'netloupe.cancelExperiment')
      : lens(`$(play)${gap}Run${countText(document, runs.store.root)}`, 'netloupe.runExperiment');
    const rows = await runs.rows().catch(() => []);
    const hasResult = rows.some((row) => ['done', 'stale'].includes(row.state) && experimentOf(row) === path);
    return hasResult ? [run, lens('Open Last Result', 'netloupe.openLastResult')] : [run];
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

/** For the editor's text, saved or not; nothing while it has errors, which are underlined. */
function countText(document: vscode.TextDocument, root: string): string {
  const { experiment } = parseExperiment(document.getText(), document.uri.fsPath);
  if (!experiment) return '';
  const runs = expand(experiment, root).length;
  return runs === 1 ? ' (1 run)' : ` (${runs} runs)`;
}

/** Where the experiment begins, after comments. */
function firstLine(document: vscode.TextDocument): vscode.Range {
  for (let line = 0; line < document.lineCount; line++) {
    const { text, range } = document.lineAt(line);
    if (!/^\s*(#.*|---.*)?$/.test(text)) return range;
  }
  return document.lineAt(0).range;
}
