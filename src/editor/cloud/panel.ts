/**
 * Clouds of the same data on screen, one or the steps of a film: a webview, and the answers to what its page asks. Each run and its
 * result are a session's.
 */
import * as vscode from 'vscode';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { methods } from '../../methods';
import {
  cloudMessages,
  type CloudData,
  type CloudChoices,
  type CloudExport,
  type CloudForm,
  type CloudLink,
  type CloudQuestion,
  type CloudSetup,
  type SelectionRequest,
} from '../../shared/cloud/panel';
import { stepMessage } from '../../shared/cloud/film';
import type { Column, SamplesRequest, ThumbnailsRequest } from '../../shared/dataset';
import type { LayoutFrame, Steer } from '../../shared/embedding';
import { warnOnce } from '../commands';
import { Pages, responseError } from '../explain/wire';
import { panelHtml, webviewFolder } from '../page/html';
import { readSettings } from '../settings';
import { withChosen, type ChosenContext } from './chosen';
import { exportCloud } from './exports';
import type { SamplesService } from './joinedSamples';
import type { CloudLinks } from './links';
import { OneAtATime } from './oneAtATime';
import { cloudTitle, filmTitle, stepTitles } from './question';
import type { CloudSession } from './session';

export const viewType = 'netloupe.cloud';

export interface PanelContext extends Pick<ChosenContext, 'explain' | 'open'> {
  extension: vscode.Uri;
  service: SamplesService;
  choices(): Promise<CloudChoices>;
  /** Says what was done; '' if cancelled. */
  addPoints(shown: CloudSession): Promise<string>;
  links: CloudLinks;
  log: vscode.LogOutputChannel;
}

export class CloudPanel {
  readonly #pages: Pages;
  /** Asked once for each, whatever comes and goes. */
  #data: Promise<CloudData> | undefined;
  #choices: Promise<CloudChoices> | undefined;
  readonly #modelColumns = new Map<CloudSession, Promise<Column[]>>();
  readonly #frames: OneAtATime<LayoutFrame>[];

