/** A cloud panel: one map or the steps of a film, all of the same data, in a webview; and the answers to its page. */
import type * as vscode from 'vscode';
import { methods } from '../../methods';
import {
  cloudEditor,
  cloudPage,
  type CloudChoices,
  type CloudEditor,
  type CloudLink,
  type CloudMap,
  type CloudPage,
  type CloudSetup,
} from '../../shared/api/cloud';
import type { CloudQuestion } from '../../shared/cloud/question';
import { methodTitle } from '../runs/methodTitle';
import { addsTo } from './addPoints';
import { showPage, type PageContext } from '../page/show';
import { withChosen, type ChosenContext } from './chosen';
import { CloudColumns } from './columns';
import { exportCloud } from './exports';
import type { SamplesService } from './joinedSamples';
import type { CloudLinks } from './links';
import { cloudTitle, filmTitle, stepTitles } from './question';
import type { CloudSession } from './session';

export const viewType = 'netloupe.cloud';

export interface PanelContext extends PageContext, Pick<ChosenContext, 'explain' | 'open'> {
  service: SamplesService;
  choices(): Promise<CloudChoices>;
  addPoints(shown: CloudSession): Promise<void>;
  links: CloudLinks;
}

export class CloudPanel {
  readonly #columns: CloudColumns;
  #choices: Promise<CloudChoices> | undefined;
  #page: CloudPage | undefined;

  /** `sessions` are of the same data; several are the steps of a film. */
  constructor(
    readonly view: vscode.WebviewPanel,
    readonly sessions: readonly CloudSession[],
    private readonly context: PanelContext,
  ) {
    const { service, log } = context;
    this.#columns = new CloudColumns(service, this.session.question.input, log);
    for (const session of sessions) session.onShow = () => (view.title = this.#title);
    view.onDidDispose(() => {
      for (const session of sessions) session.cancel();
    });
    showPage(view, context, {
      name: 'cloud',
      title: this.#title,
      serve: (page) => {
        page.serve(cloudEditor, this.#answers());
        this.#page = page.teller(cloudPage);
      },
    });
  }

  /** Shows the selection of another cloud. */
  link(link: CloudLink): void {
    this.#page?.link(link);
  }

  /** The first step. */
  get session(): CloudSession {
    return this.sessions[0]!;
  }

  get #title(): string {
    const questions = this.sessions.map(questionOf);
    return questions.length > 1 ? filmTitle(questions) : cloudTitle(questions[0]!);
  }

  #answers(): CloudEditor {
    const { sessions, context } = this;
    const { service, links } = context;
    const { input } = this.session.question;
    const columns = this.#columns;
    const at = (step: number): CloudSession => sessions[step]!;
    return {
      ready: () => Promise.resolve(this.#setup()),
      map: (step) => Promise.resolve(mapOf(at(step))),
      settle: async ({ step, form }, options) => {
        await at(step).settle(form, options);
        return mapOf(at(step));
      },
      back: (step) => {
        at(step).back();
        return Promise.resolve(mapOf(at(step)));
      },
      modelColumns: (step) => columns.ofModel(at(step)),
      addPoints: (step) => context.addPoints(at(step)),
      useSelection: async ({ step, ...request }) => {
        const { question, run } = at(step);
        return withChosen(request, { ...context, question, run, columns: await columns.all(at(step)) });
      },
      export: async ({ step, ...request }) => {
        const { question, result } = at(step);
        // One model's predictions do not apply to all steps of a film.
        const known = request.kind === 'film' ? (await columns.data()).columns : await columns.all(at(step));
        return exportCloud(request, { question, result, columns: known, film: sessions, service });
      },
      choices: () => (this.#choices ??= context.choices()),
      data: () => columns.data(),
      thumbnails: (request) => service.thumbnails({ ...request, data: input }),
      samples: (request) => service.readSamples({ ...request, data: input }),
      link: (link) => Promise.resolve(links.tell(this, link)),
    };
  }

  #setup(): CloudSetup {
    const titles = stepTitles(this.sessions.map(questionOf));
    const link = this.context.links.of(this.session.question);
    return {
      steps: this.sessions.map(({ question, run }, i) => ({ title: titles[i]!, question, ...(run && { run }) })),
      ...(link && { link }),
    };
  }
}

function mapOf(session: CloudSession): CloudMap {
  const { question, asked, run, notKept, result, hasEarlier, isRunning, paused, error } = session;
  const { input: _input, model: _model, ...form } = asked;
  return {
    question,
    asked: form,
    title: cloudTitle(question),
    methodTitle: methodTitle(question.method),
    commands: Object.keys(methods.find(({ id }) => id === asked.method)?.steering ?? {}),
    takesPoints: methods.some((method) => addsTo(method, question.method)),
    hasEarlier,
    isRunning,
    paused,
    ...(run && { run }),
    ...(notKept !== undefined && { notKept }),
    ...(result && { result }),
    ...(error && { error }),
  };
}

function questionOf({ question }: CloudSession): CloudQuestion {
  return question;
}
