/**
 * One panel on screen: a webview and the session behind it. The page may come and go; the session stays until the tab
 * is closed.
 */
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import {
  explainEditor,
  explainPage,
  type ExplainEditor,
  type ExplainForm,
  type ExplainPage,
} from '../../shared/api/explain';
import type { Service } from '../../shared/requests';
import type { AttributionResult } from '../../shared/results';
import { resultOf } from '../runs/outcome';
import { Soon } from '../soon';
import type { Memory } from '../ask/choice';
import { arrayStep, dataStep, type FileChoice } from '../ask/fileSteps';
import { askSteps } from '../ask/wizard';
import { splitSpec } from '../fileTypes';
import { localPath } from '../localFile';
import { showPage, type PageContext } from '../page/show';
import { filesBeside } from './beside';
import { exportExplanation } from './exports';
import { notifyWhenOutOfSight } from './progress';
import type { ExplainSession, Run } from './session';

export const viewType = 'netloupe.explain';

/** Pictures are copied into a folder one after the other; one new run for all of them is enough. */
const SETTLE_MS = 300;

export interface PanelContext extends PageContext {
  service: Service;
  memory: Memory;
}

export class ExplainPanel {
  readonly #changed = new Soon(SETTLE_MS, () => this.#filesChanged());
  #watchers = vscode.Disposable.from();
  /** The current page, or the last one, which no longer listens. */
  #page: ExplainPage | undefined;
  /** Set until the page has run the form that the editor requested. */
  #formIsNew = false;

  constructor(
    readonly view: vscode.WebviewPanel,
    readonly session: ExplainSession,
    private readonly context: PanelContext,
  ) {
    showPage(view, context, {
      name: 'explain',
      title: titleOf(session),
      serve: (page) => {
        page.serve(explainEditor, this.#answers());
        this.#page = page.teller(explainPage);
      },
    });
    this.#watchFiles();
    view.onDidDispose(() => this.#dispose());
  }

  /** Brings the panel to the front with another explanation of the same pair. */
  ask(form: ExplainForm): void {
    this.#formIsNew = true;
    this.session.runAhead(form);
    this.view.reveal(undefined, true);
    this.#page?.refresh(form);
  }

  /** Brings the panel to the front with an existing result. */
  show(form: ExplainForm, result: AttributionResult): void {
    this.#formIsNew = true;
    this.session.show(form, result);
    this.view.reveal(undefined, true);
    this.#page?.refresh(form);
  }

  /** Other data for the same model, in place of what the panel shows. */
  takeData(input: string | undefined): void {
    if (input === undefined || input === this.session.input) return;
    this.session.changeData(input);
    this.view.title = titleOf(this.session);
    this.#watchFiles();
    this.#page?.refresh();
  }

  /** Shows a run's progress in a notification while the page is hidden. */
  follow(run: Run): void {
    const title = `Explaining ${this.view.title}`;
    notifyWhenOutOfSight(title, run, () => this.view.visible, this.view.onDidChangeViewState);
  }

  #answers(): ExplainEditor {
    const { session, context } = this;
    return {
      ready: async () => ({ ...(await session.setup()), formIsNew: this.#formIsNew }),
      run: async (form, options) => {
        this.#formIsNew = false;
        return resultOf(await session.run(form).follow(options));
      },
      chooseData: async () => this.takeData(await askData(context, { model: session.model })),
      takeFile: async (uri) => {
        const input = localPath(vscode.Uri.parse(uri, true));
        this.takeData(await askData(context, { model: session.model, input }));
      },
      stepFile: async (step) => this.takeData((await filesBeside(session.input))[step]),
      unsuitable: (form) => session.unsuitable(form),
      checkSanity: async (form, options = {}) => resultOf(await session.checkSanity(form, options)),
      compare: async (form) => {
        const { model, input } = session;
        await vscode.commands.executeCommand('netloupe.compareMethods', { model, input, form });
      },
      export: (request) => exportExplanation(request, session, context.service),
    };
  }

  #filesChanged(): void {
    this.session.invalidate();
    // A hidden page asks by itself when it comes back.
    this.#page?.refresh();
  }

  #watchFiles(): void {
    this.#watchers.dispose();
    this.#watchers = vscode.Disposable.from(
      ...filesOf(this.session).map((file) => watch(file, () => this.#changed.schedule())),
    );
  }

  #dispose(): void {
    this.session.cancel();
    this.#changed.dispose();
    this.#watchers.dispose();
  }
}

/** Data for a model; nothing is asked that `choice` says already. Undefined when the person closes the question. */
async function askData({ service, memory }: PanelContext, choice: FileChoice): Promise<string | undefined> {
  const steps = [dataStep(service, memory, 'The data whose prediction to explain'), arrayStep(service)];
  return (await askSteps('NetLoupe: Choose Data', steps, choice))?.input;
}

/** "digit-3.png · digits.onnx" */
function titleOf({ model, input }: ExplainSession): string {
  return `${basename(input)} · ${basename(model)}`;
}

function filesOf({ model, input }: ExplainSession): string[] {
  return [model, splitSpec(input).file];
}

/**
 * A file, or a folder with everything in it. A glob with a file's own name would read its brackets as a character
 * class, so the folder is watched instead.
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
