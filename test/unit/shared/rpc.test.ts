/** Both ends of a wall in one process: what crosses it, and what happens when it falls. */
import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { ArgumentError, CancelledError, FormatError, NetLoupeError, type ErrorKind } from '../../../src/shared/errors';
import type { CallOptions, LiveOptions, Progress } from '../../../src/shared/requests';
import { CallerGone, Peer, room } from '../../../src/shared/rpc';
import { SteeringWheel } from '../../../src/shared/steering';
import { eventually } from '../../helpers/eventually';

interface Frame {
  step: number;
}

interface Server {
  double(values: Float32Array): Promise<Float32Array>;
  nothing(): Promise<void>;
  fail(kind: ErrorKind): Promise<never>;
  live(steps: number | null, options?: LiveOptions<Frame, string>): Promise<string[]>;
  wait(request: null, options?: CallOptions): Promise<void>;
}

interface Page {
  refresh(text?: string): void;
}

const server = room<Server>('server');
const page = room<Page>('page');

describe('rpc', () => {
  let closed: (() => void)[] = [];
  afterEach(() => {
    for (const close of closed) close();
    closed = [];
  });

  it('carries typed arrays, and nothing', async () => {
    const { client } = wall();
    assert.deepEqual(await client.double(Float32Array.of(1, 2.5)), Float32Array.of(2, 5));
    await client.nothing();
  });

  const errors: [string, unknown, ErrorKind, RegExp][] = [
    ['an argument', new ArgumentError('No class 12.'), 'argument', /^No class 12\.$/],
    ['a broken file', new FormatError('a.npy', 'too short', 8), 'format', /^a\.npy, byte 8: too short$/],
    ['cancellation', new CancelledError(), 'cancelled', /^Cancelled\.$/],
    ['a bug', new TypeError('x is undefined'), 'internal', /^x is undefined$/],
    ['no error at all', 'a word', 'internal', /^a word$/],
  ];
  for (const [title, thrown, kind, message] of errors)
    it(`keeps the kind of an error: ${title}`, async () => {
      // A method need not be async: it may throw before it has given a promise.
      const throws = () => {
        throw thrown;
      };
      for (const fail of [throws, () => Promise.resolve().then(throws)])
        await assert.rejects(wall({ fail }).client.fail(kind), isError(kind, message));
    });

  it('makes a CancelledError of what was cancelled on the other side', async () => {
    const fail = () => Promise.reject(new CancelledError());
    await assert.rejects(wall({ fail }).client.fail('cancelled'), CancelledError);
  });

  it('does not send what is cancelled before', async () => {
    let asked = 0;
    const { client } = wall({ wait: () => Promise.resolve(void asked++) });
    await assert.rejects(client.wait(null, { signal: AbortSignal.abort() }), CancelledError);
    await client.nothing();
    assert.equal(asked, 0);
  });

  it('cancels during the call', async () => {
    const controller = new AbortController();
    const { client } = wall({
      wait: (_, { signal } = {}) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => reject(signal!.reason as Error));
          controller.abort();
        }),
    });
    await assert.rejects(client.wait(null, { signal: controller.signal }), CancelledError);
    await client.nothing();
  });

  it('reports progress to its own call alone', async () => {
    const { client } = wall({
      live: (steps, { onProgress } = {}) => {
        for (let i = 1; i <= steps!; i++) onProgress!({ fraction: i / steps!, message: `of ${steps}` });
        return Promise.resolve([]);
      },
    });
    const seen: Progress[][] = [[], []];
    await Promise.all(
      seen.map((mine, i) => client.live(i + 1, { onProgress: (progress) => void mine.push(progress) })),
    );
    assert.deepEqual(seen, [
      [{ fraction: 1, message: 'of 1' }],
      [
        { fraction: 0.5, message: 'of 2' },
        { fraction: 1, message: 'of 2' },
      ],
    ]);
  });

  it('sends the next frame when the last was taken; a slow reader gets the latest', async () => {
    const { promise: shown, resolve: go } = deferred<void>();
    const { promise: isTaken, resolve: take } = deferred<void>();
    const { promise: isSeen, resolve: see } = deferred<void>();
    const { client } = wall({
      live: async (_, { onFrame } = {}) => {
        void onFrame!({ step: 0 });
        await shown;
        for (let step = 1; step < 50; step++) void onFrame!({ step });
        take();
        await isSeen;
        return [];
      },
    });
    const seen: number[] = [];
    await client.live(null, {
      onFrame: async ({ step }) => {
        seen.push(step);
        go();
        await isTaken;
        if (step === 49) see();
      },
    });
    assert.deepEqual(seen, [0, 49]);
  });

  it('shows every frame to a reader that keeps up, and sends none where none are wanted', async () => {
    const offered: boolean[] = [];
    const seen: number[] = [];
    const { client } = wall({
      live: async (_, { onFrame } = {}) => {
        offered.push(onFrame !== undefined);
        for (let step = 0; onFrame && step < 4; step++) {
          void onFrame({ step });
          await eventually(() => assert.equal(seen.length, step + 1));
        }
        return [];
      },
    });
    await client.live(null, { onFrame: ({ step }) => void seen.push(step) });
    await client.live(null, {});
    assert.deepEqual(
      [seen, offered],
      [
        [0, 1, 2, 3],
        [true, false],
      ],
    );
  });

  it('steers the call it is meant for, even before anybody listens', async () => {
    const { client } = wall({
      live: async (count, { steering } = {}) => {
        await client.nothing();
        const heard: string[] = [];
        await new Promise<void>((done) => {
          steering!.onSteer((command) => {
            if (heard.push(command) === count) done();
          });
        });
        return heard;
      },
    });
    const [one, two] = [new SteeringWheel<string>(), new SteeringWheel<string>()];
    const answers = Promise.all([client.live(2, { steering: one }), client.live(1, { steering: two })]);
    one.say('pause');
    two.say('finish');
    one.say('continue');
    assert.deepEqual(await answers, [['pause', 'continue'], ['finish']]);
  });

  it('says which method nobody answers', async () => {
    const { near } = wall();
    for (const name of ['missing', 'constructor', 'toString', '__proto__'])
      await assert.rejects(near.ask(`server/${name}`, undefined), isError('internal', new RegExp(`"server/${name}"`)));
    await assert.rejects(near.remote(room<Server>('elsewhere')).nothing(), isError('internal', /"elsewhere\/nothing"/));
  });

  it('keeps rooms of the same interface apart', async () => {
    const { near, far } = wall();
    for (const step of [1, 2])
      far.serve(room<Pick<Server, 'live'>>(`film/${step}`), { live: () => Promise.resolve([`${step}`]) });
    const answers = [1, 2].map((step) => near.remote(room<Pick<Server, 'live'>>(`film/${step}`)).live(null));
    assert.deepEqual(await Promise.all(answers), [['1'], ['2']]);
  });

  it('tells the other side, with news and without', async () => {
    const { near, far } = wall();
    const heard: unknown[] = [];
    near.serve(page, { refresh: (text) => void heard.push(text) });
    far.teller(page).refresh('form');
    far.teller(page).refresh();
    await eventually(() => assert.equal(heard.length, 2));
    assert.deepEqual(heard, ['form', undefined]);
  });

  it('fails calls in flight when the connection is lost, and later ones; who answers hears that nobody waits', async () => {
    const { promise: isAsked, resolve: asked } = deferred<AbortSignal>();
    const { client, near, far } = wall({
      wait: (_, { signal } = {}) => {
        asked(signal!);
        return new Promise(() => {});
      },
    });
    const waiting = client.wait(null);
    const signal = await isAsked;
    near.close(new NetLoupeError('kernel', 'It ended.'));
    await assert.rejects(waiting, isError('kernel', /^It ended\.$/));
    await assert.rejects(client.nothing(), isError('kernel', /^It ended\.$/));
    // What is told goes nowhere, without an error.
    near.teller(page).refresh();
    await eventually(() => assert.ok(signal.aborted));
    assert.ok(signal.reason instanceof CallerGone);
    await assert.rejects(far.remote(server).nothing(), isError('internal', /closed/));
  });

  it('is no promise', async () => {
    const { client } = wall();
    assert.equal(await Promise.resolve(client), client);
  });

  it('has no marks of other libraries, which look for them in whatever they are given', () => {
    const { client } = wall();
    for (const mark of [
      'then',
      '_$litDirective$',
      '_$litType$',
      '$$typeof',
      '@@iterator',
      '__esModule',
      Symbol.iterator,
    ])
      assert.equal(Reflect.get(client, mark), undefined, String(mark));
  });

  function wall(given: Partial<Server> = {}) {
    const { port1, port2 } = new MessageChannel();
    const [near, far] = [port1, port2].map((port) => {
      const connection = createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
      port.on('close', () => peer.close());
      const peer = new Peer(connection);
      closed.push(() => port.close());
      connection.onDispose(() => port.close());
      return peer;
    }) as [Peer, Peer];
    const unused = () => Promise.reject(new Error('not asked in this test'));
    far.serve(server, {
      double: (values) => Promise.resolve(values.map((value) => 2 * value)),
      nothing: () => Promise.resolve(),
      fail: unused,
      live: unused,
      wait: unused,
      ...given,
    });
    return { near, far, client: near.remote(server) };
  }
});

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

function isError(kind: ErrorKind, message: RegExp) {
  return (error: unknown): boolean =>
    error instanceof NetLoupeError && error.kind === kind && message.test(error.message);
}
