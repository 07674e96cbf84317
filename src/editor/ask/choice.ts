/** What the user (or a script, through the command's arguments) has chosen to explain so far, and the last choice. */
import type * as vscode from 'vscode';
import { ArgumentError } from '../../shared/errors';

/** All but model and input have defaults, so a script may omit them. */
export interface Choice {
  /** Full path. */
  model?: string;
  /** "FILE" or "FILE#ARRAY", full path. */
  input?: string;
  target?: string;
  method?: string;
  parameters?: Record<string, unknown>;
}

/** The required parts of an explanation. */
export type CompleteChoice = Choice & Required<Pick<Choice, 'model' | 'input' | 'target' | 'method'>>;

/** Reads a script's arguments. Throws ArgumentError naming the invalid one. */
export function parseChoice(given: object): Choice {
  const choice: Choice = {};
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue;
    if (name === 'parameters' && typeof value === 'object' && value !== null) {
      choice.parameters = value as Record<string, unknown>;
    } else if (name === 'target' && typeof value === 'number') {
      choice.target = String(value);
    } else if (
      (name === 'model' || name === 'input' || name === 'target' || name === 'method') &&
      typeof value === 'string'
    ) {
      choice[name] = value;
    } else {
      throw new ArgumentError(
        `An explanation takes model, input, target and method as text and parameters as an object; "${name}" has another type.`,
      );
    }
  }
  return choice;
}

/** The last explanation with a model. */
export interface LastChoice {
  /** Newest first. */
  inputs: string[];
  target: string;
  method: string;
  parameters: Record<string, unknown>;
}

const key = 'netloupe.explain.last';
const maximumInputs = 5;
const maximumModels = 50;

/** Remembers choices per model in the workspace's state. */
export class Memory {
  constructor(private readonly state: vscode.Memento) {}

  recall(model: string): LastChoice | undefined {
    return this.#all()[model];
  }

  async remember(model: string, input: string, rest: Omit<LastChoice, 'inputs'>): Promise<void> {
    const { [model]: last, ...others } = this.#all();
    const inputs = [input, ...(last?.inputs ?? []).filter((other) => other !== input)].slice(0, maximumInputs);
    const kept = Object.entries(others).slice(0, maximumModels - 1);
    await this.state.update(key, { [model]: { ...rest, inputs }, ...Object.fromEntries(kept) });
  }

  #all(): Record<string, LastChoice> {
    return this.state.get(key, {});
  }
}
