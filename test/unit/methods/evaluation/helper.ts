/** What the tests of measures share: small networks through the whole service, and measures on maps that are made up. */
import assert from 'node:assert/strict';
import { Engine } from '../../../../src/engine/engine';
import { withGraph } from '../../../../src/formats/models/model';
import { openModel } from '../../../../src/formats/models/open';
import type { Graph } from '../../../../src/graph/graph';
import { askNetwork } from '../../../../src/kernel/network';
import { LocalService } from '../../../../src/kernel/service';
import { measureById } from '../../../../src/methods/evaluation';
import type { EvaluationContext, Measured } from '../../../../src/methods/evaluation/measure';
import { parseParameters, prediction, type Given } from '../../../../src/methods/method';
import { random } from '../../../../src/shared/random';

import type { RunRequest } from '../../../../src/shared/requests';
import type { EvaluationResult, SanityResult } from '../../../../src/shared/results';
import type { Shape } from '../../../../src/shared/tensor';
import { dense, network, temporaryFolder, writeArray, writeModel } from '../../../helpers/models';

export interface Problem {
  graph: Graph;
  shape: Shape;
  x: readonly number[];
}

/** w·x without a bias, for samples given as rows. */
export function linear(w: readonly number[], rows: readonly (readonly number[])[]): Problem {
  return {
    graph: network([1, w.length], (b, x) => dense(b, x, [w], [0])),
    shape: [rows.length, w.length],
    x: rows.flat(),
  };
}

/** The same over a picture [C, H, W]. */
export function linearPicture(sample: Shape, w: readonly number[], rows: readonly (readonly number[])[]): Problem {
  return {
    graph: network([1, ...sample], (b, x) => dense(b, b.op('Flatten', [x]), [w], [0])),
    shape: [rows.length, ...sample],
    x: rows.flat(),
  };
}

/** Call inside describe(). */
export function workshop() {
  const files = temporaryFolder();
  const service = new LocalService();
  let count = 0;

  function written({ graph, shape, x }: Problem) {
    const name = `${count++}`;
    return {
      model: writeModel(files.path(`${name}.onnx`), graph),
      input: writeArray(files.path(`${name}.npy`), shape, x),
      target: '0',
      device: 'cpu',
      seed: 0,
      memoryBudget: 2 ** 30,
    };
  }

  return {
    files,
    service,
    written,
    evaluate: async (
      problem: Problem,
      methods: readonly (string | [string, object])[],
      measures: readonly (string | [string, object])[],
      { samples, ...more }: Partial<RunRequest> & { samples?: number } = {},
    ): Promise<EvaluationResult> => {
      const chosen = (list: readonly (string | [string, object])[]) =>
        list.map((one) => {
          const [id, parameters] = typeof one === 'string' ? [one, {}] : one;
          return { id, parameters: { ...parameters } };
        });
      const result = await service.run({
        ...written(problem),
        method: 'faithfulness',
        parameters: {
          methods: chosen(methods),
          measures: chosen(measures),
          ...(samples !== undefined && { samples }),
        },
        ...more,
      });
      assert.ok(result.kind === 'evaluation');
      return result;
    },
    sanityCheck: async (request: ReturnType<typeof written>, method: string): Promise<SanityResult> => {
      const result = await service.run({ ...request, method: 'sanity-check', parameters: { method } });
      assert.ok(result.kind === 'sanity');
      return result;
    },
    /** A measure of maps that no method made; `explain` is the map itself, wherever it is asked. */
    measure: async (
      problem: Problem,
      maps: readonly number[][],
      id: string,
      given: object,
      seed = 0,
    ): Promise<Measured> => {
      const engine = new Engine();
      const { model, ...request } = written(problem);
      const opened = withGraph(await openModel(model));
      const network = await askNetwork(opened, prediction, request, { engine, signal: undefined });
      const complete: EvaluationContext = {
        ...(network.given as Given['model'] & Given['input'] & Given['target']),
        engine,
        memoryBudget: request.memoryBudget,
        random: random(seed),
        progress: () => undefined,
        spareEngine: () => new Engine(),
      };
      const explanations = maps.map((numbers, i) => {
        const map = Float32Array.from(numbers);
        return { name: `map ${i}`, map, explain: () => Promise.resolve(map) };
      });
      const measure = measureById(id);
      return measure.run(complete, explanations, parseParameters(measure, { ...given }));
    },
  };
}
