/**
 * Experiment files while they are written: problems, completions, hovers. For JSON files VS Code does most of it
 * through the contributed schema; so does Red Hat's extension for YAML. This adds the rest without repetition: for
 * them, only problems that a schema cannot express.
 */
import * as vscode from 'vscode';
import { parseExperiment } from '../../experiments/experiment';
import { fileProblems } from '../../experiments/files';
import { completionsAt, hoverAt, pathAt } from '../../experiments/language';
import type { Problem } from '../../experiments/problems';
import { completePath } from './paths';

const isExperiment = /\.netloupe\.(ya?ml|json)$/i;
const yamlFiles: vscode.DocumentFilter[] = [{ pattern: '**/*.netloupe.{yaml,yml}' }];
const allFiles: vscode.DocumentFilter[] = [{ pattern: '**/*.netloupe.{yaml,yml,json}' }];

/** Milliseconds after the last key. */
const PAUSE = 200;

export function createExperimentLanguage(): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('netloupe');
  const timers = new Map<string, NodeJS.Timeout>();
  const check = (document: vscode.TextDocument): void => {
    if (!isExperiment.test(document.uri.path) || document.isClosed) return;
    const { problems } = parseExperiment(document.getText(), document.uri.fsPath);
    const isChecked = isCheckedBySchema(document);
    const unsaid = problems.filter(({ inSchema }) => !(isChecked && inSchema));
    const show = (shown: readonly Problem[]): void =>
      collection.set(
        document.uri,
        shown.map((problem) => diagnosticOf(document, problem)),
      );
    show(unsaid);
    const { version } = document;
    void fileProblems(document.getText(), document.uri.fsPath).then((missing) => {
      if (missing.length && !document.isClosed && document.version === version) show([...unsaid, ...missing]);
    });
  };
  const soon = (document: vscode.TextDocument): void => {
    if (!isExperiment.test(document.uri.path)) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => check(document), PAUSE),
    );
  };
  vscode.workspace.textDocuments.forEach(check);
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      clearTimeout(timers.get(uri.toString()));
      timers.delete(uri.toString());
      collection.delete(uri);
    }),
    vscode.languages.registerCompletionItemProvider(yamlFiles, { provideCompletionItems: complete }, ' ', '{', '['),
    vscode.languages.registerCompletionItemProvider(allFiles, { provideCompletionItems: completePaths }, '/', ' ', '"'),
    vscode.languages.registerHoverProvider(yamlFiles, { provideHover: hover }),
    { dispose: () => timers.forEach(clearTimeout) },
  );
}

function diagnosticOf(document: vscode.TextDocument, { message, severity, start, end }: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(document.positionAt(start), document.positionAt(end)),
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = 'NetLoupe';
  return diagnostic;
}

function isCheckedBySchema({ languageId }: vscode.TextDocument): boolean {
  return languageId.startsWith('json') || readBySchema();
}

function readBySchema(): boolean {
  return vscode.extensions.getExtension('redhat.vscode-yaml') !== undefined;
}

function complete(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  if (readBySchema()) return [];
  return completionsAt(document.getText(), document.offsetAt(position)).map(({ kind, text, detail, documentation }) => {
    const { Property, Value } = vscode.CompletionItemKind;
    const item = new vscode.CompletionItem(text.replace(/: $/, ''), kind === 'key' ? Property : Value);
    item.insertText = text;
    item.detail = detail;
    item.documentation = new vscode.MarkdownString(documentation);
    const word = document.getWordRangeAtPosition(position, /\w[\w+-]*/);
    if (word) item.range = word;
    return item;
  });
}

/** No schema knows what is on disk. */
async function completePaths(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const path = pathAt(document.getText(), document.offsetAt(position));
  return path ? completePath(document, position, path) : [];
}

function hover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
  if (readBySchema()) return undefined;
  const text = hoverAt(document.getText(), document.offsetAt(position));
  return text === undefined ? undefined : new vscode.Hover(new vscode.MarkdownString(text));
}
