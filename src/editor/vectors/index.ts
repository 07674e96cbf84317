/**
 * The commands "Vector Arithmetic…" and their panels: opened from files, from the layers of models, and after a reload
 * of the window.
 */
import * as vscode from 'vscode';
import type { Service } from '../../shared/requests';
import type { VectorSource } from '../../shared/vectors/requests';
import { registerCommand } from '../commands';
import { askSteps } from '../ask/wizard';
import { localPath } from '../localFile';
import type { LayerNode } from '../models/modelNodes';
import { Panels } from '../page/panels';
import { arrayStep, fileStep, namesStep, sourceOf, type VectorsChoice } from './choose';
import { parseState, VectorsPanel, viewType, type VectorsPanelContext } from './panel';

export interface VectorsContext extends VectorsPanelContext {
  service: VectorsPanelContext['service'] & Pick<Service, 'describeFile' | 'describeModel'>;
}

export function createVectors(context: VectorsContext): vscode.Disposable {
  const { service, log } = context;
  const panels = new Panels(viewType, (view, state) => new VectorsPanel(view, parseState(state).source, context));
  const open = (source: VectorSource): void => {
    const shown = panels.find(({ source: { vectors, names } }) => vectors === source.vectors && names === source.names);
    if (shown) shown.view.reveal();
    else panels.open((view) => new VectorsPanel(view, source, context));
  };
  const ask = async (given: VectorsChoice): Promise<void> => {
    const choice = await askSteps('NetLoupe: Vector Arithmetic', [fileStep, arrayStep(service), namesStep], given);
    if (choice?.file !== undefined) open(sourceOf(choice));
  };
  return vscode.Disposable.from(
    panels,
    registerCommand(log, 'netloupe.vectors', (given: unknown) => {
      const { vectors, names } = (given ?? {}) as Partial<VectorSource>;
      if (given instanceof vscode.Uri) return ask({ file: localPath(given) });
      return typeof vectors === 'string' ? open({ vectors, ...(names !== undefined && { names }) }) : ask({});
    }),
    registerCommand(log, 'netloupe.vectorsOfLayer', ({ model, layer }: LayerNode) =>
      ask({ file: localPath(model.uri), array: layer.embedding! }),
    ),
  );
}
