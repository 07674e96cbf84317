/** The compute process's half of the wall with a service that shows frames faster than they are taken. */
import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { frame, frameTaken, requests, steer } from '../../../src/kernel/protocol';
import { serve } from '../../../src/kernel/server';
import type { LayoutFrame, Steer } from '../../../src/shared/embedding';
import type { CallOptions, Service } from '../../../src/shared/requests';

describe('the wall: maps on their way', () => {
  it('the next frame goes over when the last was taken; those between are dropped', async () => {
    const { client, shown, until } = wall(async (options) => {
      for (let iteration = 0; iteration < 50; iteration++) {
        options.onFrame?.({ ...empty, iteration });
        await tick();
      }
    });
    const done = client.sendRequest(requests.run.method, { request: {}, token: 7, frames: true });
    await done;
    assert.deepEqual(shown.map(({ iteration }) => iteration), [0]); // prettier-ignore
    await until(() => shown.length === 1);
    client.dispose();
  });

  it('a reader that keeps up sees more, and none where none are wanted', async () => {
    for (const frames of [true, false]) {
      const { client, shown } = wall(async (options) => {
        assert.equal(options.onFrame !== undefined, frames);
        // For as long as it takes to see some; where none are wanted none may come in as many steps.
        for (let iteration = 0; frames ? shown.length <= 3 : iteration < 50; iteration++) {
          options.onFrame?.({ ...empty, iteration });
          await tick();
        }
      }, true);
      await client.sendRequest(requests.run.method, { request: {}, token: 1, frames });
      assert.ok(frames ? shown.length > 3 : shown.length === 0, `${shown.length} frames`);
      client.dispose();
    }
  });

  it('steering reaches the call it is meant for, even when it is said before anybody listens', async () => {
    const heard: Steer[] = [];
    const { client } = wall(async ({ steering }) => {
      await tick(50);
      await new Promise<void>((done) => {
        steering!.onSteer((command) => {
          heard.push(command);
          if (command.kind === 'finish') done();
        });
      });
    });
    const done = client.sendRequest(requests.run.method, { request: {}, token: 3, frames: false });
    await client.sendNotification(steer, { token: 3, command: { kind: 'pause' } });
    await client.sendNotification(steer, { token: 4, command: { kind: 'continue' } });
    await tick(100);
    await client.sendNotification(steer, { token: 3, command: { kind: 'finish' } });
    await done;
    assert.deepEqual(heard, [{ kind: 'pause' }, { kind: 'finish' }]);
    client.dispose();
  });
});

const empty: LayoutFrame = {
  positions: new Float32Array(4),
  dimensions: 2,
  phase: 'test',
  iteration: 0,
  iterations: 50,
};

/** A service whose `run` is this, and a client on the other side; `takes`: whether it answers each frame at once. */
function wall(run: (options: CallOptions) => Promise<void>, takes = false) {
  const { port1, port2 } = new MessageChannel();
  const [far, client] = [port1, port2].map((port) =>
    createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port)),
  ) as [ReturnType<typeof createMessageConnection>, ReturnType<typeof createMessageConnection>];
  const service = { run: (_request: unknown, options: CallOptions) => run(options).then(() => null) };
  serve(far, service as unknown as Service);
  const shown: LayoutFrame[] = [];
  client.onNotification(frame, ({ token, frame: one }) => {
    shown.push(one);
    if (takes) void client.sendNotification(frameTaken, { token });
  });
  client.onDispose(() => port1.close());
  client.listen();
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await tick();
  };
  return { client, shown, until };
}

function tick(ms = 1): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
