/**
 * What the vectors panel's page asks of the editor, about the one source of its panel. Its vectors stay open in the
 * compute process; a call that must read them first takes long.
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
  /** Whether the source is a model's embedding matrix, whose rows can be mapped only with data. */
  ofModel: boolean;
}

/** The part of the page's state that the editor reads to reopen the panel. */
export interface VectorsState {
  source: VectorSource;
}

type OfSource<Request> = Omit<Request, keyof VectorSource>;
export type AskRequest = OfSource<ArithmeticRequest>;
export type PlaceRequest = OfSource<AxesRequest>;
export type CompleteRequest = OfSource<CompletionRequest>;

export interface VectorsEditor {
  ready(): Promise<VectorsSetup>;
  /** Once the vectors are read. */
  describe(request: null, options?: CallOptions): Promise<VectorsDescription>;
  complete(request: CompleteRequest, options?: CallOptions): Promise<string[]>;
  ask(request: AskRequest, options?: CallOptions): Promise<ArithmeticAnswer>;
  place(request: PlaceRequest, options?: CallOptions): Promise<AxesAnswer>;
  /** Path of a questions file the user picks; '' if they cancel. */
  chooseQuestions(): Promise<string>;
  /** By the path of the questions file. */
  score(questions: string, options?: CallOptions): Promise<AnalogiesAnswer>;
  /** With a vocabulary the user picks; null if they cancel. */
  chooseNames(): Promise<VectorsSetup | null>;
  /** Opens a cloud of these vectors. */
  embed(): Promise<void>;
  /** Where it was saved; '' if the user cancels. */
  save(request: SaveRequest): Promise<string>;
  /** Copies to the clipboard. */
  copy(text: string): Promise<void>;
}

export const vectorsEditor = room<VectorsEditor>('vectors');
