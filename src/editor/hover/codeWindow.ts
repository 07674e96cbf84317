/** The part of a document around the cursor that a hover reads, and the way back from its offsets to positions. */
import * as vscode from 'vscode';
import { languages } from './languages';
import type { Language } from './source/tokens';

/** Characters before and after the cursor's line: 1,500 to 4,000 lines of code, which take some 30 ms to read. */
const before = 2 ** 17;
const after = 2 ** 15;
/** A longer line is data or generated code, in which nobody hovers over layers. */
const longestLine = 10_000;
/** Imports are at the top, even if the window does not reach the top. */
const importLines = 200;
const longestImport = 500;

export class CodeWindow {
  private constructor(
    readonly document: vscode.TextDocument,
    readonly text: string,
    readonly language: Language,
    /** Of the cursor, in the text. */
    readonly offset: number,
    private readonly firstLine: number,
    /** Whether the text is the whole document. */
    readonly isWhole: boolean,
  ) {}

  /** Undefined in languages that hovers do not read, and in lines that are too long. */
  static around(document: vscode.TextDocument, position: vscode.Position): CodeWindow | undefined {
    const language = languages[document.languageId];
    if (language === undefined || document.lineAt(position).text.length > longestLine) return undefined;
    const reach = (step: 1 | -1, limit: number): number => {
      let line = position.line;
      for (let length = 0; document.lineCount > line + step && line + step >= 0; line += step) {
        length += document.lineAt(line + step).text.length + 1;
        if (length > limit) break;
      }
      return line;
    };
    const [first, last] = [reach(-1, before), reach(1, after)];
    const start = new vscode.Position(first, 0);
    const text = document.getText(new vscode.Range(start, document.lineAt(last).range.end));
    const offset = document.getText(new vscode.Range(start, position)).length;
    const isWhole = first === 0 && last === document.lineCount - 1;
    return new CodeWindow(document, text, language, offset, first, isWhole);
  }

  /** The words around the cursor, by which most hovers are dismissed at once. */
  get nearby(): string {
    return this.text.slice(Math.max(0, this.offset - 2048), this.offset + 2048);
  }

  /** Other texts whose imports apply here: the top of the file, or the other cells of the notebook. */
  get importers(): string[] {
    const { document } = this;
    const notebook = vscode.workspace.notebookDocuments.find((known) =>
      known.getCells().some((cell) => cell.document === document),
    );
    const others = (notebook?.getCells() ?? [])
      .map((cell) => cell.document)
      .filter((other) => other !== document && other.languageId === document.languageId);
    return [...(this.firstLine === 0 ? [] : [document]), ...others].map(topOf);
  }

  range(start: number, end: number): vscode.Range {
    return new vscode.Range(this.#position(start), this.#position(end));
  }

  #position(offset: number): vscode.Position {
    const lines = this.text.slice(0, offset).split('\n');
    return new vscode.Position(this.firstLine + lines.length - 1, lines.at(-1)!.length);
  }
}

/** The lines that may hold imports. */
function topOf(document: vscode.TextDocument): string {
  return Array.from({ length: Math.min(importLines, document.lineCount) }, (_, line) => document.lineAt(line).text)
    .filter(({ length }) => length <= longestImport)
    .join('\n');
}
