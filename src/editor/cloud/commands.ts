/**
 * The commands "Show Embedding…", from files, models and layers, several of which are shown side by side, and "Show
 * Embedding Across Checkpoints…".
 */
import * as vscode from 'vscode';
import type { CloudQuestion } from '../../shared/cloud/question';
import type { Service } from '../../shared/requests';
import { registerCommand } from '../commands';
import type { WorkspaceRuns } from '../runs/workspaceRuns';
import { askSteps } from '../ask/wizard';
import { localPath } from '../localFile';
import type { LayerNode, ModelNode, Node } from '../models/modelNodes';
import { readSettings } from '../settings';
import { makeRoom } from './arrange';
import { checkpointsStep, commonLayerStep } from './filmSteps';
import { findKept, type FoundCloud } from './kept';
import {
  arrayStep,
  choiceOf,
  dataStep,
  layerStep,
  methodStep,
  sourceStep,
  type CloudChoice,
  type CloudSource,
} from './steps';

/** A requested cloud, with what was found of it. */
export interface AskedCloud {
  question: CloudQuestion;
  found?: FoundCloud | undefined;
}

export interface CloudCommandsContext {
  service: Service;
  runs: WorkspaceRuns;
  log: vscode.LogOutputChannel;
  /** Several are the steps of a film. */
  open(asked: readonly AskedCloud[], column?: vscode.ViewColumn, runner?: Pick<Service, 'run'>): unknown;
  /** For clouds that run one after the other. */
  inTurn(): Pick<Service, 'run'>;
}

export function registerCloudCommands({ service, runs, log, open, inTurn }: CloudCommandsContext): vscode.Disposable {
  const data = [dataStep(service), arrayStep(service)];
  const ask = async (given: CloudChoice): Promise<void> => {
    const steps = [sourceStep, ...data, layerStep(service), methodStep(service)];
    const questions = questionsOf(await askSteps('NetLoupe: Show Embedding', steps, given));
    if (questions.length < 2) {
      for (const question of questions) open([{ question }]);
      return;
    }
    await makeRoom(questions.length);
    const runner = inTurn();
    for (const [i, question] of questions.entries()) open([{ question }], i + 1, runner);
  };
  const askFilm = async (given: CloudChoice): Promise<void> => {
    const steps = [checkpointsStep, ...data, commonLayerStep(service), methodStep(service)];
    const questions = questionsOf(await askSteps('NetLoupe: Show Embedding Across Checkpoints', steps, given));
    const asked = questions.map(async (question) => {
      const store = runs.of(question.model ?? question.input)?.store;
      return { question, found: store && (await findKept(store, question)) };
    });
    if (asked.length > 0) open(await Promise.all(asked));
  };
  return vscode.Disposable.from(
    registerCommand(log, 'netloupe.embed', (given: unknown) => ask(choiceOf(given))),
    registerCommand(log, 'netloupe.embedModel', ({ uri }: ModelNode) => ask({ model: localPath(uri) })),
    registerCommand(log, 'netloupe.embedLayer', (node: LayerNode, nodes: readonly Node[] = [node]) =>
      ask(sourcesOf(nodes)),
    ),
    registerCommand(log, 'netloupe.embedFilm', (given: unknown) => askFilm(choiceOf(given))),
    registerCommand(log, 'netloupe.embedModels', (node: ModelNode, nodes: readonly Node[] = [node]) =>
      askFilm(choiceOf({ models: nodes.flatMap((each) => (each.kind === 'model' ? localPath(each.uri) : [])) })),
    ),
  );
}

/** None if cancelled. */
function questionsOf(choice: CloudChoice | undefined): CloudQuestion[] {
  const { input, method, parameters = {}, sources = [{}] } = choice ?? {};
  if (input === undefined || method === undefined) return [];
  const { device } = readSettings();
  return sources.map((source) => ({ input, method, parameters, seed: 0, device, ...source }));
}

/** The rows selected in the Models view: layers, and inputs, which mean the data's own rows. */
function sourcesOf(nodes: readonly Node[]): CloudChoice {
  const sources = nodes.flatMap((node): CloudSource[] => {
    if (node.kind === 'layer') return [{ model: localPath(node.model.uri), layer: node.layer.output }];
    return node.kind === 'value' && node.role === 'input' ? [{}] : [];
  });
  return { model: sources.find(({ model }) => model !== undefined)?.model ?? null, sources };
}
