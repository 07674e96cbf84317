/** The steps that choose files: the model, the data, and the array in a data file with several. */
import { basename, dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import type { DataFit } from '../../shared/dataset';
import type { Service } from '../../shared/requests';
import {
  arrayExtensions,
  dataExtensions,
  globOf,
  hasExtension,
  modelExtensions,
  pictureExtensions,
  splitSpec,
} from '../fileTypes';
import { folderText, localPath } from '../localFile';
import { shapeText } from '../units';
import type { Memory } from './choice';
import { nearestFirst } from './nearest';
import { pictureFolders, type PictureFolder } from './pictureFolders';
import { back, type Answer, type Step, type Wizard } from './wizard';

/** `folder`: a folder of pictures; without a path, one to browse for. */
export type FileItem = vscode.QuickPickItem & { path?: string; folder?: boolean };

/** The part of a question that these steps fill in. */
export interface FileChoice {
  /** Full path. */
  model?: string;
  /** FILE, FILE#ARRAY or FOLDER, full path. */
  input?: string;
}

/** Longer lists are left to the quick pick's search and to Browse. */
const maximumFiles = 2000;

/** Skipped if the workspace has only one model. */
export function modelStep<Choice extends FileChoice>(): Step<Choice> {
  return {
    isNeeded: ({ model }) => model === undefined,
    async ask(choice, wizard) {
      const paths = await findPaths(modelExtensions);
      if (paths.length === 1) return { ...choice, model: paths[0]! };
      const near = choice.input === undefined ? paths : nearestFirst(paths, choice.input);
      const items = [...near.map((path) => fileItem(path)), browseItem('Another model…')];
      const path = await pickFile(wizard, 'Choose a model', items, { Models: [...modelExtensions] });
      return typeof path === 'string' ? { ...choice, model: path } : path;
    },
  };
}

/** Recently used data first, then data the model takes, and last data it does not. */
export function dataStep<Choice extends FileChoice>(
  service: Pick<Service, 'fitData'>,
  memory: Memory,
  placeholder: string,
): Step<Choice> {
  return {
    isNeeded: ({ input }) => input === undefined,
    async ask(choice, wizard) {
      const recent = memory.recall(choice.model!)?.inputs ?? [];
      const items = dataItems(service, choice.model, recent);
      const input = await pickFile(wizard, placeholder, items, { Data: [...dataExtensions] });
      return typeof input === 'string' ? { ...choice, input } : input;
    },
  };
}

/**
 * All data of the workspace: recently used, folders of pictures and single files, and ways to browse elsewhere. With a
 * model, each shows its shape, and unsuitable data come last, with the reason.
 */
export async function dataItems(
  service: Pick<Service, 'fitData'>,
  model: string | undefined,
  recent: readonly string[] = [],
): Promise<FileItem[]> {
  const [arrays, pictures] = await Promise.all([findPaths(arrayExtensions), findPaths(pictureExtensions)]);
  const sorted = (paths: readonly string[]): string[] =>
    (model === undefined ? [...paths] : nearestFirst(paths, model)).filter((path) => !recent.includes(path));
  const inside = pictureFolders(pictures).filter(({ path }) =>
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)),
  );
  const folders = new Map(inside.map((folder) => [folder.path, folder]));
  const folderPaths = sorted([...folders.keys()]);
  const filePaths = sorted([...arrays, ...pictures]);
  // A folder is judged by its first picture.
  const examples = folderPaths.map((folder) => pictures.find((path) => path.startsWith(folder + sep))!);
  const fits = await fitsOf(service, model, [...examples, ...filePaths]);
  const isCut = pictures.length === maximumFiles;
  const items = [
    ...folderPaths.map((path) => folderItem(folders.get(path)!, isCut)),
    ...filePaths.map((path) => fileItem(path)),
  ].map((item, i) => ({ item: withShape(item, fits[i]), fit: fits[i] }));
  const taken = items.filter(({ fit }) => fit?.misfit === undefined).map(({ item }) => item);
  const files = taken.filter(({ folder }) => !folder);
  const isBeside = ({ path }: FileItem): boolean => model !== undefined && dirname(path!) === dirname(model);
  return [
    ...separated('recently used', recent.map(fileItem)),
    ...separated(
      'folders of pictures',
      taken.filter(({ folder }) => folder),
    ),
    ...separated('in the model’s folder', files.filter(isBeside)),
    ...separated(
      model === undefined ? 'files' : 'elsewhere in the workspace',
      files.filter((item) => !isBeside(item)),
    ),
    browseItem('Browse…'),
    { ...browseItem('Browse for a Folder of Pictures…'), folder: true },
    ...separated(
      'does not fit the model',
      items.filter(({ fit }) => fit?.misfit !== undefined).map(({ item }) => item),
    ),
  ];
}

