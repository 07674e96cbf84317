/** Methods of any mix of needs: each is given what it needs, and its result says what that was made from. */
import assert from 'node:assert/strict';
import * as z from 'zod';
import { Host } from '../../../src/kernel/host';
import { run } from '../../../src/kernel/run';
import { defineMethod, type ContextOf, type Method } from '../../../src/methods/method';
import { ArgumentError } from '../../../src/shared/errors';
import { needNames, type Need, type Needs } from '../../../src/shared/needs';
import type { RunRequest } from '../../../src/shared/requests';
import type { Provenance } from '../../../src/shared/results';
import { dense, network, temporaryFolder, writeArray, writeModel } from '../../helpers/models';

type Everything = ContextOf<Record<Need, 'always'>, 'cloud', never>;
type Seen = Partial<Everything>;

describe('what a method needs', () => {
  const files = temporaryFolder();
  let model: string;
  let data: string;
  let layer: string;
  before(() => {
    const doubling = [[2, 0, 0], [0, 2, 0]]; // prettier-ignore
    const graph = network([1, 3], (b, x) => b.op('Relu', [dense(b, x, doubling, [0, 0])]));
    layer = graph.nodes.at(-2)!.outputs[0]!;
    model = writeModel(files.path('m.onnx'), graph);
    data = writeArray(files.path('x.npy'), [2, 3], [1, 2, 3, 6, 5, 4]);
  });

  /** What a method with these needs is given for this question. */
  async function given(needs: Needs, question: Partial<RunRequest>): Promise<{ seen: Seen; provenance: Provenance }> {
    let seen: Seen = {};
    const method = defineMethod({
      ...{ id: 'needy', title: 'Needy', family: 'capacity', summary: '', source: '', parameters: z.object({}) },
      needs,
      gives: 'curves',
      run(context) {
        seen = context;
        return Promise.resolve({ xLabel: '', yLabel: '', curves: [], conventions: [] });
      },
    });
    const request = { method: 'needy', parameters: {}, seed: 7, device: 'cpu', memoryBudget: 2 ** 28, ...question };
    const { provenance } = await run(new Host(), method as Method & { gives: 'curves' }, request);
    return { seen, provenance };
  }

  const sourcesOf = (provenance: Provenance) =>
    Object.keys(provenance).filter((name) => ['model', 'data'].includes(name));

  it('a model without data', async () => {
    const { seen, provenance } = await given({ model: 'always' }, { model });
    assert.deepEqual([seen.model?.path, seen.device, seen.input], [model, 'cpu', undefined]);
    assert.deepEqual(sourcesOf(provenance), ['model']);
  });

  it('a model and a unit of it without data: the shape of the value is told without running the network', async () => {
    const needs = { model: 'always', target: 'always' } as const;
    assert.deepEqual((await given(needs, { model, target: `${layer}:1` })).seen.target, { value: layer, indices: [1] });
    assert.deepEqual((await given(needs, { model, target: '1' })).seen.target?.indices, [1]);
    await assert.rejects(given(needs, { model, target: '2' }), /out of range: .* has 2 values/);
    await assert.rejects(given(needs, { model, target: 'argmax' }), /depends on data/);
  });

  it('a model, its input and a target, and explanations by others', async () => {
    const needs = { model: 'always', input: 'always', target: 'always', explanations: 'always' } as const;
    const { seen, provenance } = await given(needs, { model, input: data });
    assert.deepEqual([...seen.input!.data], [1, 2, 3, 6, 5, 4]);
    // Twice the first two numbers of each sample: the second is larger, then the first.
    assert.deepEqual([seen.target?.indices, seen.seed], [[1, 0], 7]);
    assert.notEqual(seen.spareEngine!(), seen.engine);
    assert.deepEqual(sourcesOf(provenance), ['model', 'data']);
  });

  it('a layer, by the name of its value', async () => {
    const needs = { model: 'always', layer: 'always' } as const;
    assert.equal((await given(needs, { model, layer })).seen.layer, layer);
    await assert.rejects(given(needs, { model, layer: 'nowhere' }), /no layer "nowhere"/);
  });

  it('data without a model', async () => {
    const { seen, provenance } = await given({ data: 'always' }, { input: data });
    assert.deepEqual([seen.dataset?.description.samples, seen.model], [2, undefined]);
    assert.deepEqual(sourcesOf(provenance), ['data']);
  });

  it('what is optional only where it is there', async () => {
    const needs = { data: 'always', model: 'optional' } as const;
    assert.equal((await given(needs, { input: data })).seen.model, undefined);
    assert.equal((await given(needs, { input: data, model })).seen.model?.path, model);
  });

  it('points', async () => {
    const { seen } = await given({ points: 'always' }, { input: data, model, layer });
    assert.deepEqual([...seen.points!.data], [2, 4, 12, 10]);
  });

  it('nothing at all', async () => {
    const { seen, provenance } = await given({}, {});
    assert.deepEqual([seen.model, seen.dataset, seen.points], [undefined, undefined, undefined]);
    assert.deepEqual(sourcesOf(provenance), []);
  });

  for (const need of Object.keys(needNames).filter((need) => need !== 'explanations' && need !== 'target'))
    it(`${need}: says so where it is missing`, async () => {
      await assert.rejects(given({ [need]: 'always' }, {}), (error: unknown) => {
        assert.ok(error instanceof ArgumentError, String(error));
        return error.message.startsWith('Needy needs ');
      });
    });
});
