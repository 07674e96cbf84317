/**
 * The layers of the workspace's models, for definitions in code: described on the first hover, and kept while their
 * files are unchanged.
 */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ModelDescription } from '../../shared/description';
import type { WeightsDescription } from '../../shared/glance';
import type { MapId } from '../../shared/picture/diverging';
import type { Service } from '../../shared/requests';
import { nearestFirst } from '../ask/nearest';
import type { ModelFiles } from '../models/modelFiles';
import { Answers } from './answers';
import { findLayer, type FoundLayer } from './findLayer';
import type { TrainedLayer } from './layerText';
import type { LayerDefinition } from './source/definition';
import { messageOf } from '../../shared/errors';

/** Most models searched for a layer, nearest first: describing a large one takes up to a second, once. */
const mostModels = 16;

export class ModelLayers {
  readonly #descriptions = new Answers<ModelDescription>();
  readonly #weights = new Answers<WeightsDescription>();

  constructor(
    private readonly files: Pick<ModelFiles, 'list'>,
    private readonly service: Pick<Service, 'describeModel' | 'describeWeights'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'debug'>,
  ) {}

  async areThere(): Promise<boolean> {
    return (await this.#paths()).length > 0;
  }

  /**
   * By name in the nearest model that has it, else by position and shape in the nearest; `from`: path of the code's
   * file.
   */
  find(
    from: string,
    definition: LayerDefinition,
    all: readonly LayerDefinition[],
    colours: MapId,
  ): Promise<TrainedLayer | undefined> {
    return this.#quietly(() => this.#find(from, definition, all, colours));
  }

  async #find(
    from: string,
    definition: LayerDefinition,
    all: readonly LayerDefinition[],
    colours: MapId,
  ): Promise<TrainedLayer | undefined> {
    let placed: (FoundLayer & { model: string }) | undefined;
    for (const model of nearestFirst(await this.#paths(), from).slice(0, mostModels)) {
      const description = await this.#quietly(() => this.describe(model));
      const found = description && findLayer(definition, all, description.layers);
      if (found?.by === 'name') return this.#withWeights({ ...found, model }, colours);
      if (found) placed ??= { ...found, model };
    }
    return placed && this.#withWeights(placed, colours);
  }

  /** Rejects for an unreadable file. */
  async describe(model: string): Promise<ModelDescription> {
    return this.#descriptions.get(await stateOf(model), () => this.service.describeModel(model));
  }

  async weights(model: string, layer: string, colours: MapId): Promise<WeightsDescription> {
    return this.#weights.get(`${await stateOf(model)} ${colours} ${layer}`, () =>
      this.service.describeWeights({ model, layer, colours }),
    );
  }

  async #withWeights(found: FoundLayer & { model: string }, colours: MapId): Promise<TrainedLayer> {
    const weights = await this.#quietly(() => this.weights(found.model, found.layer.output, colours));
    return { ...found, modelTitle: vscode.workspace.asRelativePath(found.model), ...(weights && { weights }) };
  }

  async #paths(): Promise<string[]> {
    return (await this.files.list()).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  }

  /** The Models view reports unreadable models; here they are skipped. Other failures do not matter for a hover. */
  async #quietly<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.log.debug(`hover: ${messageOf(error)}`);
      return undefined;
    }
  }
}

/** A key under which answers about a file hold while it is unchanged. */
export async function stateOf(path: string): Promise<string> {
  const { mtimeMs, size } = await stat(path);
  return `${path} ${mtimeMs} ${size}`;
}