/** Nothing if there is no model, or it cannot be opened: the next steps report that. */
async function fitsOf(
  service: Pick<Service, 'fitData'>,
  model: string | undefined,
  data: string[],
): Promise<DataFit[]> {
  return model === undefined ? [] : service.fitData({ model, data }).catch(() => []);
}

/** On one line for a file, so that many are visible; below for a folder, with its other details. */
function withShape(item: FileItem, { shape, misfit }: DataFit = {}): FileItem {
  const said = misfit ?? shape;
  if (said === undefined) return item;
  if (item.detail !== undefined) return { ...item, detail: `${item.detail}, ${said}` };
  return { ...item, description: [item.description, said].filter(Boolean).join(' · ') };
}

/** Arrays of a suitable shape come first. */
export function arrayStep<Choice extends FileChoice>(
  service: Pick<Service, 'describeInput' | 'describeModel'>,
): Step<Choice> {
  return {
    isNeeded: ({ input }) => input !== undefined && hasExtension(input, ['npz', 'safetensors']),
    async ask(choice, wizard) {
      const { model = '', input = '' } = choice;
      const [{ arrays }, { inputs }] = await Promise.all([
        service.describeInput({ model, input }),
        service.describeModel(model),
      ]);
      if (arrays.length < 2) return choice;
      const items = arrays
        .map(({ name, dtype, shape }) => ({
          label: name,
          description: `${dtype} ${shapeText(shape)}`,
          fits: inputs.some((value) => fits(shape, value.shape)),
        }))
        .sort((a, b) => Number(b.fits) - Number(a.fits));
      const picked = await wizard.pick({ placeholder: `An array of ${basename(input)}`, items });
      return picked === undefined || picked === back ? picked : { ...choice, input: `${input}#${picked.label}` };
    },
  };
}

/** Whether an array can be a batch of the input: the same rank and, except for the first axis, the same sizes. */
export function fits(shape: readonly number[], wanted: readonly (number | string)[] | undefined): boolean {
  return (
    wanted?.length === shape.length &&
    wanted.every((size, axis) => axis === 0 || typeof size === 'string' || size < 0 || size === shape[axis])
  );
}

export async function pickFile(
  wizard: Wizard,
  placeholder: string,
  items: FileItem[] | Promise<FileItem[]>,
  filters: Record<string, string[]>,
): Promise<Answer<string>> {
  // A single file is explained in an instant, a whole folder perhaps not.
  const active = ({ path, folder }: FileItem): boolean => path !== undefined && folder !== true;
  const picked = await wizard.pick({ placeholder, items, active });
  if (picked === undefined || picked === back) return picked;
  if (picked.path !== undefined) return picked.path;
  wizard.hide();
  const what = picked.folder ? { canSelectFolders: true, canSelectFiles: false } : { filters };
  const [uri] = (await vscode.window.showOpenDialog({ title: placeholder, openLabel: 'Choose', ...what })) ?? [];
  return uri && localPath(uri);
}

export async function findPaths(extensions: readonly string[]): Promise<string[]> {
  const uris = await vscode.workspace.findFiles(globOf(extensions), undefined, maximumFiles);
  // Stored runs have the Experiments view; here they would hide the data itself.
  const isOffered = ({ scheme, path }: vscode.Uri): boolean => scheme === 'file' && !path.includes('/.netloupe/');
  return uris.filter(isOffered).map(({ fsPath }) => fsPath);
}

export function fileItem(spec: string): FileItem {
  const { file, array } = splitSpec(spec);
  const isPicture = hasExtension(file, pictureExtensions);
  const isModel = hasExtension(file, modelExtensions);
  const isArray = hasExtension(file, arrayExtensions);
  const icon = isPicture ? 'file-media' : isModel ? 'type-hierarchy' : isArray ? 'symbol-array' : 'folder';
  return {
    label: array === undefined ? basename(file) : `${basename(file)}#${array}`,
    description: folderText(vscode.Uri.file(file), true),
    iconPath: new vscode.ThemeIcon(icon),
    path: spec,
  };
}

/** `isCut`: there are more pictures than were searched, so counts mean nothing. */
function folderItem({ path, pictures, classes }: PictureFolder, isCut: boolean): FileItem {
  const labels = classes === undefined ? '' : 'sub-folders are labels';
  const count = isCut ? '' : `${pictures} pictures`;
  const text = [count, labels].filter(Boolean).join(', ');
  return { ...fileItem(path), folder: true, label: `${basename(path)}/`, ...(text && { detail: text }) };
}

export function browseItem(label: string): FileItem {
  return { label, iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true };
}

function separated(label: string, items: FileItem[]): FileItem[] {
  return items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
}
