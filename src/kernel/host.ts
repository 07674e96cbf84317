/**
 * What all answers of the service share: open models and data sets, hashes, engines. Each is opened once and kept while
 * unchanged.
 */
import type { Device } from '../engine/runtime';
import { chooseDevice } from '../engine/devices';
import { Engine } from '../engine/engine';
import { isFolder, samplesOf, type Dataset, type Samples } from '../formats';
import { withGraph, type AnyModel, type Model } from '../formats/models/model';
import { isUnchanged, openModel, sha256OfModel } from '../formats/models/open';
import { ActivationCache } from '../methods/activations/cache';
import { Datasets } from './datasets';
import { costOfModel } from './describe';
import { checkPreprocessing, explainedInput } from './inputs';

export class Host {
  readonly datasets = new Datasets();
  readonly cache = new ActivationCache();
  readonly #engine = new Engine();
  /** One for each number of threads, since a compiled program keeps its threads. */
  readonly #engines = new Map<number, Engine>();
  readonly #models = new Map<string, Promise<AnyModel>>();
  readonly #hashes = new Map<string, Promise<string>>();

  /** To compute with. Throws GraphError with the reason if a model has no graph. */
  async open(path: string): Promise<Model> {
    return withGraph(await this.look(path));
  }

  /** To look at: a model with a graph or without. */
  async look(path: string): Promise<AnyModel> {
    const known = await this.#models.get(path)?.catch(() => undefined);
    if (known && (await isUnchanged(known))) return known;
    const opened = openModel(path);
    this.#models.set(path, opened);
    return opened;
  }

  /** To compute with: pictures added to a folder since it was opened are found. */
  async openDataset(spec: string): Promise<Dataset> {
    return this.datasets.open(spec, await isFolder(spec));
  }

  /** SHA-256 of a model's file, or of all its files together. */
  hash(model: Model): Promise<string> {
    const key = model.files.map(({ path, modified, bytes }) => `${path} ${modified} ${bytes}`).join('\n');
    let hash = this.#hashes.get(key);
    if (!hash) this.#hashes.set(key, (hash = sha256OfModel(model)));
    return hash;
  }

  engineOf({ threads }: { threads?: number } = {}): Engine {
    if (threads === undefined) return this.#engine;
    let engine = this.#engines.get(threads);
    if (!engine) this.#engines.set(threads, (engine = new Engine({ threads })));
    return engine;
  }
}

/** A model and the data set it will run on. */
export interface Asked {
  model: Model;
  dataset: Dataset;
  inputName: string;
  samples: Samples;
  device: Device;
  engine: Engine;
}

interface Question {
  model: string;
  data: string;
  preprocessing?: Record<string, unknown> | undefined;
  device: string;
  threads?: number;
}

/** Throws ArgumentError if the data does not fit the model's first float input. */
export async function askOf(host: Host, question: Question): Promise<Asked> {
  const model = await host.open(question.model);
  const input = await explainedInput(model);
  const opened = await host.openDataset(question.data);
  const samples = samplesOf(opened, input, checkPreprocessing(question.preprocessing));
  const device = await chooseDevice(question.device, () => costOfModel(model.graph) * samples.count);
  return { model, dataset: samples.dataset, inputName: input.name, samples, device, engine: host.engineOf(question) };
}
