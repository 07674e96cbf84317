/** The step that chooses the method. */
import * as vscode from 'vscode';
import { families, type MethodDescription } from '../../shared/description';
import type { Service } from '../../shared/requests';
import type { Choice, Memory } from './choice';
import { back, type Step } from './wizard';

/** Complete by construction, and needs no choice of a baseline to be useful on pictures. */
export const defaultMethod = 'integrated-gradients';

/** A method, or the name of a family. */
export type MethodItem = vscode.QuickPickItem & { id?: string };

export function methodStep(service: Pick<Service, 'methods'>, memory: Memory): Step<Choice> {
  return {
    isNeeded: ({ method }) => method === undefined,
    async ask(choice, wizard) {
      const last = memory.recall(choice.model!) ?? { method: defaultMethod, parameters: {} };
      const picked = await wizard.pick({
        placeholder: 'The method of explanation',
        items: service.methods().then(methodItems),
        active: ({ id }) => id === last.method,
      });
      if (picked === undefined || picked === back) return picked;
      return { ...choice, method: picked.id!, parameters: picked.id === last.method ? last.parameters : {} };
    },
  };
}

/** Those that explain a prediction, under the names of their families. */
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
