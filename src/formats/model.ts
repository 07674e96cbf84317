/** A model file, opened: its structure at once, its weights never. Each model format is one file with match() and open(). */
import { open, stat } from 'node:fs/promises';
import type { Graph } from '../graph/graph';
import { FormatError } from '../shared/errors';
import { onnx } from './onnx';

export interface Model {
  path: string;
  format: string;
  graph: Graph;
  /** Who wrote the file. */
  producer: string;
  metadata: Readonly<Record<string, string>>;
  bytes: number;
  /** Time of last change, to tell whether the file is still the one that was opened. */
  modified: number;
}

export interface ModelFormat {
  id: string;
  title: string;
  extensions: readonly string[];
  /** Whether a file is of this format, told from its first bytes and its name. */
  match(head: Uint8Array, path: string): boolean;
  open(path: string): Promise<Pick<Model, 'graph' | 'producer' | 'metadata'>>;
}

export const modelFormats: readonly ModelFormat[] = [onnx];

/** Opens a model file. Throws FormatError if it is missing, broken or of no format we read. */
export async function openModel(path: string): Promise<Model> {
  const { size, mtimeMs } = await stat(path).catch((cause: unknown) => {
    throw new FormatError(path, 'there is no such file', undefined, { cause });
  });
  const head = new Uint8Array(64);
  const file = await open(path);
  await file.read(head, 0, head.length, 0);
  await file.close();
  const format = modelFormats.find((candidate) => candidate.match(head, path));
  if (!format) {
    const known = modelFormats.flatMap(({ extensions }) => extensions).join(', ');
    throw new FormatError(path, `not a model file that NetLoupe reads (${known})`);
  }
  return {
    path,
    format: format.id,
    ...(await format.open(path)),
    bytes: size,
    modified: mtimeMs,
  };
}
