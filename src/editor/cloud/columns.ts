/** What is known about a panel's samples: columns of the data, and each map's model predictions, all read once. */
import type * as vscode from 'vscode';
import type { CloudData } from '../../shared/api/cloud';
import type { Column } from '../../shared/dataset';
import { warnOnce } from '../commands';
import { readSettings } from '../settings';
import type { SamplesService } from './joinedSamples';
import type { CloudSession } from './session';

export class CloudColumns {
  #data: Promise<CloudData> | undefined;
  readonly #ofModels = new Map<CloudSession, Promise<Column[]>>();

  constructor(
    private readonly service: SamplesService,
    private readonly input: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  data(): Promise<CloudData> {
    return (this.#data ??= this.#readData());
  }

  /** Empty if there is no model. */
  ofModel(session: CloudSession): Promise<Column[]> {
    const known = this.#ofModels.get(session);
    if (known) return known;
    const asked = this.#askModel(session);
    this.#ofModels.set(session, asked);
    return asked;
  }

  /** If available: a map of rows without a classifier is exported without predictions. */
  async all(session: CloudSession): Promise<Column[]> {
    const [data, model] = await Promise.allSettled([this.data(), this.ofModel(session)]);
    const own = data.status === 'fulfilled' ? data.value.columns : [];
    return [...own, ...(model.status === 'fulfilled' ? model.value : [])];
  }

  async #readData(): Promise<CloudData> {
    const description = await this.service.describeDataset(this.input);
    return { description, columns: await this.service.readColumns({ data: this.input }) };
  }

  async #askModel({ question: { model, input, device } }: CloudSession): Promise<Column[]> {
    if (model === undefined) return [];
    const { memoryBudget } = readSettings();
    const columns = await this.service.modelColumns({ model, data: input, device, memoryBudget }, {});
    const remark = columns.find((column) => column.remark !== undefined)?.remark;
    if (remark !== undefined) void warnOnce(this.log, `labels ${model} ${input}`, remark);
    return columns;
  }
}
