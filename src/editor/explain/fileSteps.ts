/** The steps that choose files: the model, the data, and the array inside a data file that has several. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Service } from '../../shared/requests';
import { dataExtensions, globOf, hasExtension, modelExtensions, pictureExtensions, splitSpec } from '../fileTypes';
import { folderText, localPath } from '../localFile';
import { shapeText } from '../models/units';
import type { Choice, Memory } from './choice';
import { nearestFirst } from './nearest';
import { back, type Answer, type Step, type Wizard } from './wizard';

export type FileItem = vscode.QuickPickItem & { path?: string; folder?: boolean };

/** A list longer than this is for the search of the quick pick, and the rest for Browse. */
const maximumFiles = 2000;

/** Passed over when the workspace has only one model. */
export const modelStep: Step<Choice> = {
  isNeeded: ({ model }) => model === undefined,
  async ask(choice, wizard) {
    const paths = await findPaths(modelExtensions);
    if (paths.length === 1) return { ...choice, model: paths[0]! };
    const near = choice.input === undefined ? paths : nearestFirst(paths, choice.input);
    const items = [...near.map((path) => fileItem(path)), browseItem('Another model…')];
    const path = await pickFile(wizard, 'The model to look into', items, { Models: [...modelExtensions] });
    return typeof path === 'string' ? { ...choice, model: path } : path;
  },
};

/** Recently used data first, then what lies near the model. */
export function dataStep(memory: Memory): Step<Choice> {
  return {
    isNeeded: ({ input }) => input === undefined,
    async ask(choice, wizard) {
      const recent = memory.recall(choice.model!)?.inputs ?? [];
      const items = findPaths(dataExtensions).then((paths): FileItem[] => {
        const others = nearestFirst(paths, choice.model!).filter((path) => !recent.includes(path));
        return [
          ...separated('recently used', recent.map(fileItem)),
          ...separated('nearest to the model', others.map(fileItem)),
          browseItem('Browse…'),
        ];
      });
      const input = await pickFile(wizard, 'The data whose prediction to explain', items, {
        Data: [...dataExtensions],
      });
      return typeof input === 'string' ? { ...choice, input } : input;
    },
  };
}

/** Arrays whose shape the model takes come first. */
export function arrayStep(service: Pick<Service, 'describeInput' | 'describeModel'>): Step<Choice> {
  return {
    isNeeded: ({ input }) => input !== undefined && hasExtension(input, ['npz']),
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

/** Whether an array can be a batch of the input: the same rank and, but for the first axis, the same sizes. */
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
  const picked = await wizard.pick({ placeholder, items });
  if (picked === undefined || picked === back) return picked;
  if (picked.path !== undefined) return picked.path;
  wizard.hide();
  const what = picked.folder ? { canSelectFolders: true, canSelectFiles: false } : { filters };
  const [uri] = (await vscode.window.showOpenDialog({ title: placeholder, openLabel: 'Choose', ...what })) ?? [];
  return uri && localPath(uri);
}

export async function findPaths(extensions: readonly string[]): Promise<string[]> {
  const uris = await vscode.workspace.findFiles(globOf(extensions), undefined, maximumFiles);
  return uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}

export function fileItem(spec: string): FileItem {
  const { file, array } = splitSpec(spec);
  const isPicture = hasExtension(file, pictureExtensions);
  const icon = isPicture ? 'file-media' : hasExtension(file, modelExtensions) ? 'type-hierarchy' : 'symbol-array';
  return {
    label: array === undefined ? basename(file) : `${basename(file)}#${array}`,
    description: folderText(vscode.Uri.file(file), true),
    iconPath: new vscode.ThemeIcon(icon),
    path: spec,
  };
}

export function browseItem(label: string): FileItem {
  return { label, iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true };
}

function separated(label: string, items: FileItem[]): FileItem[] {
  return items.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items] : [];
}
