/** The capacity panel on screen: a webview, and the answers to its page. `measure.ts` measures and keeps. */
import * as vscode from 'vscode';
import { methodById } from '../../methods';
import { describeMethod } from '../../methods/method';
import { capacityEditor, measuredMethod, type CapacityEditor } from '../../shared/api/capacity';
import type { CallOptions, Service } from '../../shared/requests';
import type { Activity } from '../activity';
import { PageConnection } from '../page/connection';
import { copyText, saveFile } from '../page/files';
import { panelHtml, webviewFolder } from '../page/html';
import type { Measurements } from './measure';
import { openPoints } from './openPoints';

export const viewType = 'netloupe.capacity';

export interface PanelContext {
  extension: vscode.Uri;
  service: Service;
  activity: Activity;
  log: vscode.LogOutputChannel;
  measurements: Measurements;
}

export class CapacityPanel {
  constructor(
    readonly view: vscode.WebviewPanel,
    private readonly context: PanelContext,
  ) {
    const { extension } = context;
    view.title = 'Perceptron Capacity';
    const icon = (name: string) => vscode.Uri.joinPath(extension, 'media', name);
    view.iconPath = { light: icon('panel-light.svg'), dark: icon('panel-dark.svg') };
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    const connection = new PageConnection(view.webview, context.log, (page) =>
      page.serve(capacityEditor, this.#answers()),
    );
    view.onDidDispose(() => connection.dispose());
    view.webview.html = panelHtml(view.webview, extension, 'capacity');
  }

  #answers(): CapacityEditor {
    const { service, activity, measurements } = this.context;
    const tracked = <Request, Answer>(act: (request: Request, options?: CallOptions) => Promise<Answer>) => {
      return (request: Request, options?: CallOptions) => activity.track(act(request, options), () => undefined);
    };
    return {
      ready: async () => ({ method: describeMethod(methodById(measuredMethod)), ...(await measurements.known()) }),
      count: tracked((set, options) => service.countLabelings(set, options)),
      separate: tracked((request, options) => service.separate(request, options)),
      solve: tracked((request, options) => service.solveWithHiddenLayer(request, options)),
      measure: measurements.measure,
      openPoints: () => openPoints(service),
      save: saveFile,
      copy: copyText,
    };
  }
}
