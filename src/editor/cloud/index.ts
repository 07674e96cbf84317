/**
 * Clouds and films of clouds, and their panels: opened by the commands, from stored runs, and after a reload of the
 * window.
 */
import * as vscode from 'vscode';
import type { KeptCloud } from '../../shared/cloud/question';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import type { Activity } from '../activity';
import { warnOnce } from '../commands';
import type { RunKeeper } from '../runs/keep';
import type { Memory } from '../ask/choice';
import { defaultMethod } from '../ask/defaults';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { Panels } from '../page/panels';
import type { PageContext } from '../page/show';
import { readSettings } from '../settings';
import { askAddedPoints } from './addPoints';
import { readChoices } from './choices';
import { registerCloudCommands, type AskedCloud } from './commands';
import { joinedSamples } from './joinedSamples';
import { keepCloud } from './keep';
import type { FoundCloud } from './kept';
import { CloudLinks } from './links';
import { CloudPanel, viewType } from './panel';
import { cloudQuestion, parseCloudState } from './question';
import { CloudSession } from './session';
import { inTurn } from './turns';

export interface CloudContext extends PageContext {
  service: Service;
  activity: Activity;
  runs: WorkspaceRuns;
  keeper: RunKeeper;
  memory: Memory;
}

export interface CloudFeature extends vscode.Disposable {
  readonly panels: Iterable<CloudPanel>;
  /** The one in front. */
  readonly active: CloudPanel | undefined;
  /**
   * Shows a stored run; one already on screen comes to the front. Throws FormatError, ArgumentError if there is none.
   */
  show(run: KeptCloud): Promise<void>;
  /**
   * Shows stored runs of the same data as the steps of a film, oldest first. Throws as `show`, and for maps that cannot
   * be aligned.
   */
  showFilm(runs: readonly KeptCloud[]): Promise<void>;
}

export function createCloud(context: CloudContext): CloudFeature {
  const { extension, service, activity, runs, keeper, memory, log } = context;
  const panels = new Panels(viewType, (view, state) => revive(view, state));
  const links = new CloudLinks(panels);

  const explain = async (model: string | undefined, input: string): Promise<void> => {
    const last = model === undefined ? undefined : memory.recall(model);
    const choice =
      model === undefined
        ? { input }
        : { model, input, target: 'argmax', method: last?.method ?? defaultMethod, parameters: last?.parameters ?? {} };
    await vscode.commands.executeCommand('netloupe.explain', choice);
  };
  const tracked: Pick<Service, 'run'> = {
    run: (request, options) => activity.track(service.run(request, options), (result) => result.provenance.device),
  };
  const create = (
    view: vscode.WebviewPanel,
    asked: readonly AskedCloud[],
    runner: Pick<Service, 'run'>,
  ): CloudPanel => {
    const sessions = asked.map(({ question, found }) => {
      const session = new CloudSession(question, {
        service: runner,
        memoryBudget: () => readSettings().memoryBudget,
        keep: async (asked, result) => {
          const kept = await keepCloud(runs, keeper, asked, result);
          if (kept.notKept !== undefined) void warnOnce(log, `cloud ${kept.notKept}`, kept.notKept);
          return kept;
        },
      });
      if (found) session.show(found.result, found.run);
      return session;
    });
    return new CloudPanel(view, sessions, {
      extension,
      service: joinedSamples(service, asked[0]!.question),
      choices: () => readChoices(service, asked[0]!.question),
      addPoints: async (shown) => {
        const added = await askAddedPoints(shown, service);
        if (added) open([{ question: added }]);
      },
      links,
      log,
      explain,
      open: (question) => void open([{ question }]),
    });
  };
  /** Several are the steps of a film. */
  const open = (asked: readonly AskedCloud[], column?: vscode.ViewColumn, runner = inTurn(tracked)): CloudPanel => {
    // Beside the current cloud of the same data, for comparison.
    const isBeside = [...panels].some(
      ({ view, session }) => view.active && session.question.input === asked[0]!.question.input,
    );
    const panel = panels.open((view) => create(view, asked, runner), {
      viewColumn: column ?? (isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active),
      preserveFocus: (column ?? 1) > 1,
    });
    // Does not wait for the page: when it is ready, the first points are on their way.
    for (const session of panel.sessions) if (!session.result) void session.settle();
    return panel;
  };
  const read = async (run: KeptCloud): Promise<Required<AskedCloud> & { found: FoundCloud }> => {
    const { root, id } = run;
    const store = runs.at(root)?.store;
    if (!store) throw new ArgumentError(`Open the folder ${root} first: it keeps this cloud.`);
    const [{ request }, result] = await Promise.all([store.read(id), store.result(id)]);
    if (result.kind !== 'cloud') throw new ArgumentError(`The run ${id} is not a cloud of points.`);
    return { question: cloudQuestion(request, root), found: { run, result } };
  };
  const revive = async (view: vscode.WebviewPanel, state: unknown): Promise<CloudPanel> => {
    const kept = parseCloudState(state);
    const asked = [kept, ...(kept.film ?? [])].map(async ({ question, run }) => {
      // Deleted since, or without its arrays: the page then requests it again.
      const found = run && (await read(run).catch(() => undefined))?.found;
      return { question, found };
    });
    return create(view, await Promise.all(asked), inTurn(tracked));
  };
  const subscriptions = vscode.Disposable.from(
    registerCloudCommands({ service, runs, log, open, inTurn: () => inTurn(tracked) }),
    panels,
  );
  return {
    panels,
    get active() {
      return panels.active;
    },
    async show(run) {
      const shown = panels.find(
        ({ session, sessions }) => sessions.length === 1 && session.run?.id === run.id && session.run.root === run.root,
      );
      if (shown) {
        shown.view.reveal();
        return;
      }
      open([await read(run)]);
    },
    async showFilm(chosen) {
      const steps = await Promise.all(chosen.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(read));
      const different = new Set(
        steps.map(({ question, found }) => `${question.input}\n${found.result.embedding.shape.join()}`),
      );
      if (different.size > 1)
        throw new ArgumentError(
          'A film needs maps of the same data with the same number of axes; choose runs of one data set.',
        );
      open(steps);
    },
    dispose: () => void subscriptions.dispose(),
  };
}
