/** The command "Show Embedding…" and its panels: opened from files, models and layers, from kept runs, and after a reload of the window. */
import * as vscode from 'vscode';
import type { CloudQuestion, KeptCloud } from '../../shared/cloud/panel';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import type { CloudResult } from '../../shared/results';
import type { Activity } from '../activity';
import { registerCommand, warnOnce } from '../commands';
import type { RunKeeper } from '../explain/keep';
import type { Memory } from '../explain/choice';
import { askSteps } from '../explain/wizard';
import type { WorkspaceRuns } from '../experiments/workspaceRuns';
import { localPath } from '../localFile';
import type { LayerNode, ModelNode } from '../models/modelNodes';
import { webviewFolder } from '../panelHtml';
import { readSettings } from '../settings';
import { keepCloud } from './keep';
import { CloudLinks } from './links';
import { CloudPanel, viewType } from './panel';
import { cloudQuestion, parseCloudState } from './question';
import { CloudSession } from './session';
import { arrayStep, choiceOf, dataStep, layerStep, methodStep, sourceStep, type CloudChoice } from './steps';

export interface CloudContext {
  extension: vscode.Uri;
  service: Service;
  activity: Activity;
  runs: WorkspaceRuns;
  keeper: RunKeeper;
  memory: Memory;
  log: vscode.LogOutputChannel;
}

export interface CloudFeature extends vscode.Disposable {
  readonly panels: ReadonlySet<CloudPanel>;
  /** The one in front. */
  readonly active: CloudPanel | undefined;
  /** Shows a kept run; one that is on screen already comes to the front. Throws FormatError, ArgumentError where there is none. */
  show(run: KeptCloud): Promise<void>;
}

/** What is explained of chosen samples where nothing was explained with the model before. */
const firstMethod = 'integrated-gradients';

export function createCloud(context: CloudContext): CloudFeature {
  const { extension, service, activity, runs, keeper, memory, log } = context;
  const panels = new Set<CloudPanel>();
  const links = new CloudLinks(panels);

  const explain = async (model: string | undefined, input: string): Promise<void> => {
    const last = model === undefined ? undefined : memory.recall(model);
    const choice =
      model === undefined
        ? { input }
        : { model, input, target: 'argmax', method: last?.method ?? firstMethod, parameters: last?.parameters ?? {} };
    await vscode.commands.executeCommand('netloupe.explain', choice);
  };
  const create = (view: vscode.WebviewPanel, question: CloudQuestion): CloudPanel => {
    const session = new CloudSession(question, {
      service: {
        run: (request, options) => activity.track(service.run(request, options), (result) => result.provenance.device),
      },
      memoryBudget: () => readSettings().memoryBudget,
      keep: async (asked, result) => {
        const kept = await keepCloud(runs, keeper, asked, result);
        if (kept.notKept !== undefined) void warnOnce(log, `cloud ${kept.notKept}`, kept.notKept);
        return kept;
      },
    });
    const panel = new CloudPanel(view, session, {
      extension,
      service,
      links,
      log,
      explain,
      open: (asked) => void open(asked),
    });
    panels.add(panel);
    view.onDidDispose(() => panels.delete(panel));
    return panel;
  };
  const open = (question: CloudQuestion, result?: CloudResult, run?: KeptCloud): CloudPanel => {
    // Beside the cloud of the same data that a person looks at: they are compared.
    const isBeside = [...panels].some(({ view, session }) => view.active && session.question.input === question.input);
    const view = vscode.window.createWebviewPanel(
      viewType,
      'NetLoupe',
      { viewColumn: isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active },
      { enableScripts: true, localResourceRoots: [webviewFolder(extension)] },
    );
    const panel = create(view, question);
    if (result) panel.session.show(result, run);
    // Without waiting for the page: when it is there, the first points are on their way.
    else void panel.session.settle();
    return panel;
  };
  const read = async ({ root, id }: KeptCloud): Promise<{ question: CloudQuestion; result: CloudResult }> => {
    const store = runs.at(root)?.store;
    if (!store) throw new ArgumentError(`The folder ${root}, which keeps this cloud, is not open.`);
    const [{ request }, result] = await Promise.all([store.read(id), store.result(id)]);
    if (result.kind !== 'cloud') throw new ArgumentError(`The run ${id} is no cloud of points.`);
    return { question: cloudQuestion(request, root), result };
  };
  const steps = [sourceStep, dataStep, arrayStep(service), layerStep(service), methodStep(service)];
  const ask = async (given: CloudChoice): Promise<void> => {
    const choice = await askSteps('NetLoupe: Show Embedding', steps, given);
    if (!choice?.input || !choice.method) return;
    const { input, method, model, layer, parameters = {} } = choice;
    const { device } = readSettings();
    open({
      input,
      method,
      parameters,
      seed: 0,
      device,
      ...(model && { model }),
      ...(model && layer !== undefined && { layer }),
    });
  };
  const subscriptions = vscode.Disposable.from(
    registerCommand(log, 'netloupe.embed', (given: unknown) => ask(choiceOf(given))),
    registerCommand(log, 'netloupe.embedModel', ({ uri }: ModelNode) => ask({ model: localPath(uri) })),
    registerCommand(log, 'netloupe.embedLayer', ({ model, layer }: LayerNode) =>
      ask({ model: localPath(model.uri), layer: layer.output }),
    ),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(view, state: unknown): Promise<void> {
        try {
          const { question, run } = parseCloudState(state);
          // Deleted since, or without its arrays: then the page asks for it anew.
          const kept = run && (await read(run).catch(() => undefined));
          const { session } = create(view, question);
          if (kept) session.show(kept.result, run);
        } catch (error) {
          log.warn(error instanceof Error ? error.message : String(error));
          view.dispose();
        }
      },
    }),
  );
  return {
    panels,
    get active() {
      return [...panels].find(({ view }) => view.active);
    },
    async show(run) {
      const shown = [...panels].find(({ session }) => session.run?.id === run.id && session.run.root === run.root);
      if (shown) {
        shown.view.reveal();
        return;
      }
      const { question, result } = await read(run);
      open(question, result, run);
    },
    dispose: () => {
      for (const { view } of panels) view.dispose();
      void subscriptions.dispose();
    },
  };
}
