/** The step that chooses the method. */
import * as vscode from 'vscode';
import { families, type MethodDescription } from '../../shared/description';
import type { Service } from '../../shared/requests';
import type { Choice, Memory } from './choice';
import { defaultMethod } from './defaults';
import { back, type Step } from './wizard';

/** A method, or the name of a family. */
export type MethodItem = vscode.QuickPickItem & { id?: string };

export function methodStep(service: Pick<Service, 'methods'>, memory: Memory): Step<Choice> {
  return {
    isNeeded: ({ method }) => method === undefined,
    async ask(choice, wizard) {
      const last = memory.recall(choice.model!) ?? { method: defaultMethod, parameters: {} };
      const picked = await wizard.pick({
        placeholder: 'Choose a method',
        items: service.methods().then(methodItems),
        active: ({ id }) => id === last.method,
      });
      if (picked === undefined || picked === back) return picked;
      return { ...choice, method: picked.id!, parameters: picked.id === last.method ? last.parameters : {} };
    },
  };
}

/** Those that explain a prediction, grouped by family. */
export function methodItems(described: readonly MethodDescription[]): MethodItem[] {
  return families.flatMap((name): MethodItem[] => {
    const methods = described.filter(({ family, gives }) => family === name && gives === 'attribution');
    if (!methods.length) return [];
    return [
      { label: name, kind: vscode.QuickPickItemKind.Separator },
      ...methods.map(({ id, title, summary }) => ({ id, label: title, description: id, detail: summary })),
    ];
  });
}
