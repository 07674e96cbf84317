/**
 * Lists of named vectors as a data format: an array 'vectors' [N, D] and an array 'names' [N]. The bytes tell which
 * form a file has: `binary.ts` or `text.ts`.
 */
import { FormatError } from '../../shared/errors';
import { float32, type Tensor } from '../../shared/tensor';
import { withFile } from '../bytes';
import { hasExtension, missingArray, type DataFormat, type OpenOptions } from '../format';
import { isBinary, readBinary } from './binary';
import type { ReadingOptions } from './chunks';
import { HEADER, type Rows } from './rows';
import { isText, readText } from './text';

/** The largest lists (GloVe's of 840 billion words, as text) have 5.3 GiB. */
const MOST_BYTES = 2 ** 34;
const HEAD = 4096;

export const vectors: DataFormat = {
  id: 'vectors',
  title: 'Word vectors',
  extensions: ['.vec'],
  // Tables of numbers look the same; the extension decides about those first.
  match: (head, path) => isBinary(head) || (path !== '' && (hasExtension(path, vectors.extensions) || isText(head))),

  async open(path, options = {}) {
    const { names, values, width } = await readVectors(path, options);
    const tensors: Record<string, Tensor> = {
      vectors: float32([names.length, width], values),
      names: { dtype: 'string', shape: [names.length], data: names },
    };
    return {
      path,
      format: vectors.id,
      arrays: Object.entries(tensors).map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
      main: 'vectors',
      read: (name) => {
        const tensor = tensors[name];
        return tensor ? Promise.resolve(tensor) : Promise.reject(missingArray(path, name, Object.keys(tensors)));
      },
    };
  },

  outline: (head, path) => {
    const [first = '', second = ''] = Buffer.from(head).toString('latin1').split('\n', 2);
    const header = HEADER.exec(first);
    const width = header ? Number(header[2]) : first.trim().split(' ').length - 1;
    if (!(width > 0) || (!header && second === ''))
      throw new FormatError(path, 'does not begin with a name and numbers');
    const shape = [header ? Number(header[1]) : 1, width];
    return {
      path,
      format: vectors.id,
      arrays: [{ name: 'vectors', dtype: 'float32', shape }],
      main: 'vectors',
      read: () => Promise.reject(new FormatError(path, 'was only partly read')),
    };
  },
};

/** For a file of up to 16 GiB. Throws FormatError, CancelledError. */
export function readVectors(path: string, options: OpenOptions & ReadingOptions = {}): Promise<Rows> {
  return withFile(
    path,
    async (source) => {
      const head = await source.read(0, Math.min(HEAD, source.size));
      const rows = await (isBinary(head) ? readBinary(source, path, options) : readText(source, path, options));
      if (!rows.names.length) throw new FormatError(path, 'has no vectors');
      return rows;
    },
    options.signal,
    MOST_BYTES,
  );
}
