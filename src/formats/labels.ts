/**
 * Names of a network's classes, from a file beside it: text with one name per line, or JSON. Metadata inside models is
 * read with the models.
 */
import { access } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { FormatError } from '../shared/errors';
import { readAll } from './bytes';
import { hasExtension } from './format';

// A million names of 64 bytes.
const MAXIMUM_LABELS = 2 ** 26;

/**
 * The names in the order of their class index. JSON is an array of names, or an object {"0": name, …} with every index
 * from 0, where a name may also be Keras's pair [WordNet id, name]. In text, blank lines at the end are dropped, and so
 * is a WordNet id before a name, as in synset.txt. Throws FormatError.
 */
export async function readLabels(path: string): Promise<string[]> {
  const bytes = await readAll(path, { limit: MAXIMUM_LABELS });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FormatError(path, 'is not UTF-8 text; save it as UTF-8', undefined, { cause: error });
  }
  const labels = hasExtension(path, ['.json']) ? fromJson(text, path) : fromLines(text);
  if (!labels.length) throw new FormatError(path, 'has no labels');
  return labels;
}

/**
 * The labels file beside a model: <model>.labels.txt or .json first, then names that any folder may use; undefined if
 * there is none.
 */
export async function findLabels(modelPath: string): Promise<string | undefined> {
  const model = basename(modelPath, extname(modelPath));
  const names = [
    `${model}.labels.txt`,
    `${model}.labels.json`,
    'labels.txt',
    'labels.json',
    'classes.txt',
    'synset.txt',
  ];
  for (const name of names) {
    const path = join(dirname(modelPath), name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}

function fromLines(text: string): string[] {
  const lines = text.trimEnd().split(/\r?\n/);
  return lines[0] === '' && lines.length === 1 ? [] : lines.map((line) => line.trim().replace(/^n\d{8}\s+/, ''));
}

function fromJson(text: string, path: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FormatError(path, `is not JSON: ${error instanceof Error ? error.message : ''}`, undefined, {
      cause: error,
    });
  }
  if (typeof json !== 'object' || json === null)
    throw new FormatError(path, 'must be an array of names or an object {"0": name, …}');
  const names = new Map<string, unknown>(Object.entries(json));
  return Array.from({ length: names.size }, (_, index) => {
    const value = names.get(String(index));
    const name: unknown = Array.isArray(value) && value.length === 2 ? value[1] : value;
    if (typeof name !== 'string') throw new FormatError(path, `has no name for class ${index} of ${names.size}`);
    return name;
  });
}
