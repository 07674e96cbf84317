/** The compute process behind its client: results cross as binary, calls can be cancelled, and a death costs one sentence. */
import assert from 'node:assert/strict';
import { KernelClient, type KernelState } from '../../src/kernel/client';
import { NetLoupeError } from '../../src/shared/errors';
import type { AttributeRequest, Progress } from '../../src/shared/requests';
import {
  assertClose,
  basicMultiLayer,
  dense,
  network,
  temporaryFolder,
  writeArray,
  writeModel,
} from '../helpers/models';

describe('the compute process', () => {
  const files = temporaryFolder();
  let states: KernelState[];
  let client: KernelClient;
  let quick: AttributeRequest;
  let long: AttributeRequest;

  before(() => {
    const common = { method: 'gradient', parameters: {}, target: '0', device: 'cpu', seed: 0, memoryBudget: 2 ** 30 };
    const small = writeModel(files.path('small.onnx'), basicMultiLayer());
    quick = { ...common, model: small, input: writeArray(files.path('x.npy'), [1, 3], [20, 50, 30]) };
    const row = Array.from({ length: 1500 }, (_, i) => Math.sin(i));
    const square = Array.from({ length: 1500 }, () => row);
    const bias = Array<number>(1500).fill(0.1);
    const wide = network([1, 1500], (b, x) => dense(b, b.op('Tanh', [dense(b, x, square, bias)]), square, bias));
    long = {
      ...common,
      model: writeModel(files.path('wide.onnx'), wide),
      input: writeArray(files.path('wide.npy'), [1, 1500], row),
      method: 'smoothgrad',
      parameters: { samples: 6400 },
    };
  });
  beforeEach(() => {
    states = [];
    client = new KernelClient({
      script: 'dist/kernel.mjs',
      log: () => undefined,
      onState: (state) => states.push(state),
    });
  });
  afterEach(() => client.dispose());

  it('answers with typed arrays', async () => {
    const { attribution, provenance } = await client.service.attribute(quick);
    assert.ok(attribution.data instanceof Float32Array);
    assertClose(attribution.data, [4, 4, 4], 1e-6);
    assert.match(provenance.model.sha256, /^[0-9a-f]{64}$/);
    assert.deepEqual(states, ['starting', 'ready']);
  });

  it('answers many calls at once, each its own', async () => {
    const results = await Promise.all(['0', '1', '0'].map((target) => client.service.attribute({ ...quick, target })));
    assert.deepEqual(
      results.map(({ target }) => target.indices),
      [[0], [1], [0]],
    );
  });

  it('keeps the kind of an error', async () => {
    await assert.rejects(client.service.describeModel(files.path('nowhere.onnx')), kind('format', /nowhere/));
    await assert.rejects(
      client.service.attribute({ ...quick, method: 'no-such-method' }),
      kind('argument', /no method/),
    );
  });

  it('reports progress that rises to 1', async () => {
    const seen: Progress[] = [];
    await client.service.attribute(
      { ...long, parameters: { samples: 64 } },
      { onProgress: (progress) => seen.push(progress) },
    );
    assert.ok(seen.length > 2);
    assert.deepEqual(
      seen.map(({ fraction }) => fraction),
      seen.map(({ fraction }) => fraction).sort((a, b) => a - b),
    );
    assert.equal(seen.at(-1)!.fraction, 1);
  });

  it('stops when cancelled, and lives on', async () => {
    const controller = new AbortController();
    const running = client.service.attribute(long, { signal: controller.signal, onProgress: () => { controller.abort(); } }); // prettier-ignore
    await assert.rejects(running, kind('cancelled', /Cancelled/));
    const { pid } = client;
    await client.service.attribute(quick);
    assert.equal(client.pid, pid);
  });

  it('killed in the middle of a request: one sentence, and the next request works', async () => {
    const running = client.service.attribute(long, { onProgress: () => process.kill(client.pid!, 'SIGKILL') });
    await assert.rejects(running, kind('kernel', /ended unexpectedly \(SIGKILL\); it restarts with the next request/));
    const { attribution } = await client.service.attribute(quick);
    assertClose(attribution.data, [4, 4, 4], 1e-6);
    assert.deepEqual(states, ['starting', 'ready', 'crashed', 'starting', 'ready']);
  });

  it('ends with its client', async () => {
    await client.service.methods();
    const pid = client.pid!;
    await client.dispose();
    assert.throws(() => process.kill(pid, 0));
  });
});

function kind(expected: string, message: RegExp) {
  return (error: unknown): boolean =>
    error instanceof NetLoupeError && error.kind === expected && message.test(error.message);
}
