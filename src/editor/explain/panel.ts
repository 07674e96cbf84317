/** One panel on screen: a webview and the session behind it. The page may come and go; the session stays until the tab is closed. */
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { NetLoupeError } from '../../shared/errors';
import { explainMessages, type ExplainForm, type ExplainOutcome } from '../../shared/panel';
import type { Progress, Service } from '../../shared/requests';
import type { AttributionResult } from '../../shared/results';
import { showError } from '../commands';
import { Soon } from '../experiments/soon';
import { splitSpec } from '../fileTypes';
import { exportExplanation } from './exports';
import { panelHtml, webviewFolder } from '../panelHtml';
import { notifyWhenOutOfSight } from './progress';
import type { ExplainSession, Run } from './session';
import { Pages, parseExport, parseForm, responseError } from './wire';

export const viewType = 'netloupe.explain';

/** Pictures are copied into a folder one after the other; one new run of them all is enough. */
const SETTLE_MS = 300;

export interface PanelContext {
  extension: vscode.Uri;
  service: Service;
  log: vscode.LogOutputChannel;
}

export class ExplainPanel {
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #pages: Pages;
  /** Until the page has run the form that the editor was asked for. */
  #formIsNew = false;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly session: ExplainSession,
    private readonly context: PanelContext,
  ) {
    view.title = titleOf(session);
    view.iconPath = icon(context.extension);
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(context.extension)] };
    this.#pages = new Pages(view.webview, explainMessages.ready, (connection) => this.#serve(connection));
    const changed = new Soon(SETTLE_MS, () => this.#filesChanged());
    const watchers = filesOf(session).map((file) => watch(file, () => changed.schedule()));
    this.#subscriptions.push(this.#pages, changed, ...watchers);
    view.onDidDispose(() => this.#dispose());
    view.webview.html = panelHtml(view.webview, context.extension, 'explain');
  }

  /** Brings the panel to the front with another explanation of the same pair. */
  ask(form: ExplainForm): void {
    this.#formIsNew = true;
    this.session.runAhead(form);
    this.view.reveal(undefined, true);
    this.#pages.notify(explainMessages.refresh, form);
  }

  /** Brings the panel to the front with a result that is there already. */
  show(form: ExplainForm, result: AttributionResult): void {
    this.#formIsNew = true;
    this.session.show(form, result);
    this.view.reveal(undefined, true);
    this.#pages.notify(explainMessages.refresh, form);
  }

  /** Shows a run's progress in the page, and in a notification while the page is hidden. */
  follow(run: Run): void {
    run.onProgress((progress) => this.#pages.notify(explainMessages.progress, progress));
    const title = `Explaining ${this.view.title}`;
    notifyWhenOutOfSight(title, run, () => this.view.visible, this.view.onDidChangeViewState);
  }

  #serve(connection: MessageConnection): void {
    const { service, log } = this.context;
    connection.onRequest(explainMessages.ready, async () => {
      try {
        return { ...(await this.session.setup()), formIsNew: this.#formIsNew };
      } catch (error) {
        return responseError(error);
      }
    });
    connection.onRequest(
      explainMessages.run,
      async (form: unknown, token: CancellationToken): Promise<ExplainOutcome> => {
        try {
          this.#formIsNew = false;
          const run = this.session.run(parseForm(form));
          token.onCancellationRequested(run.cancel);
          return await run.outcome;
        } catch (error) {
          return { ok: false, error: NetLoupeError.toData(error) };
        }
      },
    );
    connection.onRequest(explainMessages.unsuitable, async (form: unknown) => {
      try {
        return await this.session.unsuitable(parseForm(form));
      } catch (error) {
        return responseError(error);
      }
    });
    connection.onRequest(explainMessages.sanityCheck, async (form: unknown, token: CancellationToken) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      // A page that is gone waits for nothing.
      connection.onDispose(() => controller.abort());
      const onProgress = (progress: Progress) => this.#pages.notify(explainMessages.checkProgress, progress);
      return this.session.sanityCheck(parseForm(form), { signal: controller.signal, onProgress });
    });
    connection.onRequest(explainMessages.compare, async (form: unknown) => {
      const { model, input } = this.session;
      await vscode.commands.executeCommand('netloupe.compareMethods', { model, input, form });
      return null;
    });
    connection.onRequest(explainMessages.export, async (request: unknown) => {
      try {
        return await exportExplanation(parseExport(request), this.session, service);
      } catch (error) {
        void showError(log, error);
        return '';
      }
    });
    connection.onError(([error]) => log.error(error));
  }

  #filesChanged(): void {
    this.session.invalidate();
    // A hidden page asks by itself when it comes back.
    this.#pages.notify(explainMessages.refresh, null);
  }

  #dispose(): void {
    this.session.cancel();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

/** "digit-3.png · digits.onnx" */
function titleOf({ model, input }: ExplainSession): string {
  return `${basename(input)} · ${basename(model)}`;
}

function filesOf({ model, input }: ExplainSession): string[] {
  return [model, splitSpec(input).file];
}

/**
 * A file, or a folder with all that is in it. A pattern with a file's own name would take the brackets in it for a character class; so its
 * folder is watched.
 */
function watch(file: string, changed: () => void): vscode.Disposable {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const base = vscode.Uri.file(isFolder ? file : dirname(file));
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(base, isFolder ? '**' : '*'));
  const { path } = vscode.Uri.file(file);
  const whenOurs = (uri: vscode.Uri) => {
    if (isFolder || uri.path === path) changed();
  };
  const gone = isFolder ? [watcher.onDidDelete(whenOurs)] : [];
  return vscode.Disposable.from(watcher, watcher.onDidChange(whenOurs), watcher.onDidCreate(whenOurs), ...gone);
}

function icon(extension: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const file = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
  return { light: file('panel-light.svg'), dark: file('panel-dark.svg') };
}
