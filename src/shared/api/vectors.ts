/**
 * What the page of the vectors panel asks of the editor. It asks about the one source of its panel, whose vectors stay open in the compute
 * process; whatever may have to read them first takes long.
 */
import type { CallOptions } from '../requests';
import { room } from '../rpc';
import type {
  AnalogiesAnswer,
  ArithmeticAnswer,
  ArithmeticRequest,
  AxesAnswer,
  AxesRequest,
  CompletionRequest,
  VectorsDescription,
  VectorSource,
} from '../vectors/requests';
import type { SaveRequest } from './save';

/** What the page starts from. */
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

export interface VectorsEditor {
  ready(): Promise<VectorsSetup>;
  /** Once they are read. */
  describe(request: null, options?: CallOptions): Promise<VectorsDescription>;
  complete(request: CompleteRequest, options?: CallOptions): Promise<string[]>;
  ask(request: AskRequest, options?: CallOptions): Promise<ArithmeticAnswer>;
  place(request: PlaceRequest, options?: CallOptions): Promise<AxesAnswer>;
  /** Path of a file of questions that the person chooses; '' if they cancel. */
  chooseQuestions(): Promise<string>;
  /** By the path of the questions. */
  score(questions: string, options?: CallOptions): Promise<AnalogiesAnswer>;
  /** With a vocabulary that the person chooses; null if they cancel. */
  chooseNames(): Promise<VectorsSetup | null>;
  /** Asks for a cloud of these vectors. */
  embed(): Promise<void>;
  /** Where it was saved; '' if the person cancels. */
  save(request: SaveRequest): Promise<string>;
  /** To the clipboard. */
  copy(text: string): Promise<void>;
}

export const vectorsEditor = room<VectorsEditor>('vectors');
