/** The registry of model formats, and the way from a path to a model. A new format is a new file and one entry here. */
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { contentsOf } from '../../graph/contents';
import { isEncoded, type Graph } from '../../graph/graph';
import { KNOWN_ELEMENTS } from '../../graph/operator';
import { FormatError } from '../../shared/errors';
import { sizeOf } from '../../shared/tensor';
import { sha256OfFile } from '../bytes';
import type { AnyModel, ModelFile, ModelFormat } from './model';
import { onnx } from './onnx';

export const modelFormats: readonly ModelFormat[] = [onnx];

const HEAD_BYTES = 64;

/** Opens a model file or folder. Throws FormatError if it is missing, broken or of an unsupported format. */
export async function openModel(path: string): Promise<AnyModel> {
  const head = await headOf(path);
  const format = modelFormats.find((candidate) => candidate.match(head, path));
  if (!format) {
    const known = modelFormats.flatMap(({ extensions }) => extensions).join(', ');
    throw new FormatError(path, `is not a model that NetLoupe reads (${known})`);
  }
  const { files: others = [], ...opened } = await format.open(path);
  const own = (await stat(path)).isDirectory() ? [] : [path];
  const common = { path, format: format.id, files: await Promise.all([...own, ...others].map(stateOf)) };
  return 'graph' in opened ? { ...opened, ...common, graph: await withShapes(opened.graph) } : { ...opened, ...common };
}

/** Whether every file of a model is unchanged since it was opened. */
export async function isUnchanged({ files }: AnyModel): Promise<boolean> {
  const states = await Promise.all(files.map(({ path }) => stateOf(path).catch(() => undefined)));
  return states.every((now, i) => now?.modified === files[i]!.modified && now.bytes === files[i]!.bytes);
}

/** SHA-256 of the file; for several, of their own hashes and names. */
export async function sha256OfModel({ path, files }: AnyModel): Promise<string> {
  if (files.length === 1) return sha256OfFile(files[0]!.path);
  const all = createHash('sha256');
  for (const file of files)
    all.update(`${await sha256OfFile(file.path)} ${relative(path, file.path).split(sep).join('/')}\n`);
  return all.digest('hex');
}

async function headOf(path: string): Promise<Uint8Array> {
  const state = await stat(path).catch((cause: unknown) => {
    throw new FormatError(path, 'there is no such file', undefined, { cause });
  });
  if (state.isDirectory()) return new Uint8Array();
  const head = new Uint8Array(HEAD_BYTES);
  const file = await open(path);
  try {
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function stateOf(path: string): Promise<ModelFile> {
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, modified: mtimeMs };
}

/** With small encoded constants read: shapes, axes and scalars, which inference and passes inspect. */
async function withShapes(graph: Graph): Promise<Graph> {
  const small = [...graph.initializers].filter(([, c]) => isEncoded(c) && sizeOf(c.shape) <= KNOWN_ELEMENTS);
  if (!small.length) return graph;
  const initializers = new Map(graph.initializers);
  for (const [name, constant] of small) initializers.set(name, await contentsOf(constant));
  return { ...graph, initializers };
}
