/** Named vectors from files: a name for each row of numbers. The file's kind is told from its bytes; text is `text.ts`, binary `binary.ts`. */
import { readAll, withFile } from '../bytes';
import { startsWith, type OpenOptions } from '../format';
import { ArgumentError, FormatError } from '../../shared/errors';
import { float32, toFloat32, type Float32Tensor } from '../../shared/tensor';
import { openFile, splitSpec } from '../open';
import { isBinary, readBinary } from './binary';
import { readText } from './text';

export interface NamedVectors {
  path: string;
  /** As long as the rows; the first of equal names counts. */
  names: string[];
  /** [N, D]. */
  vectors: Float32Tensor;
  conventions: string[];
}

const ZIP = [0x50, 0x4b, 3, 4];
const HEAD = 4096;

/** `spec` is FILE or, for an .npz, FILE#ARRAY. Throws FormatError, ArgumentError where an .npz has no names for its rows. */
export async function openVectors(spec: string, options: OpenOptions = {}): Promise<NamedVectors> {
  const { path, name } = await splitSpec(spec);
  const head = await withFile(path, ({ size, read }) => read(0, Math.min(HEAD, size)));
  if (startsWith(head, ZIP)) return fromArrays(path, name, options);
  if (name !== undefined) throw new ArgumentError(`${path} holds one list of vectors; leave "#${name}" out.`);
  const bytes = await readAll(path, options);
  const { names, values, width, conventions } = isBinary(head) ? readBinary(bytes, path) : readText(bytes, path);
  if (!names.length) throw new FormatError(path, 'has no vectors');
  return { path, names, vectors: float32([names.length, width], values), conventions };
}

async function fromArrays(path: string, name: string | undefined, options: OpenOptions): Promise<NamedVectors> {
  const file = await openFile(path, options);
  const texts = file.arrays.filter(({ dtype, shape }) => dtype === 'string' && shape.length === 1);
  const matrices = file.arrays.filter(({ dtype, shape }) => dtype !== 'string' && shape.length === 2);
  const matrix = matrices.find((array) =>
    name === undefined ? texts.some((t) => t.shape[0] === array.shape[0]) : array.name === name,
  );
  const labels = texts.find(({ shape }) => shape[0] === matrix?.shape[0]);
  if (!matrix || !labels || !matrix.shape[0])
    throw new ArgumentError(
      `${path} has no array [N, D]${name === undefined ? '' : ` called "${name}"`} with an array of N names (text) beside it.`,
    );
  const names = (await file.read(labels.name, options)).data as string[];
  return {
    path,
    names,
    vectors: toFloat32(await file.read(matrix.name, options)),
    conventions: [`The vectors are "${matrix.name}", their names "${labels.name}".`],
  };
}
