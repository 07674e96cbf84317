/**
 * Hovers in Python, JavaScript and TypeScript, in files and notebook cells: on layer definitions, and on paths of
 * models and data.
 */
import * as vscode from 'vscode';
import type { Service } from '../../shared/requests';
import type { ModelFiles } from '../models/modelFiles';
import { FileHover } from './fileHover';
import { LayerHover } from './layerHover';
import { ModelLayers } from './modelLayers';
import { languageIds } from './languages';

export function createHovers(
  service: Pick<Service, 'describeModel' | 'describeWeights' | 'describeFile'>,
  files: Pick<ModelFiles, 'list'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const models = new ModelLayers(files, service, log);
  const selector = languageIds.map((language) => ({ language }));
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(selector, new LayerHover(models)),
    vscode.languages.registerHoverProvider(selector, new FileHover(models, service)),
  );
}
