/** Vectors with names: word vectors, or the rows of any matrix with a label for each, and what can be asked of them. */
import type { CallOptions } from '../requests';

export interface VectorSource {
  /**
   * FILE: GloVe or word2vec as text or binary; FILE.npz[#ARRAY] or another array file, with names in a text array
   * beside the matrix; MODEL.onnx[#WEIGHTS] for an embedding matrix.
   */
  vectors: string;
  /** Path of a text file with the name of one row per line. */
  names?: string;
}

export interface VectorsDescription {
  path: string;
  /** N. */
  count: number;
  /** D. */
  width: number;
  /** The first few names, as examples. */
  first: string[];
  /** How they were read, one sentence each. */
  conventions: string[];
}

export interface CompletionRequest extends VectorSource {
  prefix: string;
  /** Maximum number. */
  count: number;
}

export interface ArithmeticRequest extends VectorSource {
  /** Names with + and - between them: see `expression.ts`. */
  query: string;
  /** Number of neighbours, 1 to 1,000. */
  count: number;
  /** Whether the query's own names may be among them. */
  own?: boolean;
}

export interface NamedNeighbour {
  name: string;
  /** Row in the file, from 0. */
  index: number;
  /** Cosine of the angle to the query, −1 to 1. */
  cosine: number;
}

export interface ArithmeticAnswer {
  /** Names as the file writes them. */
  terms: { weight: number; name: string; index: number }[];
  /** Nearest first. */
  neighbours: NamedNeighbour[];
  conventions: string[];
}

/** From one name to another: "man" → "woman". */
export interface Axis {
  from: string;
  to: string;
}

export interface AxesRequest extends VectorSource {
  axes: readonly [Axis, Axis];
  /** Names to place; or an expression, whose nearest names are placed. */
  words: readonly string[] | { query: string; count: number };
}

export interface PlacedWord {
  name: string;
  index: number;
  /** Cosine with each axis, −1 to 1: the projection of the unit vector on the normalised difference. */
  x: number;
  y: number;
  /** Whether it is an end of an axis. */
  pole: boolean;
}

export interface AxesAnswer {
  axes: [Axis, Axis];
  /** Cosine of the angle between the axes; they are drawn at a right angle regardless. */
  cosine: number;
  words: PlacedWord[];
  conventions: string[];
}

export interface AnalogiesRequest extends VectorSource {
  /** Path of a questions-words file: ": section", then "a b c d" for "a is to b as c is to d". */
  questions: string;
}

export interface AnalogySection {
  name: string;
  /** Questions whose four words are all known. */
  asked: number;
  correct: number;
  /** Questions with an unknown word. */
  skipped: number;
}

/** A question answered differently from the file. */
export interface MissedAnalogy {
  /** Index into the sections. */
  section: number;
  /** a, b and c of "a is to b as c is to …". */
  asked: [string, string, string];
  wanted: string;
  got: string;
}

export interface AnalogiesAnswer {
  sections: AnalogySection[];
  total: AnalogySection;
  /** In file order. */
  missed: MissedAnalogy[];
  conventions: string[];
}

/**
 * The last source stays open. All throw FormatError for a broken file, and ArgumentError for an unknown name, with the
 * nearest ones.
 */
export interface VectorsService {
  describeVectors(source: VectorSource, options?: CallOptions): Promise<VectorsDescription>;
  /** Names with this beginning in any case, in file order; exact-case matches come first. */
  completeNames(request: CompletionRequest, options?: CallOptions): Promise<string[]>;
  vectorArithmetic(request: ArithmeticRequest, options?: CallOptions): Promise<ArithmeticAnswer>;
  placeOnAxes(request: AxesRequest, options?: CallOptions): Promise<AxesAnswer>;
  scoreAnalogies(request: AnalogiesRequest, options?: CallOptions): Promise<AnalogiesAnswer>;
}
