/**
 * The command "Compare Methods…": asks several methods the same question, each a run of the workspace like those of an
 * experiment, and shows them side by side. Grids make the runs, the compare panel draws them.
 */
import * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';
import type { CompareState } from '../../shared/api/compare';
import type { Service } from '../../shared/requests';
import { registerCommand } from '../commands';
import type { ExplainFeature } from '../explain';
import { bestKnown } from '../ask/defaults';
import { methodItems, type MethodItem } from '../ask/methodStep';
import { parseForm } from '../explain/state';
import { showProgress } from '../runs/gridMessages';
import type { Grids } from '../runs/grids';
import { labelOf, requestOf, type PanelQuestion } from '../runs/question';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { readSettings } from '../settings';

/** How many of the best known methods that can explain the prediction are picked already. */
const OFFERED = 6;

export interface CompareMethodsContext {
  service: Pick<Service, 'methods' | 'unsuitable'>;
  runs: WorkspaceRuns;
  explain: ExplainFeature;
  grids: Pick<Grids, 'start'>;
  /** Shows runs side by side. */
  open(state: CompareState): unknown;
  /** Most runs it takes. */
  most: number;
  log: vscode.LogOutputChannel;
}

export function registerCompareMethods(context: CompareMethodsContext): vscode.Disposable {
  const { log } = context;
  return registerCommand(log, 'netloupe.compareMethods', async (given: unknown) => {
    const question = given === undefined ? await askQuestion(context.explain) : parseQuestion(given);
    const methods = question && (methodsIn(given) ?? (await askMethods(context, question)));
    if (question && methods?.length) await compareMethods(context, question, methods);
  });
}

async function compareMethods(
  { runs, grids, open, most }: CompareMethodsContext,
  { model, input, form }: PanelQuestion,
  methods: readonly string[],
): Promise<void> {
  if (methods.length > most)
    throw new ArgumentError(`${methods.length} maps side by side are too small to read; choose up to ${most} methods.`);
  const folder = runs.of(model) ?? runs.folders[0];
  if (!folder) throw new ArgumentError('Open a folder first: the comparison is kept there as runs.');
  const { root } = folder.store;
  const jobs = methods.map((method) => {
    const parameters = method === form.method ? form.parameters : {};
    const question = { model, input, form: { ...form, method, parameters } };
    return { label: labelOf(question), request: requestOf(question, root) };
  });
  const active = await grids.start(folder, { jobs });
  showProgress(active, `Comparing ${methods.length} methods`);
  await active.outcome;
  open({ root, ids: active.grid.runs.map(({ id }) => id) });
}

/** The question of the panel in front, or without one, the user's answers. */
async function askQuestion({ panels, askQuestion }: ExplainFeature): Promise<PanelQuestion | undefined> {
  const session = panels.active?.session;
  if (session) return { model: session.model, input: session.input, form: session.form };
  const choice = await askQuestion('NetLoupe: Compare Methods');
  if (choice?.model === undefined || choice.input === undefined) return undefined;
  const { model, input, target = 'argmax' } = choice;
  const { device } = readSettings();
  return { model, input, form: { method: '', parameters: {}, target, device, seed: 0, preprocessing: {} } };
}

async function askMethods(
  { service }: CompareMethodsContext,
  { model, input, form: { target, preprocessing } }: PanelQuestion,
): Promise<string[] | undefined> {
  const items = Promise.all([service.methods(), service.unsuitable({ model, input, target, preprocessing })]).then(
    ([methods, unsuitable]) => offered(methodItems(methods), unsuitable),
  );
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: 'NetLoupe: Compare Methods',
    placeHolder: 'Methods to compare side by side',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.flatMap(({ id }) => id ?? []);
}

/** Some are preselected; unsuitable ones say why. */
function offered(items: readonly MethodItem[], unsuitable: Readonly<Record<string, string>>): MethodItem[] {
  const first = bestKnown.filter((id) => !(id in unsuitable)).slice(0, OFFERED);
  return items.map((item) => {
    const reason = unsuitable[item.id ?? ''];
    return {
      ...item,
      ...(reason !== undefined && { detail: `$(circle-slash) ${reason}` }),
      picked: first.includes(item.id ?? ''),
    };
  });
}

/** A panel's or script's request: a model, an input and a form. Throws ArgumentError for anything else. */
function parseQuestion(given: unknown): PanelQuestion {
  const { model, input, form } = (given ?? {}) as Record<string, unknown>;
  if (typeof model === 'string' && typeof input === 'string') return { model, input, form: parseForm(form) };
  throw new ArgumentError(
    'netloupe.compareMethods takes an object with model, input and form, and optionally methods.',
  );
}

function methodsIn(given: unknown): string[] | undefined {
  const { methods } = (given ?? {}) as { methods?: unknown };
  return Array.isArray(methods) ? methods.map(String) : undefined;
}
