/**
 * The command "Collect Activations…": activations of layers over a data set, written to a file that is a data set of
 * its own.
 */
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ActivationsAnswer } from '../../shared/dataset';
import { poolings } from '../../shared/embedding';
import { ArgumentError } from '../../shared/errors';
import type { Service } from '../../shared/requests';
import type { Activity } from '../activity';
import { registerCommand, showError } from '../commands';
import type { Memory } from '../ask/choice';
import { arrayStep, dataStep, modelStep } from '../ask/fileSteps';
import { askSteps } from '../ask/wizard';
import { hasExtension, modelExtensions, splitSpec } from '../fileTypes';
import { localPath } from '../localFile';
import type { LayerNode, ModelNode, Node } from '../models/modelNodes';
import { readSettings } from '../settings';
import { layersStep, poolingStep, type ActivationsChoice } from './steps';

export interface ActivationsContext {
  service: Service;
  activity: Activity;
  memory: Memory;
  log: vscode.LogOutputChannel;
}

const TITLE = 'NetLoupe: Collect Activations';

export function createActivations(context: ActivationsContext): vscode.Disposable {
  const { service, memory, log } = context;
  const steps = [
    modelStep<ActivationsChoice>(),
    dataStep<ActivationsChoice>(service, memory, 'The data whose activations to collect'),
    arrayStep<ActivationsChoice>(service),
    layersStep(service),
    poolingStep(service),
  ];
  const ask = async (given: ActivationsChoice & { out?: string }): Promise<void> => {
    const choice = (await askSteps(TITLE, steps, given)) as Required<ActivationsChoice> | undefined;
    const out = choice && (given.out ?? (await askFile(choice)));
    if (choice && out !== undefined) await collect(context, choice, out);
  };
  return vscode.Disposable.from(
    registerCommand(log, 'netloupe.collectActivations', (given: unknown) => ask(choiceOf(given))),
    registerCommand(log, 'netloupe.collectModelActivations', ({ uri }: ModelNode) => ask({ model: localPath(uri) })),
    registerCommand(log, 'netloupe.collectLayerActivations', (clicked: LayerNode, selected: readonly Node[] = []) =>
      ask(choiceOfLayers(selected.length > 1 ? selected : [clicked])),
    ),
  );
}

/** What the command received: nothing (palette), a file (explorer), or an object (scripts). */
function choiceOf(given: unknown): ActivationsChoice & { out?: string } {
  if (given instanceof vscode.Uri) {
    const path = localPath(given);
    return hasExtension(path, modelExtensions) ? { model: path } : { input: path };
  }
  const { model, input, layers, pooling, out } = (given ?? {}) as Record<string, unknown>;
  const known = poolings.find((one) => one === pooling);
  return {
    ...(typeof model === 'string' && { model }),
    ...(typeof input === 'string' && { input }),
    ...(Array.isArray(layers) && { layers: layers.map(String) }),
    ...(known && { pooling: known }),
    ...(typeof out === 'string' && { out }),
  };
}

function choiceOfLayers(nodes: readonly Node[]): ActivationsChoice {
  const layers = nodes.filter((node): node is LayerNode => node.kind === 'layer');
  const models = [...new Set(layers.map(({ model }) => localPath(model.uri)))];
  if (models.length > 1)
    throw new ArgumentError('The layers belong to several models; collect those of one model at a time.');
  return { model: models[0]!, layers: layers.map(({ layer }) => layer.output) };
}

/** Beside the data, named after it and the model. */
async function askFile({ model, input }: Required<ActivationsChoice>): Promise<string | undefined> {
  const { file } = splitSpec(input);
  const stem = (path: string): string => basename(path, extname(path));
  const uri = await vscode.window.showSaveDialog({
    title: TITLE,
    defaultUri: vscode.Uri.file(join(dirname(file), `${stem(file)}.${stem(model)}.activations.npz`)),
    filters: { 'NumPy arrays': ['npz'] },
  });
  return uri && localPath(uri);
}

async function collect(
  { service, activity, log }: ActivationsContext,
  { model, input, layers, pooling }: Required<ActivationsChoice>,
  out: string,
): Promise<void> {
  const { device, memoryBudget } = readSettings();
  const request = { model, data: input, layers: [...layers], pooling, out, device, memoryBudget };
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Collecting activations of ${basename(input)}`,
      cancellable: true,
    },
    (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let before = 0;
      const work = service.activations(request, {
        signal: controller.signal,
        onProgress: ({ fraction, message }) => {
          progress.report({ message, increment: 100 * (fraction - before) });
          before = fraction;
        },
      });
      return activity.track(work, (done) => done.device);
    },
  );
  for (const sentence of answer.conventions) log.info(sentence);
  // Does not wait for the notification: the command is done when the file exists.
  void offer(answer, out).catch((error: unknown) => showError(log, error));
}

async function offer({ layers, seconds, device }: ActivationsAnswer, out: string): Promise<void> {
  const [first] = layers;
  const what = layers.length === 1 ? `“${first!.layer}”` : `${layers.length} layers`;
  const picked = await vscode.window.showInformationMessage(
    `Wrote ${basename(out)}: ${what} for ${first!.shape[0]!.toLocaleString('en')} samples (${seconds.toFixed(1)} s on ${device}).`,
    'Show Embedding',
    'Reveal',
  );
  const uri = vscode.Uri.file(out);
  if (picked === 'Show Embedding')
    await vscode.commands.executeCommand('netloupe.embed', {
      model: null,
      input: layers.length === 1 ? `${out}#${first!.layer}` : out,
    });
  else if (picked === 'Reveal')
    await vscode.commands.executeCommand(
      vscode.workspace.getWorkspaceFolder(uri) ? 'revealInExplorer' : 'revealFileInOS',
      uri,
    );
}
