/**
 * Vectors with names, from any source: lists of word vectors (`format.ts`), matrices in array files with an array of
 * names beside them, and the embedding matrices of models. Names may come from a separate vocabulary; otherwise rows
 * are named by number.
 */
import type { Constant, Graph } from '../../graph/graph';
import { contentsOf } from '../../graph/contents';
import { ArgumentError } from '../../shared/errors';
import { float32, isFloat, toFloat32, type Float32Tensor } from '../../shared/tensor';
import type { VectorSource } from '../../shared/vectors/requests';
import type { DataFile, OpenOptions } from '../format';
import { readLabels } from '../labels';
import { withGraph } from '../models/model';
import { modelFormats, openModel } from '../models/open';
import { formatOf, openFile, readHead, splitSpec } from '../open';
import type { ReadingOptions } from './chunks';
import { readVectors, vectors as format } from './format';

export interface NamedVectors {
  path: string;
  /** As long as the rows; of equal names the first counts. */
  names: string[];
  /** [N, D]; owned by the caller, who may change it. */
  vectors: Float32Tensor;
  conventions: string[];
}

type Options = OpenOptions & ReadingOptions;

/** Throws FormatError, ArgumentError if there is no matrix, or several and none is named; CancelledError. */
export async function openVectors({ vectors, names }: VectorSource, options: Options = {}): Promise<NamedVectors> {
  const { path, name } = await splitSpec(vectors);
  const found = await matrixOf(path, name, options);
  if (names !== undefined) return withVocabulary(found, names);
  if (found.names) return { ...found, names: found.names };
  return {
    ...found,
    names: Array.from({ length: found.vectors.shape[0]! }, (_, row) => String(row)),
    conventions: [...found.conventions, 'The rows have no names; they are numbered from 0.'],
  };
}

/** The initializers [V, D] in which a network looks up rows, by the output of their Gather. */
export function embeddingsOf({ nodes, initializers }: Graph): Map<string, string> {
  const found = new Map<string, string>();
  for (const { op, domain, inputs, outputs, attributes } of nodes) {
    const [table = ''] = inputs;
    const axis = attributes['axis'];
    const isRows = axis?.type !== 'int' || Number(axis.value) === 0;
    if (op === 'Gather' && !domain && isRows && isMatrix(initializers.get(table))) found.set(outputs[0]!, table);
  }
  return found;
}

type Unnamed = Omit<NamedVectors, 'names'> & { names?: string[] };

async function matrixOf(path: string, name: string | undefined, options: Options): Promise<Unnamed> {
  const head = await readHead(path);
  if (modelFormats.some(({ match }) => match(head, path))) return fromModel(path, name);
  const known = formatOf(head, path);
  if (known && known !== format) return fromArrays(await openFile(path, options), name, options);
  if (name !== undefined) throw new ArgumentError(`${path} holds a single list of vectors; leave out "#${name}".`);
  const { names, values, width } = await readVectors(path, options);
  return { path, names, vectors: float32([names.length, width], values), conventions: [] };
}

async function fromModel(path: string, name: string | undefined): Promise<Unnamed> {
  const { graph } = withGraph(await openModel(path));
  const tables = [...new Set(embeddingsOf(graph).values())];
  const wanted = name ?? (tables.length === 1 ? tables[0]! : undefined);
  const constant = graph.initializers.get(wanted ?? '');
  if (!isMatrix(constant)) {
    const named = tables.map((table) => `${path}#${table}`).join(', ');
    if (wanted !== undefined)
      throw new ArgumentError(
        `${path} has no matrix [V, D] "${wanted}" of floating-point numbers${named && `; its embedding matrices are ${named}`}.`,
      );
    throw new ArgumentError(
      named
        ? `${path} has several embedding matrices; name one: ${named}.`
        : `${path} has no embedding matrix: no Gather looks up rows of weights [V, D].`,
    );
  }
  return {
    path,
    vectors: toFloat32(await contentsOf(constant)),
    conventions: [`The vectors are the rows of the weights "${wanted}".`],
  };
}

/** A text array of the same length names the rows. */
async function fromArrays(file: DataFile, name: string | undefined, options: OpenOptions): Promise<Unnamed> {
  const { path, arrays } = file;
  const texts = arrays.filter(({ dtype, shape }) => dtype === 'string' && shape.length === 1);
  const labelsOf = ({ shape }: { shape: readonly number[] }) => texts.find((text) => text.shape[0] === shape[0]);
  const matrices = arrays.filter(({ dtype, shape }) => dtype !== 'string' && shape.length === 2 && shape[0]! > 0);
  const named = matrices.filter(labelsOf);
  const [matrix, another] =
    name === undefined ? (named.length ? named : matrices) : matrices.filter((array) => array.name === name);
  if (!matrix || (another && !named.length))
    throw new ArgumentError(
      matrix
        ? `${path} has several matrices; name one: ${matrices.map((array) => `${path}#${array.name}`).join(', ')}.`
        : `${path} has no array [N, D]${name === undefined ? '' : ` called "${name}"`} of numbers.`,
    );
  const labels = labelsOf(matrix);
  const vectors = toFloat32(await file.read(matrix.name, options));
  if (!labels) return { path, vectors, conventions: [`The vectors are "${matrix.name}".`] };
  const names = (await file.read(labels.name, options)).data as string[];
  return { path, names, vectors, conventions: [`The vectors are "${matrix.name}", their names "${labels.name}".`] };
}

/** Matrices are often padded with a few unused rows. */
async function withVocabulary({ names: _own, ...found }: Unnamed, path: string): Promise<NamedVectors> {
  const names = await readLabels(path);
  const rows = found.vectors.shape[0]!;
  if (names.length > rows)
    throw new ArgumentError(
      `${path} has ${names.length} names for ${rows} rows; choose the vocabulary of this matrix.`,
    );
  const left = rows - names.length;
  return {
    ...found,
    names: [...names, ...Array.from({ length: left }, (_, i) => String(names.length + i))],
    conventions: [
      ...found.conventions,
      `The names are the lines of ${path}.`,
      ...(left ? [`The last ${left} rows have no name there; they are numbered from 0.`] : []),
    ],
  };
}

function isMatrix(constant: Constant | undefined): constant is Constant {
  return constant?.shape.length === 2 && constant.shape[0]! > 0 && isFloat(constant.dtype);
}