  /** `sessions` are of the same data; several are the steps of a film. */
  constructor(
    readonly view: vscode.WebviewPanel,
    readonly sessions: readonly CloudSession[],
    private readonly context: PanelContext,
  ) {
    const { extension } = context;
    const showTitle = (): void => {
      const questions = sessions.map(questionOf);
      view.title = sessions.length > 1 ? filmTitle(questions) : cloudTitle(questions[0]!);
    };
    showTitle();
    const icon = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
    view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    this.#pages = new Pages(view.webview, cloudMessages.ready, (connection) => {
      for (const step of sessions.keys()) this.#serve(connection, step);
      connection.onNotification(cloudMessages.link, (link: CloudLink) => context.links.tell(this, link));
      connection.onError(([error]) => context.log.error(error));
    });
    this.#frames = sessions.map((session, step) => {
      const tell = (message: string, of: unknown): void => this.#pages.notify(stepMessage(message, step), of);
      const frames = new OneAtATime<LayoutFrame>((frame) => tell(cloudMessages.frame, frame));
      session.onFrame = (frame) => frames.send(frame);
      session.onShow = showTitle;
      session.onProgress = (progress) => tell(cloudMessages.progress, progress);
      return frames;
    });
    view.onDidDispose(() => {
      for (const session of sessions) session.cancel();
      this.#pages.dispose();
    });
    view.webview.html = panelHtml(view.webview, extension, 'cloud');
  }

  /** Shows what was chosen in another cloud. */
  link(link: CloudLink): void {
    this.#pages.notify(cloudMessages.link, link);
  }

  /** The first step. */
  get session(): CloudSession {
    return this.sessions[0]!;
  }

  #serve(connection: MessageConnection, step: number): void {
    const { context } = this;
    const { service } = context;
    const session = this.sessions[step]!;
    const frames = this.#frames[step]!;
    const { input } = session.question;
    frames.start();
    const name = (message: string): string => stepMessage(message, step);
    const answer = <Request, Answer>(message: string, act: (request: Request) => Promise<Answer>): void => {
      connection.onRequest(name(message), async (request: Request) => {
        try {
          return await act(request);
        } catch (error) {
          return responseError(error);
        }
      });
    };
    answer(cloudMessages.ready, () => Promise.resolve(this.#setup(session)));
    connection.onRequest(name(cloudMessages.settle), async (form: CloudForm | null, token: CancellationToken) => {
      token.onCancellationRequested(() => session.cancel());
      await session.settle(form ?? undefined);
      return this.#setup(session);
    });
    answer(cloudMessages.back, () => {
      session.back();
      return Promise.resolve(this.#setup(session));
    });
    answer(cloudMessages.choices, () => (this.#choices ??= context.choices()));
    answer(cloudMessages.data, () => this.#readData());
    answer(cloudMessages.modelColumns, () => this.#askModel(session));
    answer(cloudMessages.thumbnails, (request: Omit<ThumbnailsRequest, 'data'>) =>
      service.thumbnails({ ...request, data: input }),
    );
    answer(cloudMessages.samples, (request: Omit<SamplesRequest, 'data'>) =>
      service.readSamples({ ...request, data: input }),
    );
    answer(cloudMessages.selection, async (request: SelectionRequest) =>
      withChosen(request, {
        ...context,
        question: session.question,
        run: session.run,
        columns: await this.#columns(session),
      }),
    );
    answer(cloudMessages.export, async (request: CloudExport) =>
      exportCloud(request, {
        question: session.question,
        result: session.result,
        // What one model says of the samples is not said by all steps of a film.
        columns: request.kind === 'film' ? (await this.#readData()).columns : await this.#columns(session),
        film: this.sessions,
        service,
      }),
    );
    answer(cloudMessages.addPoints, () => context.addPoints(session));
    connection.onNotification(name(cloudMessages.steer), (command: Steer) => session.steer(command));
    connection.onNotification(name(cloudMessages.frameTaken), () => frames.taken(session.isRunning));
  }

  #setup(session: CloudSession): CloudSetup {
    const { question, asked, run, notKept, result, hasEarlier, isRunning, frame, paused, error } = session;
    const { input: _input, model: _model, ...form } = asked;
    const link = this.context.links.of(question);
    return {
      question,
      asked: form,
      hasEarlier,
      isRunning,
      title: cloudTitle(question),
      methodTitle: methods.find(({ id }) => id === question.method)?.title ?? question.method,
      ...(run && { run }),
      ...(notKept !== undefined && { notKept }),
      ...(result && { result }),
      ...(frame && { frame }),
      ...(paused && { paused }),
      ...(link && { link }),
      ...(error && { error }),
      ...(session === this.session && this.sessions.length > 1 && { film: this.#film() }),
    };
  }

  #film(): NonNullable<CloudSetup['film']> {
    const titles = stepTitles(this.sessions.map(questionOf));
    return this.sessions.map(({ question, run }, step) => ({ title: titles[step]!, question, ...(run && { run }) }));
  }

  #readData(): Promise<CloudData> {
    const { service } = this.context;
    const { input } = this.session.question;
    return (this.#data ??= (async () => {
      const description = await service.describeDataset(input);
      return { description, columns: await service.readColumns({ data: input }) };
    })());
  }

  #askModel(session: CloudSession): Promise<Column[]> {
    const { model, input, device } = session.question;
    if (model === undefined) return Promise.resolve([]);
    const { memoryBudget } = readSettings();
    const known = this.#modelColumns.get(session);
    if (known) return known;
    const asked = (async () => {
      const { service, log } = this.context;
      const columns = await service.modelColumns({ model, data: input, device, memoryBudget }, {});
      const remark = columns.find((column) => column.remark !== undefined)?.remark;
      if (remark !== undefined) void warnOnce(log, `labels ${model} ${input}`, remark);
      return columns;
    })();
    this.#modelColumns.set(session, asked);
    return asked;
  }

  /** As far as they can be had: a map of rows that no classifier takes is exported without predictions. */
  async #columns(session: CloudSession): Promise<Column[]> {
    const [data, model] = await Promise.allSettled([this.#readData(), this.#askModel(session)]);
    const own = data.status === 'fulfilled' ? data.value.columns : [];
    return [...own, ...(model.status === 'fulfilled' ? model.value : [])];
  }
}

function questionOf({ question }: CloudSession): CloudQuestion {
  return question;
}
