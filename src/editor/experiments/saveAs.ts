/** Save as Experiment…: a file that repeats the question of a run, or of the panel in front. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Question } from '../../shared/question/fields';
import { writeExperiment } from '../../experiments/write';
import { ArgumentError } from '../../shared/errors';
import type { CloudFeature } from '../cloud';
import { cloudRequest } from '../cloud/question';
import { registerCommand } from '../commands';
import type { ExplainPanels } from '../explain/panels';
import { splitSpec } from '../fileTypes';
import type { Node } from './nodes';
import { requestOf } from '../runs/question';
import { baseName } from '../runs/rows';
import type { WorkspaceRuns } from '../runs/workspaceRuns';

export interface SaveAsContext {
  log: vscode.LogOutputChannel;
  runs: WorkspaceRuns;
  panels: ExplainPanels;
  clouds: Pick<CloudFeature, 'active'>;
}

interface Asked {
  root: string;
  request: Question;
  name?: string;
  notes?: string;
}

export function registerSaveAs({ log, runs, panels, clouds }: SaveAsContext): vscode.Disposable {
  const asked = async (given: unknown): Promise<Asked> => {
    if (isRun(given)) {
      const { store } = given.runs;
      const { request, title, notes } = await store.read(given.row.run.id);
      return { root: store.root, request, ...(title !== undefined && { name: title }), ...(notes && { notes }) };
    }
    const cloud = clouds.active?.session.question;
    if (cloud) {
      const path = cloud.model ?? splitSpec(cloud.input).file;
      const root = runs.of(path)?.store.root ?? dirname(path);
      return { root, request: cloudRequest(cloud, root) };
    }
    const session = panels.active?.session;
    if (!session)
      throw new ArgumentError(
        'Open an explanation or a cloud first, or choose "Save as Experiment…" in the menu of a run.',
      );
    const { model, input, form } = session;
    const root = runs.of(model)?.store.root ?? dirname(model);
    return { root, request: requestOf({ model, input, form }, root) };
  };
  return registerCommand(log, 'netloupe.saveAsExperiment', async (given: unknown) => {
    const { root, request, ...about } = await asked(given);
    const uri = await vscode.window.showSaveDialog({
      title: 'Save as Experiment',
      defaultUri: vscode.Uri.file(join(root, `${suggestedName(request)}.netloupe.yaml`)),
      filters: { 'NetLoupe experiments': ['netloupe.yaml'] },
    });
    if (!uri) return;
    const file = await named(uri);
    const text = writeExperiment(file.fsPath, request, { root, ...about });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(file);
  });
}

function isRun(given: unknown): given is Node & { kind: 'run' } {
  return typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'run';
}

/** "digits-smoothgrad" */
function suggestedName({ method, model, input }: Question): string {
  const file = model ?? (input === undefined ? undefined : splitSpec(input).file);
  return [...(file === undefined ? [] : [baseName(file).replace(/\.[^.]*$/, '')]), method].join('-');
}

/** With the extension of experiments. The dialog has confirmed the typed name, not this one. */
async function named(uri: vscode.Uri): Promise<vscode.Uri> {
  if (/\.netloupe\.ya?ml$/.test(uri.path)) return uri;
  const file = uri.with({ path: `${uri.path.replace(/(\.netloupe)?(\.ya?ml|\.json)?$/, '')}.netloupe.yaml` });
  const isThere = await Promise.resolve(vscode.workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
  if (isThere) throw new ArgumentError(`${file.fsPath} already exists; choose another name.`);
  return file;
}
