/** Asks for a unit of a layer. */
import * as vscode from 'vscode';
import type { LayerDescription } from '../../shared/description';
import { checkIndex, layerTitle, middleIndex, unitShape, unitTarget } from '../unit';
import { shapeText } from '../units';

/** The target, or undefined if cancelled. */
export async function askUnit(layer: LayerDescription): Promise<string | undefined> {
  const shape = unitShape(layer);
  const index = await vscode.window.showInputBox({
    title: `Explain a unit of ${layerTitle(layer)}`,
    prompt: `Position of the unit in ${layer.output} ${shapeText(shape)}, without the batch`,
    value: middleIndex(shape),
    validateInput: (text) => checkIndex(text, shape),
  });
  return index === undefined ? undefined : unitTarget(layer, index);
}
