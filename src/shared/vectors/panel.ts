/**
 * Messages between the vectors panel and the editor. The page asks about the one source of its panel, whose vectors stay open in the
 * compute process; whatever may have to read them first takes long and has progress.
 */
import type { ArithmeticRequest, AxesRequest, CompletionRequest, VectorSource } from './requests';

/** Answer to `vectors/ready`, and to a change of the vocabulary. */
export interface VectorsSetup {
  source: VectorSource;
  /** "glove.6B.100d.txt", "bert.onnx#embedding". */
  title: string;
  /** Whether the source is the embedding matrix of a model; its rows can be laid out only with data. */
  ofModel: boolean;
}

/** Of what the page keeps for a reload of the window, the part that the editor reads when it opens the panel again. */
export interface VectorsState {
  source: VectorSource;
}

type OfSource<Request> = Omit<Request, keyof VectorSource>;
export type AskRequest = OfSource<ArithmeticRequest>;
export type PlaceRequest = OfSource<AxesRequest>;
export type CompleteRequest = OfSource<CompletionRequest>;

export const vectorsMessages = {
  /** request () → VectorsSetup */
  ready: 'vectors/ready',
  /** request (LongRequest<null>) → VectorsDescription, once they are read */
  describe: 'vectors/describe',
  /** request (LongRequest<CompleteRequest>) → string[] */
  complete: 'vectors/complete',
  /** request (LongRequest<AskRequest>) → ArithmeticAnswer */
  ask: 'vectors/ask',
  /** request (LongRequest<PlaceRequest>) → AxesAnswer */
  place: 'vectors/place',
  /** request () → string: path of a file of questions, '' if cancelled */
  chooseQuestions: 'vectors/chooseQuestions',
  /** request (LongRequest<string>): the path → AnalogiesAnswer */
  score: 'vectors/score',
  /** request () → VectorsSetup with the vocabulary that was chosen, null if cancelled */
  chooseNames: 'vectors/chooseNames',
  /** request () → null, once the cloud of these vectors is asked for */
  embed: 'vectors/embed',
  /** request (SaveRequest) → string: where it was saved, '' if cancelled */
  save: 'vectors/save',
  /** request (string) → null, once the text is on the clipboard */
  copy: 'vectors/copy',
  /** notification (ProgressReport) */
  progress: 'vectors/progress',
} as const;
