/** Vectors that have names: word vectors, or the rows of any matrix with a label for each. What can be asked of them. */
import type { CallOptions } from './requests';

export interface ArithmeticRequest {
  /** FILE: GloVe or word2vec as text or binary, or FILE.npz[#ARRAY] with an array of as many names. */
  vectors: string;
  /** Names with + and - between them, each with spaces around it: "london - england + france"; or one name. */
  query: string;
  /** How many neighbours. */
  count: number;
}

export interface NamedNeighbour {
  name: string;
  /** Row in the file, from 0. */
  index: number;
  /** Cosine of the angle to the query, −1 to 1. */
  cosine: number;
}

export interface ArithmeticAnswer {
  /** As the names are written in the file. */
  terms: { sign: 1 | -1; name: string; index: number }[];
  /** Nearest first; the query's own names are left out. */
  neighbours: NamedNeighbour[];
  conventions: string[];
}

export interface AnalogiesRequest {
  vectors: string;
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

export interface AnalogiesAnswer {
  sections: AnalogySection[];
  total: AnalogySection;
  conventions: string[];
}

export interface VectorsService {
  /** Throws ArgumentError for a name that there is not, with the nearest ones; FormatError for a broken file. */
  vectorArithmetic(request: ArithmeticRequest, options: CallOptions): Promise<ArithmeticAnswer>;
  scoreAnalogies(request: AnalogiesRequest, options: CallOptions): Promise<AnalogiesAnswer>;
}
