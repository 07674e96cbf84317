/** The rows of a list of named vectors, and the memory for them. */
import { FormatError } from '../../shared/errors';

export interface Rows {
  names: string[];
  /** [N × width]. */
  values: Float32Array<ArrayBuffer>;
  width: number;
}

/** The first line "N D" of word2vec's forms, which GloVe's lacks. */
export const HEADER = /^(\d{1,10}) (\d{1,6})\s*$/;

/**
 * In one piece, however large: typed arrays may have more bytes than a file buffer. Throws FormatError if memory is
 * short.
 */
export function allocate(count: number, width: number, path: string): Float32Array<ArrayBuffer> {
  try {
    return new Float32Array(count * width);
  } catch (cause) {
    const size = ((4 * count * width) / 2 ** 30).toFixed(1);
    throw new FormatError(
      path,
      `has ${count} vectors of ${width} numbers, but there is not enough memory for ${size} GiB`,
      undefined,
      { cause },
    );
  }
}
