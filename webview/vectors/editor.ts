/** What the vectors panel can ask of the editor: its messages as typed calls, with progress and cancellation. */
import { csvOf, type Row } from '../../src/shared/csv';
import type { SaveRequest } from '../../src/shared/long';
import type { CallOptions } from '../../src/shared/requests';
import {
  vectorsMessages,
  type AskRequest,
  type CompleteRequest,
  type PlaceRequest,
  type VectorsSetup,
} from '../../src/shared/vectors/panel';
import type {
  AnalogiesAnswer,
  ArithmeticAnswer,
  AxesAnswer,
  VectorsDescription,
} from '../../src/shared/vectors/requests';
import type { Host } from '../ui/host';
import { LongCalls } from '../ui/longCalls';

export class Editor {
  readonly #calls: LongCalls;

  constructor(readonly host: Host) {
    this.#calls = new LongCalls(host, vectorsMessages.progress);
  }

  ready = () => this.host.request<VectorsSetup>(vectorsMessages.ready);
  chooseNames = () => this.host.request<VectorsSetup | null>(vectorsMessages.chooseNames);
  chooseQuestions = () => this.host.request<string>(vectorsMessages.chooseQuestions);
  embed = () => this.host.request<null>(vectorsMessages.embed);
  copy = (text: string) => this.host.request<null>(vectorsMessages.copy, text);

  describe = (options: CallOptions) => this.#calls.request<VectorsDescription>(vectorsMessages.describe, null, options);
  complete = (request: CompleteRequest, options: CallOptions) =>
    this.#calls.request<string[]>(vectorsMessages.complete, request, options);
  ask = (request: AskRequest, options: CallOptions) =>
    this.#calls.request<ArithmeticAnswer>(vectorsMessages.ask, request, options);
  place = (request: PlaceRequest, options: CallOptions) =>
    this.#calls.request<AxesAnswer>(vectorsMessages.place, request, options);
  score = (questions: string, options: CallOptions) =>
    this.#calls.request<AnalogiesAnswer>(vectorsMessages.score, questions, options);

  /** The sentence that says what came of it; '' if cancelled. */
  saveTable(name: string, rows: readonly Row[]): Promise<string> {
    return this.#save({ kind: 'csv', name, bytes: new TextEncoder().encode(csvOf(rows)) });
  }

  savePicture(name: string, bytes: Uint8Array): Promise<string> {
    return this.#save({ kind: 'png', name, bytes });
  }

  async #save(request: SaveRequest): Promise<string> {
    const where = await this.host.request<string>(vectorsMessages.save, request);
    return where && `Saved ${where}.`;
  }
}
