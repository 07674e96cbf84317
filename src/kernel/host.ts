/** What the service lends to its longer answers, which live in files of their own: opened models and data sets, hashes, engines. */
import type { Device } from '../engine/runtime';
import { chooseDevice } from '../engine/devices';
import type { Engine } from '../engine/engine';
import { samplesOf, type Dataset, type Samples } from '../formats';
import type { Model } from '../formats/model';
import type { ActivationCache } from '../methods/activations/cache';
import { costOfModel } from './describe';
import { checkPreprocessing, explainedInput } from './inputs';

export interface Host {
  open(path: string): Promise<Model>;
  openDataset(spec: string): Promise<Dataset>;
  /** SHA-256 of a model's file. */
  hash(model: Model): Promise<string>;
  engineOf(request: { threads?: number }): Engine;
  cache: ActivationCache;
}

/** A model about to be asked of a data set. */
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

/** Throws ArgumentError where the data does not fit the model's first input of float type. */
export async function askOf(host: Host, question: Question): Promise<Asked> {
  const model = await host.open(question.model);
  const input = explainedInput(model);
  const dataset = await host.openDataset(question.data);
  const samples = samplesOf(dataset, input, checkPreprocessing(question.preprocessing));
  const device = await chooseDevice(question.device, () => costOfModel(model.graph) * samples.count);
  return { model, dataset, inputName: input.name, samples, device, engine: host.engineOf(question) };
}
