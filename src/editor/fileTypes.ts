/** Which files the editor offers, by the ends of their names. The manifest's menus are derived from these lists. */
import { posix } from 'node:path';

/** Model files; the same as the formats can open. */
export const modelExtensions: readonly string[] = ['onnx'];
export const pictureExtensions: readonly string[] = ['png', 'jpg', 'jpeg'];
/** MNIST's own files have no extension: "train-images-idx3-ubyte". */
export const arrayExtensions: readonly string[] = [
  ...['npy', 'npz', 'csv', 'tsv', 'safetensors', 'idx', 'idx.gz', '-ubyte', '-ubyte.gz', 'vec'],
];
/** Files with named vectors: .txt and .bin can be anything, so only a name that mentions vectors counts. */
export const vectorExtensions: readonly string[] = ['vec', 'npz', 'npy', 'safetensors', 'txt', 'bin'];
export const vectorFile =
  /(\.vec|\.npz|\.npy|\.safetensors|(glove|w2v|word2vec|fasttext|numberbatch|vectors|embedding).*\.(txt|bin))$/i;

export function isVectorFile(path: string): boolean {
  return vectorFile.test(posix.basename(path.replaceAll('\\', '/')));
}

/** Experiments, recognised by the end of their name. */
export const experimentGlob = '**/*.netloupe.{yaml,yml,json}';
/** Files that can be the input of a model. */
export const dataExtensions: readonly string[] = [...pictureExtensions, ...arrayExtensions];

export function hasExtension(path: string, extensions: readonly string[]): boolean {
  const name = posix.basename(path).toLowerCase();
  return extensions.some((extension) => name.endsWith(endingOf(extension)));
}

/** Matches the names of all files with one of these extensions. */
export function endingPattern(extensions: readonly string[]): RegExp {
  const endings = extensions.map((extension) => endingOf(extension).replaceAll('.', '\\.'));
  return new RegExp(`(${endings.join('|')})$`, 'i');
}

/** The glob of all files with one of these extensions, in any folder. */
export function globOf(extensions: readonly string[]): string {
  const endings = extensions.map(endingOf);
  return endings.length === 1 ? `**/*${endings[0]!}` : `**/*{${endings.join(',')}}`;
}

function endingOf(extension: string): string {
  return extension.startsWith('-') ? extension : `.${extension}`;
}

/**
 * Splits "FILE#ARRAY" into the file and the array's name, if it has one. A "#" in the file's own name stays with the
 * file.
 */
export function splitSpec(spec: string): { file: string; array?: string } {
  // Names of a model's weights contain slashes.
  const match = /^(.*\.(?:npz|npy|safetensors|csv|tsv))#([^/\\]+)$/i.exec(spec) ?? /^(.*\.onnx)#(.+)$/i.exec(spec);
  return match ? { file: match[1]!, array: match[2]! } : { file: spec };
}
