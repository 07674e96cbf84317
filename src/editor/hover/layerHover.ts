/**
 * The hover over a layer definition: what the code says at once, and what a model of the workspace adds once it is
 * known.
 */
import * as vscode from 'vscode';
import { late, within } from './answers';
import { layerText } from './layerText';
import { hoverOf, mapOfTheme, milliseconds, pathOfDocument } from './looks';
import type { ModelLayers } from './modelLayers';
import { definitionsIn } from './source/definition';
import { CodeWindow } from './codeWindow';

export class LayerHover implements vscode.HoverProvider {
  constructor(private readonly models: ModelLayers) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const start = performance.now();
    if (!vscode.workspace.getConfiguration('netloupe', document).get('hover.layers', true)) return undefined;
    const window = CodeWindow.around(document, position);
    if (!window || !/linear|conv|dense/i.test(window.nearby)) return undefined;
    const { here, all } = definitionsIn(window.text, window.language, window.offset, window.importers);
    if (!here) return undefined;
    const answer = this.models.find(pathOfDocument(document), here, window.isWhole ? all : [], mapOfTheme());
    const left = () => milliseconds - (performance.now() - start);
    const trained = await within(left(), answer, token.onCancellationRequested);
    if (token.isCancellationRequested) return undefined;
    const text = layerText(here, trained === late ? 'searching' : trained);
    return hoverOf(text, window.range(here.start, here.end));
  }
}
