/**
 * Data sets on request: opened once and kept while their file is unchanged; `modelColumns.ts` adds what models predict
 * for them.
 */
import { stat } from 'node:fs/promises';
import { openDataset, pickSamples, splitSpec, thumbnailsOf, type Dataset } from '../formats';
import type {
  Column,
  ColumnsRequest,
  DatasetDescription,
  SamplesRequest,
  Thumbnails,
  ThumbnailsRequest,
} from '../shared/dataset';
import type { Float32Tensor } from '../shared/tensor';

/** Each may hold its array: those that panels show and those in use. */
const MOST_OPEN = 3;

interface Opened {
  dataset: Promise<Dataset>;
  state: string;
}

export class Datasets {
  readonly #opened = new Map<string, Opened>();

  /** The open one, if its file has not changed; `fresh` reopens it, so that pictures added to sub-folders are found. */
  async open(spec: string, fresh = false): Promise<Dataset> {
    const { path } = await splitSpec(spec);
    const found = await stat(path).catch(() => undefined);
    const state = `${found?.mtimeMs} ${found?.size}`;
    const known = this.#opened.get(spec);
    this.#opened.delete(spec);
    const opened = known?.state === state && !fresh ? known : { state, dataset: openDataset(spec) };
    this.#opened.set(spec, opened);
    for (const oldest of [...this.#opened.keys()].slice(0, -MOST_OPEN)) this.#opened.delete(oldest);
    opened.dataset.catch(() => {
      if (this.#opened.get(spec) === opened) this.#opened.delete(spec);
    });
    return opened.dataset;
  }

  async describe(spec: string): Promise<DatasetDescription> {
    return (await this.open(spec, true)).description;
  }

  async columns({ data, names }: ColumnsRequest): Promise<Column[]> {
    const dataset = await this.open(data);
    const wanted = names ?? dataset.description.columns.map(({ name }) => name);
    return Promise.all(wanted.map((name) => dataset.column(name)));
  }

  async samples({ data, indices }: SamplesRequest): Promise<Float32Tensor> {
    return pickSamples(await this.open(data), indices);
  }

  async thumbnails({ data, indices, size }: ThumbnailsRequest): Promise<Thumbnails> {
    return thumbnailsOf(await this.open(data), indices, size);
  }
}
