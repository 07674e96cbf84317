/** A cloud's question in its forms, and the session behind its panel; no VS Code. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deepEqual, equal, match, throws } from 'node:assert/strict';
import {
  cloudCommand,
  cloudQuestion,
  cloudRequest,
  cloudTitle,
  filmTitle,
  naturalOrder,
  parseCloudState,
  stepTitles,
} from '../../../src/editor/cloud/question';
import { findKept } from '../../../src/editor/cloud/kept';
import { inTurn } from '../../../src/editor/cloud/turns';
import { RunStore } from '../../../src/experiments/store/store';
import { stampOf } from '../../../src/experiments/store/staleness';
import { float32 } from '../../../src/shared/tensor';
import { CloudSession } from '../../../src/editor/cloud/session';
import type { CloudQuestion } from '../../../src/shared/cloud/question';
import type { LayoutFrame, Steer } from '../../../src/shared/embedding';
import { ArgumentError, CancelledError } from '../../../src/shared/errors';
import type { RunOptions, RunRequest } from '../../../src/shared/requests';
import { CallerGone } from '../../../src/shared/rpc';
import type { CloudResult, Frame, Result } from '../../../src/shared/results';
import { SteeringWheel, type Command } from '../../../src/shared/steering';

const question: CloudQuestion = {
  input: '/home/space/my digits.npz#x',
  model: '/home/space/digits.onnx',
  layer: 'relu3',
  method: 'tsne',
  parameters: { perplexity: 12 },
  seed: 7,
  device: 'cpu',
};

describe('the question of a cloud', () => {
  it('is the same after it was kept', () => {
    const request = cloudRequest(question, '/home/space');
    equal(request.input, 'my digits.npz#x');
    equal(request.model, 'digits.onnx');
    deepEqual(cloudQuestion(request, '/home/space'), question);
    const { model: _model, layer: _layer, ...own } = question;
    deepEqual(cloudQuestion(cloudRequest(own, '/home/space'), '/home/space'), own);
  });

  it('has a title, and a command', () => {
    equal(cloudTitle(question), 'relu3 of digits.onnx · my digits.npz#x');
    equal(
      cloudCommand(question, 'linux'),
      "netloupe embed /home/space/digits.onnx --input '/home/space/my digits.npz#x' --layer relu3 --method tsne --set perplexity=12 --seed 7 --device cpu --out cloud.npz",
    );
    match(cloudCommand({ ...question, pooling: 'max' }, 'linux'), /--layer relu3 --pooling max --method/);
  });

  it('is read from what an earlier window kept, and from nothing else', () => {
    deepEqual(parseCloudState({ question, look: {} }), { question });
    deepEqual(parseCloudState({ question, run: { root: '/r', id: 'x' } }).run, { root: '/r', id: 'x' });
    for (const wrong of [
      undefined,
      null,
      3,
      {},
      { question: null },
      { question: { ...question, seed: '7' } },
      { question: { input: 1 } },
    ])
      throws(() => parseCloudState(wrong), /could not be restored/);
  });
});

describe('the steps of a film', () => {
  const at = (model: string, more: Partial<CloudQuestion> = {}): CloudQuestion => ({ ...question, model, ...more });

  it('are named by what tells them apart', () => {
    deepEqual(stepTitles([at('/r/epoch-1.onnx'), at('/r/epoch-2.onnx')]), ['epoch-1', 'epoch-2']);
    deepEqual(stepTitles([at('/r/a/epoch-1/net.onnx'), at('/r/b/epoch-2/net.onnx')]), ['epoch-1/net', 'epoch-2/net']);
    const { model: _model, layer: _layer, ...own } = question;
    deepEqual(stepTitles([own, question]), ['input', 'digits · relu3']);
    deepEqual(stepTitles([question, { ...question, parameters: {} }]), ['perplexity 12', 'perplexity 30']);
    deepEqual(stepTitles([question, { ...question, method: 'pca', parameters: {}, seed: 8 }])[1], 'pca · seed 8');
    deepEqual(stepTitles([question, question]), ['Step 1', 'Step 2']);
    equal(filmTitle([question, at('/r/b.onnx')]), 'Film of relu3 · my digits.npz#x');
    equal(filmTitle([question, own]), 'Film of 2 maps · my digits.npz#x');
  });

  it('are in the order of their numbers', () => {
    const epochs = ['/r/epoch-10.onnx', '/r/epoch-2.onnx', '/r/epoch-1.onnx'];
    deepEqual(naturalOrder(epochs), ['/r/epoch-1.onnx', '/r/epoch-2.onnx', '/r/epoch-10.onnx']);
  });

  it('are kept for a reload of the window', () => {
    const run = { root: '/r', id: 'x' };
    const state = { question, film: [{ question: at('/r/b.onnx'), run }], step: 1 };
    deepEqual(parseCloudState(state), state);
    throws(() => parseCloudState({ ...state, film: [{}] }), /could not be restored/);
  });
});

describe('runs in turn', () => {
  it('begin when the one before has ended, well or not; one that was cancelled meanwhile never begins', async () => {
    const begun: { seed: number; end: () => void; fail: () => void }[] = [];
    const service = inTurn({
      run: ({ seed }) =>
        new Promise((resolve, reject) => {
          begun.push({ seed, end: () => resolve({ kind: 'cloud' } as Result), fail: () => reject(new Error('no')) });
        }),
    });
    const said: string[] = [];
    const ask = (seed: number, signal?: AbortSignal) =>
      service.run(
        { ...question, seed, memoryBudget: 1 },
        { onProgress: ({ message }) => said.push(`${seed}: ${message}`), ...(signal && { signal }) },
      );
    const controller = new AbortController();
    const runs = [ask(0), ask(1), ask(2, controller.signal), ask(3)];
    const outcomes = Promise.allSettled(runs);
    await nothingToDo();
    deepEqual(begun.map(({ seed }) => seed), [0]); // prettier-ignore
    deepEqual(said, [1, 2, 3].map((seed) => `${seed}: Waiting for earlier maps`)); // prettier-ignore
    controller.abort();
    begun[0]!.end();
    await nothingToDo();
    begun[1]!.fail();
    await nothingToDo();
    deepEqual(begun.map(({ seed }) => seed), [0, 1, 3]); // prettier-ignore
    begun[2]!.end();
    deepEqual((await outcomes).map(({ status }) => status), ['fulfilled', 'rejected', 'rejected', 'fulfilled']); // prettier-ignore
  });

  /** All that follows from what has happened so far. */
  const nothingToDo = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
});

