/** The extension's entry point: wires the features of src/editor to VS Code; nothing else. */
import * as vscode from 'vscode';
import { Activity } from './editor/activity';
import { registerCommand } from './editor/commands';
import { onFirstUse } from './editor/contributions';
import { createHovers } from './editor/hover';
import { createKernel } from './editor/kernel';
import { Ledgers } from './editor/ledgers';
import { createModels } from './editor/models';
import { OnFirstUse } from './editor/onFirstUse';
import { createStatusBar } from './editor/statusBar';
import type { TestApi } from './editor/testApi';

export async function activate(context: vscode.ExtensionContext): Promise<TestApi | undefined> {
  const log = vscode.window.createOutputChannel('NetLoupe', { log: true });
  const kernel = createKernel(context.extensionUri, log);
  const { service } = kernel;
  const activity = new Activity();
  const ledgers = new Ledgers();
  const models = createModels(service, ledgers, log);
  const features = new OnFirstUse(
    onFirstUse,
    async () => {
      const { createFeatures } = await import('./editor/features');
      return () => createFeatures({ context, service, ledgers, activity, log });
    },
    log,
  );
  context.subscriptions.push(
    features,
    models,
    ledgers,
    createHovers(service, models.files, log),
    createStatusBar(service, activity, log),
    activity,
    { dispose: () => kernel.dispose() },
    registerCommand(log, 'netloupe.showLog', () => log.show()),
    log,
  );
  if (context.extensionMode !== vscode.ExtensionMode.Test) return undefined;
  return { kernel, models: models.tree, ...(await features.load()) };
}
