/** What the capacity panel can ask of the editor: its messages as typed calls, with progress and cancellation. */
import {
  capacityMessages,
  type CapacitySetup,
  type LongRequest,
  type Measurement,
  type MeasureForm,
  type PointFile,
  type ProgressReport,
  type SaveRequest,
} from '../../src/shared/capacity/panel';
import type {
  HiddenLayerRequest,
  HiddenLayerSolution,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from '../../src/shared/capacity/requests';
import type { CallOptions } from '../../src/shared/requests';
import type { Host } from '../ui/host';

export class Editor {
  readonly #listeners = new Map<number, CallOptions['onProgress']>();
  #token = 0;

  constructor(readonly host: Host) {
    host.onNotification(capacityMessages.progress, ({ token, ...progress }: ProgressReport) =>
      this.#listeners.get(token)?.(progress),
    );
  }

  ready = () => this.host.request<CapacitySetup>(capacityMessages.ready);
  openPoints = () => this.host.request<PointFile | null>(capacityMessages.openPoints);
  /** Where it was saved; '' if the person thought better of it. */
  save = (request: SaveRequest) => this.host.request<string>(capacityMessages.save, request);
  copy = (text: string) => this.host.request<null>(capacityMessages.copy, text);

  count = (set: PointSet, options: CallOptions) => this.#long<LabelingCount>(capacityMessages.count, set, options);
  separate = (request: SeparationRequest, options: CallOptions) =>
    this.#long<Separation>(capacityMessages.separate, request, options);
  solve = (request: HiddenLayerRequest, options: CallOptions) =>
    this.#long<HiddenLayerSolution>(capacityMessages.solve, request, options);
  measure = (form: MeasureForm, options: CallOptions) =>
    this.#long<Measurement>(capacityMessages.measure, form, options);

  async #long<Answer>(message: string, request: unknown, { signal, onProgress }: CallOptions): Promise<Answer> {
    const token = this.#token++;
    this.#listeners.set(token, onProgress);
    const long: LongRequest<unknown> = { token, request };
    try {
      return await this.host.request<Answer>(message, long, signal);
    } finally {
      this.#listeners.delete(token);
    }
  }
}
