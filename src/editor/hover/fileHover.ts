/** The hover over the path of a model or data file: its contents. Shows nothing until the file has been read. */
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import * as vscode from 'vscode';
import { NetLoupeError } from '../../shared/errors';
import type { FileDescription } from '../../shared/glance';
import type { MapId } from '../../shared/picture/diverging';
import type { Service } from '../../shared/requests';
import { dataExtensions, hasExtension, modelExtensions, splitSpec } from '../fileTypes';
import { Answers, late, within } from './answers';
import { brokenText, dataText, modelText } from './fileText';
import { hoverOf, mapOfTheme, milliseconds, pathOfDocument } from './looks';
import { stateOf, type ModelLayers } from './modelLayers';
import { textAt } from './source/text';
import { CodeWindow } from './codeWindow';

const extensions = [...modelExtensions, ...dataExtensions];
const mention = new RegExp(`\\.(${extensions.join('|')})\\b`, 'i');
const longestPath = 1024;

export class FileHover implements vscode.HoverProvider {
  readonly #files = new Answers<FileDescription>();

  constructor(
    private readonly models: ModelLayers,
    private readonly service: Pick<Service, 'describeFile'>,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const start = performance.now();
    if (!vscode.workspace.getConfiguration('netloupe', document).get('hover.files', true)) return undefined;
    if (!mention.test(document.lineAt(position).text)) return undefined;
    const window = CodeWindow.around(document, position);
    const written = window && textAt(window.text, window.language, window.offset);
    if (!window || !written || written.text.length > longestPath) return undefined;
    const { file, array } = splitSpec(written.text);
    if (!hasExtension(file, extensions)) return undefined;
    const left = milliseconds - (performance.now() - start);
    const text = await within(left, this.#textOf(file, array, document), token.onCancellationRequested);
    if (text === undefined || text === late || token.isCancellationRequested) return undefined;
    return hoverOf(text, window.range(written.start, written.end));
  }

  async #textOf(file: string, array: string | undefined, document: vscode.TextDocument): Promise<string | undefined> {
    const path = await existing(placesOf(file, document));
    if (path === undefined) return undefined;
    const title = vscode.workspace.asRelativePath(path);
    try {
      return await (hasExtension(path, modelExtensions)
        ? this.#modelText(title, path, mapOfTheme())
        : this.#dataText(title, path, array, mapOfTheme()));
    } catch (error) {
      const { kind, message } = NetLoupeError.toData(error);
      return kind === 'format' || kind === 'argument' ? brokenText(title, path, message) : undefined;
    }
  }

  async #modelText(title: string, path: string, colours: MapId): Promise<string> {
    const model = await this.models.describe(path);
    const first = model.layers.find(({ units }) => units !== undefined);
    const weights = first && (await this.models.weights(path, first.output, colours).catch(() => undefined));
    return modelText(title, model, weights);
  }

  async #dataText(title: string, path: string, array: string | undefined, colours: MapId): Promise<string> {
    const description = await this.#files.get(`${await stateOf(path)} ${colours} ${array ?? ''}`, () =>
      this.service.describeFile({ path, colours, ...(array !== undefined && { array }) }),
    );
    const spec = array === undefined ? path : `${path}#${array}`;
    return dataText(title, description, spec, await this.models.areThere());
  }
}

/** Where a path in a document may lead: from the document, then from its workspace folder, then from the others. */
function placesOf(file: string, document: vscode.TextDocument): string[] {
  // Paths to other computers are not followed: a request would tell that computer who asks.
  if (/^[\\/]{2}/.test(file) || /^[a-z][a-z+.-]+:/i.test(file)) return [];
  if (isAbsolute(file)) return [file];
  const own = vscode.workspace.getWorkspaceFolder(document.uri);
  const folders = [...(own ? [own] : []), ...(vscode.workspace.workspaceFolders ?? [])].map(({ uri }) => uri.fsPath);
  return [dirname(pathOfDocument(document)), ...folders].map((folder) => resolve(folder, file));
}

async function existing(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}
