/** The capacity panel on screen: a webview, and the answers to its page. `measure.ts` measures and keeps. */
import type * as vscode from 'vscode';
import { perceptronCapacity } from '../../methods/capacity/perceptronCapacity';
import { describeMethod } from '../../methods/method';
import { capacityEditor, type CapacityEditor } from '../../shared/api/capacity';
import type { CallOptions, Service } from '../../shared/requests';
import type { Activity } from '../activity';
import { copyText, saveFile } from '../page/files';
import { showPage, type PageContext } from '../page/show';
import type { Measurements } from './measure';
import { openPoints } from './openPoints';

export const viewType = 'netloupe.capacity';

export interface PanelContext extends PageContext {
  service: Service;
  activity: Activity;
  measurements: Measurements;
}

export class CapacityPanel {
  constructor(
    readonly view: vscode.WebviewPanel,
    private readonly context: PanelContext,
  ) {
    showPage(view, context, {
      name: 'capacity',
      title: 'Perceptron Capacity',
      serve: (page) => page.serve(capacityEditor, this.#answers()),
    });
  }

  #answers(): CapacityEditor {
    const { service, activity, measurements } = this.context;
    const tracked = <Request, Answer>(act: (request: Request, options?: CallOptions) => Promise<Answer>) => {
      return (request: Request, options?: CallOptions) => activity.track(act(request, options), () => undefined);
    };
    return {
      ready: async () => ({ method: describeMethod(perceptronCapacity), ...(await measurements.known()) }),
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
