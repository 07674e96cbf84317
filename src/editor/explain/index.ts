/** The command "Explain Prediction…", with its questions and its panels. */
import * as vscode from 'vscode';
import type { Service } from '../../shared/requests';
import { registerCommand } from '../commands';
import { dataExtensions, hasExtension, modelExtensions } from '../fileTypes';
import { localPath } from '../localFile';
import { parseChoice, type Choice, type CompleteChoice, type Memory } from '../ask/choice';
import { arrayStep, dataStep, modelStep } from '../ask/fileSteps';
import { methodStep } from '../ask/methodStep';
import { ExplainPanels, type PanelsContext } from './panels';
import { targetStep } from '../ask/targetStep';
import { askSteps, type Step } from '../ask/wizard';

export interface ExplainFeature extends vscode.Disposable {
  panels: ExplainPanels;
  /** Asks what to explain, without a method; undefined if the user closed the question. */
  askQuestion(title: string): Promise<Choice | undefined>;
}

export function createExplain(context: PanelsContext): ExplainFeature {
  const { service, memory, log } = context;
  const panels = new ExplainPanels(context);
  const question = questionSteps(service, memory);
  const steps = [...question, methodStep(service, memory)];
  const subscriptions = vscode.Disposable.from(
    panels,
    registerCommand(log, 'netloupe.explain', async (given: unknown) => {
      const choice = await askSteps('NetLoupe: Explain Prediction', steps, choiceOf(given));
      if (choice) panels.open(choice as CompleteChoice);
    }),
  );
  return { panels, askQuestion: (title) => askSteps(title, question, {}), dispose: () => void subscriptions.dispose() };
}

function questionSteps(service: Service, memory: Memory): Step<Choice>[] {
  return [
    modelStep(),
    dataStep(service, memory, 'Choose data to explain'),
    arrayStep(service),
    targetStep(service, memory),
  ];
}

/** What the command received: nothing (palette), a file (explorer), or an object (tree, scripts). */
function choiceOf(given: unknown): Choice {
  if (given instanceof vscode.Uri) {
    if (hasExtension(given.path, modelExtensions)) return { model: localPath(given) };
    if (hasExtension(given.path, dataExtensions)) return { input: localPath(given) };
  }
  return typeof given === 'object' && given !== null && !(given instanceof vscode.Uri) ? parseChoice(given) : {};
}
