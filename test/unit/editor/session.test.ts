/** The life of an explanation behind its panel, with a service that is slow, fails or hangs at will. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { ExplainSession, sameForm, type Run } from '../../../src/editor/explain/session';
import type { MethodDescription } from '../../../src/shared/description';
import { ArgumentError, CancelledError, NetLoupeError } from '../../../src/shared/errors';
import type { ExplainForm } from '../../../src/shared/api/explain';
import { prediction } from '../../../src/shared/needs';
import type { AttributeRequest, CallOptions, Service } from '../../../src/shared/requests';
import type { AttributionResult } from '../../../src/shared/results';
import { float32 } from '../../../src/shared/tensor';

const form: ExplainForm = {
  method: 'gradient',
  parameters: {},
  target: 'argmax',
  device: 'auto',
  seed: 0,
  preprocessing: {},
};

describe('explain session', () => {
  it('asks for what the form says, about its files, within the memory budget', async () => {
    const { session, calls } = start();
    const run = session.run({ ...form, parameters: { steps: 9 }, seed: 4 });
    calls[0]!.finish();
    assert.equal((await run.outcome).ok, true);
    const { model, input, method, parameters, seed, memoryBudget } = calls[0]!.request;
    assert.deepEqual(
      [model, input, method, parameters, seed, memoryBudget],
      ['/m.onnx', '/p.png', 'gradient', { steps: 9 }, 4, 1e6],
    );
  });

  it('gives the next page the result, as long as it is the form’s', async () => {
    const { session, calls } = start();
    assert.equal((await session.setup()).result, undefined);
    const run = session.run();
    calls[0]!.finish();
    await run.outcome;
    assert.equal((await session.setup()).result?.provenance.method, 'gradient');
    session.run({ ...form, method: 'smoothgrad' });
    const setup = await session.setup();
    assert.equal(setup.result, undefined);
    assert.equal(setup.form.method, 'smoothgrad');
  });

  it('joins a run of the same form, and gives up one of another', async () => {
    const { session, calls } = start();
    const first = session.run(form);
    assert.equal(session.run({ ...form, parameters: {} }), first);
    const second = session.run({ ...form, target: '3' });
    assert.equal(calls.length, 2);
    assert.deepEqual(await first.outcome, { ok: false, error: { kind: 'cancelled', message: 'Cancelled.' } });
    calls[1]!.finish();
    assert.equal((await second.outcome).ok, true);
    assert.equal(session.result?.target.value, '3');
  });

  it('starts anew after a cancelled run of the same form', async () => {
    const { session, calls } = start();
    const first = session.run();
    first.cancel();
    const second = session.run();
    assert.notEqual(second, first);
    calls[1]!.finish();
    assert.equal((await first.outcome).ok, false);
    assert.equal((await second.outcome).ok, true);
  });

  it('drops a result that comes after it was given up', async () => {
    const { session, calls } = start({ deaf: true });
    const run = session.run();
    run.cancel();
    calls[0]!.finish();
    assert.deepEqual(await run.outcome, { ok: false, error: { kind: 'cancelled', message: 'Cancelled.' } });
    assert.equal(session.result, undefined);
  });

  it('tells an error as data, and works again afterwards', async () => {
    const { session, calls } = start();
    const failing = session.run();
    calls[0]!.fail(new NetLoupeError('kernel', 'The compute process ended unexpectedly.'));
    assert.deepEqual(await failing.outcome, {
      ok: false,
      error: { kind: 'kernel', message: 'The compute process ended unexpectedly.' },
    });
    const next = session.run();
    calls[1]!.finish();
    assert.equal((await next.outcome).ok, true);
  });

  it('hands a failure to the page that comes after it, once', async () => {
    const { session, calls } = start();
    session.runAhead();
    calls[0]!.fail(new NetLoupeError('argument', 'The data does not fit.'));
    await setImmediate();
    assert.equal((await session.run().outcome).ok, false);
    assert.equal(calls.length, 1);
    session.run();
    assert.equal(calls.length, 2);
  });

  it('computes again after a failure that a page waited for, or that files have since outdated', async () => {
    for (const change of ['seen', 'files'] as const) {
      const { session, calls } = start();
      session.runAhead();
      if (change === 'seen') session.run();
      calls[0]!.fail(new NetLoupeError('argument', 'The data does not fit.'));
      await setImmediate();
      if (change === 'files') session.invalidate();
      session.run();
      assert.equal(calls.length, 2, change);
    }
  });

  it('passes progress on to everyone who follows', async () => {
    const { session, calls } = start();
    const run = session.run();
    const seen: number[] = [];
    void run.follow({ onProgress: ({ fraction }) => void seen.push(fraction) });
    void run.follow({ onProgress: ({ fraction }) => void seen.push(fraction) });
    calls[0]!.options.onProgress?.({ fraction: 0.5, message: 'half' });
    calls[0]!.finish();
    await run.outcome;
    assert.deepEqual(seen, [0.5, 0.5]);
  });

  it('forgets what was computed from files that have changed', async () => {
    const { session, calls } = start();
    const run = session.run();
    calls[0]!.finish();
    await run.outcome;
    session.invalidate();
    assert.equal(session.result, undefined);
  });

  it('explains other data with the same form, and forgets what it knew of the old', async () => {
    const { session, calls, runs } = start();
    const run = session.run({ ...form, seed: 7 });
    session.changeData('/q.png');
    assert.deepEqual(await run.outcome, { ok: false, error: { kind: 'cancelled', message: 'Cancelled.' } });
    session.run();
    assert.deepEqual([calls[1]!.request.input, calls[1]!.request.seed], ['/q.png', 7]);
    assert.deepEqual(
      runs.map(({ input }) => input),
      ['/p.png', '/q.png'],
    );
  });

  it('lets each run be watched once', () => {
    const { session, runs } = start();
    session.run();
    session.run();
    session.run({ ...form, seed: 1 });
    assert.deepEqual(
      runs.map(({ form: { seed } }) => seed),
      [0, 1],
    );
  });

  it('fails to set up with the sentence of what is wrong', async () => {
    const { session } = start({ describe: () => Promise.reject(new ArgumentError('No such model.')) });
    await assert.rejects(session.setup(), /No such model/);
  });
});

describe('the methods of an explain session', () => {
  it('are those that explain a prediction', async () => {
    const method = { title: '', summary: '', source: '', parameters: {} };
    const methods: MethodDescription[] = [
      { ...method, id: 'gradient', family: 'gradients', needs: prediction, gives: 'attribution' },
      { ...method, id: 'perceptron-capacity', family: 'capacity', needs: {}, gives: 'curves' },
    ];
    const { session } = start({ methods });
    assert.deepEqual(
      (await session.setup()).methods.map(({ id }) => id),
      ['gradient'],
    );
  });
});

describe('sameForm', () => {
  it('does not mind the order of names', () => {
    assert.ok(sameForm({ ...form, parameters: { a: 1, b: [1, 2] } }, { ...form, parameters: { b: [1, 2], a: 1 } }));
    assert.ok(!sameForm(form, { ...form, parameters: { a: 1 } }));
    assert.ok(!sameForm({ ...form, parameters: { b: [1, 2] } }, { ...form, parameters: { b: [2, 1] } }));
  });
});

interface Call {
  request: AttributeRequest;
  options: CallOptions;
  finish(): void;
  fail(error: Error): void;
}

/** A session whose runs end when the test says so; a deaf service does not hear a cancellation. */
function start({
  deaf = false,
  describe,
  methods = [],
}: { deaf?: boolean; describe?: Service['describeModel']; methods?: MethodDescription[] } = {}) {
  const calls: Call[] = [];
  const runs: Run[] = [];
  const unused = () => Promise.reject(new Error('not asked for'));
  const service: Service = {
    methods: () => Promise.resolve(methods),
    devices: () => Promise.resolve([{ id: 'cpu', title: 'CPU', available: true, note: '' }]),
    describeModel:
      describe ??
      ((path) =>
        Promise.resolve({
          path,
          format: 'onnx',
          producer: '',
          opset: 21,
          bytes: 0,
          inputs: [],
          outputs: [],
          layers: [],
          parameters: 0,
          metadata: {},
        })),
    describeInput: ({ input }) => Promise.resolve({ path: input, format: 'png', arrays: [] }),
    run: unused,
    measures: unused,
    forward: unused,
    encodeNpz: unused,
    describeWeights: unused,
    unsuitable: unused,
    fitData: unused,
    describeFile: unused,
    describeDataset: unused,
    readColumns: unused,
    readSamples: unused,
    thumbnails: unused,
    modelColumns: unused,
    activations: unused,
    describeVectors: unused,
    completeNames: unused,
    placeOnAxes: unused,
    vectorArithmetic: unused,
    scoreAnalogies: unused,
    readPoints: unused,
    countLabelings: unused,
    separate: unused,
    solveWithHiddenLayer: unused,
    attribute: (request, options = {}) =>
      new Promise((resolve, reject) => {
        calls.push({ request, options, finish: () => resolve(resultOf(request)), fail: reject });
        if (!deaf) options.signal?.addEventListener('abort', () => reject(new CancelledError()));
      }),
  };
  const session = new ExplainSession({
    model: '/m.onnx',
    input: '/p.png',
    form,
    service,
    memoryBudget: () => 1e6,
    watch: (run) => runs.push(run),
  });
  return { session, calls, runs };
}

function resultOf({ model, input, method, parameters, seed, target, device }: AttributeRequest): AttributionResult {
  const one = float32([1, 1], [1]);
  return {
    kind: 'attribution',
    attribution: one,
    input: one,
    output: one,
    outputIsProbability: false,
    target: { value: target, indices: [0] },
    targetOutput: [1],
    conventions: [],
    provenance: {
      model: { path: model, sha256: '' },
      data: { path: input, sha256: '' },
      method,
      parameters,
      seed,
      device,
      seconds: 0,
      started: '',
      versions: {},
    },
  };
}