describe('a cloud that was computed before', () => {
  it('is found by its question, as long as its files are the same', async () => {
    const root = await mkdtemp(join(tmpdir(), 'netloupe-kept-'));
    try {
      const data = join(root, 'x.npy');
      await writeFile(data, 'samples');
      const asked: CloudQuestion = { input: data, method: 'pca', parameters: {}, seed: 0, device: 'auto' };
      const store = new RunStore(root);
      const state = await stampOf(data);
      const embedding = float32([2, 2], [1, 2, 3, 4]);
      const result = { kind: 'cloud', embedding, conventions: [], provenance: {} } as unknown as CloudResult;
      const request = cloudRequest(asked, root);
      const run = { id: 'a', label: '', request, key: '', started: '2026-01-01T00:00:00Z', seconds: 1, versions: {} };
      equal(await findKept(store, asked), undefined);
      await store.write({ ...run, data: state }, result);
      const found = await findKept(store, asked);
      deepEqual([found?.run, found?.result.embedding], [{ root, id: 'a' }, embedding]);
      equal(await findKept(store, { ...asked, parameters: { dimensions: 3 } }), undefined);
      equal(await findKept(store, { ...asked, seed: 1 }), undefined);
      await writeFile(data, 'other samples');
      equal(await findKept(store, asked), undefined);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('the session of a cloud', () => {
  const result = { kind: 'cloud', provenance: {} } as unknown as CloudResult;

  it('runs once for all who ask, hands on frames and steering, and keeps what comes', async () => {
    const { session, runs, kept } = started();
    const frames: number[] = [];
    const following = { onFrame: ({ iteration }: LayoutFrame) => void frames.push(iteration) };
    const wheel = new SteeringWheel<Steer>();
    const both = Promise.all([session.settle(), session.settle(undefined, { ...following, steering: wheel })]);
    equal(runs.length, 1);
    const steered: Command[] = [];
    runs[0]!.options.steering!.onSteer((command) => steered.push(command));
    void runs[0]!.options.onFrame!({ kind: 'cloud', iteration: 5 } as Frame);
    wheel.say({ kind: 'pause' });
    equal(session.paused, true);
    // A page that comes later sees where it is at once.
    void session.settle(undefined, following);
    runs[0]!.resolve(result);
    await both;
    deepEqual([session.result, session.run, session.error], [result, { root: '/r', id: 'id' }, undefined]);
    deepEqual([frames, steered, kept], [[5, 5], [{ kind: 'pause' }], [question]]);
    deepEqual([session.isRunning, session.paused], [false, false]);
  });

  it('is cancelled by a page that asks for it, and goes on when its page is gone', async () => {
    const { session, runs } = started();
    const [closed, cancels] = [new AbortController(), new AbortController()];
    void session.settle(undefined, { signal: closed.signal });
    closed.abort(new CallerGone());
    equal(session.isRunning, true);
    equal(runs[0]!.options.signal!.aborted, false);
    const ended = session.settle(undefined, { signal: cancels.signal });
    equal(runs.length, 1);
    cancels.abort();
    await ended;
    deepEqual([runs[0]!.options.signal!.aborted, session.error!.kind], [true, 'cancelled']);
  });

  it('is cancelled at once, whenever the run hears of it, and can run again', async () => {
    const { session, runs, kept } = started();
    const ended = session.settle();
    session.cancel();
    await ended;
    deepEqual([session.result, session.error!.kind], [undefined, 'cancelled']);
    runs[0]!.reject(new CancelledError());
    const again = session.settle();
    runs[1]!.resolve(result);
    await again;
    deepEqual([session.result, session.error], [result, undefined]);
    equal(kept.length, 1);
  });

  it('lays out otherwise in place of what is under way, keeps the map until another has come, and goes back to it', async () => {
    const { session, runs, kept } = started();
    const { input: _input, model: _model, ...form } = question;
    const titles: (string | undefined)[] = [];
    session.onShow = () => titles.push(session.question.layer);
    const other = { kind: 'cloud', provenance: {} } as unknown as CloudResult;
    const first = session.settle();
    runs[0]!.resolve(result);
    await first;
    const given = session.settle({ ...form, seed: 8 });
    const taken = session.settle({ ...form, layer: 'relu2' });
    runs[1]!.resolve(result);
    await given;
    deepEqual([session.result === result, session.question.seed, session.asked.layer], [true, 7, 'relu2']);
    runs[2]!.resolve(other);
    await taken;
    equal(session.result, other);
    deepEqual(session.question, { ...question, layer: 'relu2' });
    deepEqual([kept.length, session.hasEarlier], [2, true]);
    session.back();
    deepEqual([session.result === result, session.question, session.hasEarlier], [true, question, false]);
    deepEqual(titles, ['relu3', 'relu2', 'relu3']);
  });

  it('shows what it showed where the next map fails, and asks for that one again', async () => {
    const { session, runs } = started();
    session.show(result);
    const failed = session.settle({ method: 'umap', parameters: {}, seed: 0, device: 'cpu' });
    runs[0]!.reject(new ArgumentError('umap: parameter neighbours: too small.'));
    await failed;
    deepEqual([session.result === result, session.question.method, session.hasEarlier], [true, 'tsne', false]);
    deepEqual([session.error!.message, session.asked.method], ['umap: parameter neighbours: too small.', 'umap']);
    void session.settle();
    equal(runs[1]!.request.method, 'umap');
  });

  function started() {
    const runs: {
      request: RunRequest;
      options: RunOptions;
      resolve: (result: Result) => void;
      reject: (error: Error) => void;
    }[] = [];
    const kept: CloudQuestion[] = [];
    const session = new CloudSession(question, {
      service: {
        run: (request, options = {}) =>
          new Promise((resolve, reject) => runs.push({ request, options, resolve, reject })),
      },
      memoryBudget: () => 1,
      keep: (asked) => {
        kept.push(asked);
        return Promise.resolve({ run: { root: '/r', id: 'id' } });
      },
    });
    return { session, runs, kept };
  }
});
