/** What the suites share: the extension's test interface, a folder for files, patience, and dialogs answered by the test. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/editor/testApi';

export async function activate(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('netloupe.netloupe');
  assert.ok(extension, 'VS Code does not know the extension');
  return extension.activate();
}

/** A folder of the workspace for this suite alone; removed after it. */
export function scratchFolder(name: string): string {
  const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, name);
  before(() => void mkdirSync(folder, { recursive: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Asks again and again until there is an answer. Throws, saying what was waited for, after a minute. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited a minute in vain for ${what}.`);
}

type Dialog =
  | 'showSaveDialog'
  | 'showErrorMessage'
  | 'showWarningMessage'
  | 'showInformationMessage'
  | 'showInputBox'
  | 'showQuickPick';

/** Answers one kind of dialog while `work` lasts, a function by what is asked about; returns what each was asked with. */
export async function answering(dialog: Dialog, answer: unknown, work: () => Promise<unknown>): Promise<unknown[][]> {
  const asked: unknown[][] = [];
  const window = vscode.window as unknown as Record<Dialog, (...args: unknown[]) => Promise<unknown>>;
  const original = window[dialog];
  window[dialog] = (...args) => {
    asked.push(args);
    return Promise.resolve(typeof answer === 'function' ? (answer as (asked: unknown) => unknown)(args[0]) : answer);
  };
  try {
    await work();
  } finally {
    window[dialog] = original;
  }
  return asked;
}
