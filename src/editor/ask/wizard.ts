/**
 * A question in several steps, in one quick pick that stays open between them, with a Back button. Steps that need no
 * answer are skipped in both directions. The steps decide what to ask.
 */
import * as vscode from 'vscode';

/** The user wants the previous step. */
export const back = Symbol('back');

/** undefined: the user closed the question. */
export type Answer<T> = T | typeof back | undefined;

export interface Step<State> {
  isNeeded(state: State): boolean;
  /** May answer without asking. */
  ask(state: State, wizard: Wizard): Promise<Answer<State>>;
}

export interface Choices<Item extends vscode.QuickPickItem> {
  placeholder: string;
  items: readonly Item[] | Promise<readonly Item[]>;
  /** The initially active item; the first by default. */
  active?: (item: Item) => boolean;
}

export interface Question {
  prompt: string;
  value: string;
  /** What is wrong with the text, if anything. */
  check(text: string): string | undefined;
}

/** Asks the steps in turn; undefined if the user closed the question. */
export async function askSteps<State>(
  title: string,
  steps: readonly Step<State>[],
  start: State,
): Promise<State | undefined> {
  const wizard = new Wizard(title);
  const history: { index: number; state: State }[] = [];
  try {
    let state = start;
    for (let index = 0; index < steps.length;) {
      const step = steps[index]!;
      if (step.isNeeded(state)) {
        const left = steps.slice(index).filter((later) => later.isNeeded(state)).length;
        wizard.begin(history.length + 1, history.length + left);
        const answer = await step.ask(state, wizard);
        if (answer === undefined) return undefined;
        const previous = answer === back ? history.pop() : undefined;
        if (previous) {
          ({ index, state } = previous);
          continue;
        }
        if (answer === back) continue;
        if (wizard.wasShown) history.push({ index, state });
        state = answer;
      }
      index++;
    }
    return state;
  } finally {
    wizard.dispose();
  }
}

/** The open quick pick, for the steps. */
export class Wizard implements vscode.Disposable {
  readonly #picker = vscode.window.createQuickPick();
  #shown = false;
  #step = 1;

  constructor(private readonly title: string) {
    this.#picker.title = title;
    this.#picker.matchOnDescription = true;
    this.#picker.matchOnDetail = true;
  }

  /** Whether the current step has asked anything. */
  get wasShown(): boolean {
    return this.#shown;
  }

  begin(step: number, of: number): void {
    this.#shown = false;
    this.#step = step;
    this.#picker.step = step;
    this.#picker.totalSteps = of;
  }

  async pick<Item extends vscode.QuickPickItem>(choices: Choices<Item>): Promise<Answer<Item>> {
    const answer = await this.#choose(choices, false);
    return answer === undefined || answer === back ? answer : answer[0];
  }

  /** The ticked items, in order; without any, Enter takes the active one. */
  pickMany<Item extends vscode.QuickPickItem>(choices: Choices<Item>): Promise<Answer<readonly Item[]>> {
    return this.#choose(choices, true);
  }

  #choose<Item extends vscode.QuickPickItem>(
    { placeholder, items, active }: Choices<Item>,
    canSelectMany: boolean,
  ): Promise<Answer<readonly Item[]>> {
    this.#shown = true;
    const picker = this.#picker;
    picker.canSelectMany = canSelectMany;
    picker.buttons = this.#buttons();
    picker.placeholder = placeholder;
    picker.value = '';
    picker.items = [];
    picker.busy = true;
    picker.show();
    return new Promise((resolve, reject) => {
      const subscriptions: vscode.Disposable[] = [];
      let settled = false;
      const settle = (finish: () => void) => {
        settled = true;
        vscode.Disposable.from(...subscriptions).dispose();
        finish();
      };
      subscriptions.push(
        picker.onDidAccept(() => {
          const { selectedItems, activeItems } = picker;
          const chosen = (selectedItems.length > 0 ? selectedItems : activeItems) as readonly Item[];
          if (chosen.length > 0) settle(() => resolve([...chosen]));
        }),
        picker.onDidTriggerButton(() => settle(() => resolve(back))),
        picker.onDidHide(() => settle(() => resolve(undefined))),
      );
      Promise.resolve(items).then(
        (list) => {
          if (settled) return;
          picker.busy = false;
          picker.items = list;
          const first = active && list.find((item) => item.kind !== vscode.QuickPickItemKind.Separator && active(item));
          if (first) picker.activeItems = [first];
        },
        (error: Error) => settle(() => reject(error)),
      );
    });
  }

  /** Asks for a text; an input box replaces the quick pick meanwhile. */
  ask({ prompt, value, check }: Question): Promise<Answer<string>> {
    this.#shown = true;
    const box = vscode.window.createInputBox();
    Object.assign(box, { title: this.title, prompt, value, step: this.#step, totalSteps: this.#picker.totalSteps });
    box.buttons = [vscode.QuickInputButtons.Back];
    box.show();
    return new Promise<Answer<string>>((resolve) => {
      box.onDidChangeValue((text) => (box.validationMessage = check(text)));
      box.onDidAccept(() => {
        box.validationMessage = check(box.value);
        if (box.validationMessage === undefined) resolve(box.value);
      });
      box.onDidTriggerButton(() => resolve(back));
      box.onDidHide(() => resolve(undefined));
    }).finally(() => box.dispose());
  }

  /** Makes room for another dialog; the next pick shows the quick pick again. */
  hide(): void {
    this.#picker.hide();
  }

  dispose(): void {
    this.#picker.dispose();
  }

  #buttons(): vscode.QuickInputButton[] {
    return this.#step > 1 ? [vscode.QuickInputButtons.Back] : [];
  }
}
