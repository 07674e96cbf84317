/** Asks which vectors to open: a file of the workspace or another, its matrix, a model's vocabulary. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Service } from '../../shared/requests';
import type { VectorSource } from '../../shared/vectors/requests';
import { browseItem, fileItem, findPaths, pickFile } from '../ask/fileSteps';
import { back, type Step } from '../ask/wizard';
import { hasExtension, isVectorFile, modelExtensions, vectorExtensions } from '../fileTypes';
import { localPath } from '../localFile';
import { shapeText } from '../units';

/** `names` is null if a model's rows are numbered. */
export interface VectorsChoice {
  file?: string;
  array?: string | null;
  names?: string | null;
}

/** Lists of word vectors first. */
export const fileStep: Step<VectorsChoice> = {
  isNeeded: ({ file }) => file === undefined,
  async ask(choice, wizard) {
    const items = findPaths([...vectorExtensions, ...modelExtensions]).then((found) => {
      const isModel = (path: string) => hasExtension(path, modelExtensions);
      const lists = found.filter((path) => isVectorFile(path));
      return [
        ...lists.map((path) => fileItem(path)),
        ...found.filter(isModel).map((path) => ({ ...fileItem(path), detail: 'Its embedding matrix, if it has one' })),
        browseItem('Browse…'),
      ];
    });
    const file = await pickFile(wizard, 'Choose vectors: a file of word vectors, or a model', items, {});
    return typeof file === 'string' ? { ...choice, file } : file;
  },
};

/** Formats that may hold several matrices. */
const withArrays = [...modelExtensions, 'npz', 'safetensors'];

/** Skipped if there is only one. */
export function arrayStep(service: Pick<Service, 'describeFile' | 'describeModel'>): Step<VectorsChoice> {
  return {
    isNeeded: ({ file, array }) => array === undefined && file !== undefined && hasExtension(file, withArrays),
    async ask(choice, wizard) {
      const file = choice.file!;
      const items = hasExtension(file, modelExtensions)
        ? embeddingsOf(await service.describeModel(file))
        : (await service.describeFile({ path: file, colours: 'light' })).arrays
            .filter(({ dtype, shape }) => dtype !== 'string' && shape.length === 2)
            .map(({ name, dtype, shape }) => ({ label: name, description: `${dtype} ${shapeText(shape)}` }));
      // Opening reports that there is none.
      if (items.length < 2) return { ...choice, array: items[0]?.label ?? null };
      const picked = await wizard.pick({
        placeholder: `Choose the matrix of ${basename(file)} whose rows are vectors`,
        items,
      });
      return picked === undefined || picked === back ? picked : { ...choice, array: picked.label };
    },
  };
}

/** Only for models: other files contain names. */
export const namesStep: Step<VectorsChoice> = {
  isNeeded: ({ file, names }) => names === undefined && file !== undefined && hasExtension(file, modelExtensions),
  async ask(choice, wizard) {
    const own = { label: '$(list-ordered) No names', description: 'number the rows', path: '' };
    const items = findPaths(['txt']).then((found) => [
      own,
      ...found.map((path) => fileItem(path)),
      browseItem('Browse…'),
    ]);
    const placeholder = 'Choose the vocabulary: a text file with one name per row, one on each line';
    const names = await pickFile(wizard, placeholder, items, { Text: ['txt', 'vocab', 'json'] });
    return typeof names === 'string' ? { ...choice, names: names || null } : names;
  },
};

export function sourceOf({ file, array, names }: VectorsChoice): VectorSource {
  return { vectors: array ? `${file}#${array}` : file!, ...(names && { names }) };
}

/** The path of a text file, from a dialog. */
export async function chooseText(title: string): Promise<string | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title, openLabel: 'Choose' })) ?? [];
  return uri && localPath(uri);
}

function embeddingsOf({ layers }: Awaited<ReturnType<Service['describeModel']>>) {
  const names = new Set(layers.flatMap(({ embedding }) => embedding ?? []));
  return [...names].map((label) => {
    const users = layers.filter(({ embedding }) => embedding === label).map(({ name, output }) => name || output);
    return { label, description: `looked up by ${users.join(', ')}` };
  });
}
