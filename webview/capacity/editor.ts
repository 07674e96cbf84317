/** What the capacity panel can ask of the editor: its messages as typed calls, with progress and cancellation. */
import {
  capacityMessages,
  type CapacitySetup,
  type Measurement,
  type MeasureForm,
  type PointFile,
} from '../../src/shared/capacity/panel';
import type {
  HiddenLayerRequest,
  HiddenLayerSolution,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from '../../src/shared/capacity/requests';
import type { SaveRequest } from '../../src/shared/long';
import type { CallOptions } from '../../src/shared/requests';
import type { Host } from '../ui/host';
import { LongCalls } from '../ui/longCalls';

export class Editor {
  readonly #calls: LongCalls;

  constructor(readonly host: Host) {
    this.#calls = new LongCalls(host, capacityMessages.progress);
  }

  ready = () => this.host.request<CapacitySetup>(capacityMessages.ready);
  openPoints = () => this.host.request<PointFile | null>(capacityMessages.openPoints);
  /** Where it was saved; '' if cancelled. */
  save = (request: SaveRequest) => this.host.request<string>(capacityMessages.save, request);
  copy = (text: string) => this.host.request<null>(capacityMessages.copy, text);

  count = (set: PointSet, options: CallOptions) => this.#long<LabelingCount>(capacityMessages.count, set, options);
  separate = (request: SeparationRequest, options: CallOptions) =>
    this.#long<Separation>(capacityMessages.separate, request, options);
  solve = (request: HiddenLayerRequest, options: CallOptions) =>
    this.#long<HiddenLayerSolution>(capacityMessages.solve, request, options);
  measure = (form: MeasureForm, options: CallOptions) =>
    this.#long<Measurement>(capacityMessages.measure, form, options);

  #long<Answer>(message: string, request: unknown, options: CallOptions): Promise<Answer> {
    return this.#calls.request(message, request, options);
  }
}
