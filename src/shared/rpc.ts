/**
 * Typed calls over a connection, the same for both walls: editor ↔ compute process, and page ↔ editor. The interface is
 * all you write: {@link Peer.remote} is that interface on the other side, {@link Peer.serve} implements it. A method
 * takes one request and, if it may take long, options: a signal that cancels it, progress, frames of its unfinished
 * result, and steering. Errors keep their kind.
 *
 * A call is a JSON-RPC request ROOM/METHOD. Everything else about it travels as notifications with its number.
 */
import { CancellationTokenSource, ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import { CancelledError, NetLoupeError, type ErrorData } from './errors';
import type { LiveOptions, Progress } from './requests';
import { SteeringWheel } from './steering';

/** Any options; their contents are not inspected. */
type AnyOptions = LiveOptions<unknown, unknown>;

/** What can be asked of another side. */
export type Asked<Api> = { [Method in keyof Api]: (request: never, options: never) => Promise<unknown> };

/** Notifications to another side; nobody waits for them. */
export type Told<Api> = { [Method in keyof Api]: (news: never) => void };

/** The name under which a side serves an interface, and that side. */
export interface Room<Api> {
  readonly name: string;
  /** Only carries the type. */
  readonly api?: Api;
}

export const room = <Api extends Asked<Api> | Told<Api>>(name: string): Room<Api> => ({ name });

type Handler = (request: unknown, options: AnyOptions) => unknown;

interface Call {
  call: number;
  request: unknown;
  /** Whether the caller wants frames. */
  frames: boolean;
}

interface Telling {
  news: unknown;
}

/** The signal's reason when a call's caller is gone: work that outlives its page goes on. */
export class CallerGone extends Error {}

/** Range of error codes that JSON-RPC leaves to applications. */
const CODE = -32000;

/** One end of a connection. */
export class Peer {
  readonly #rooms = new Map<string, object>();
  /** Calls made by this side. */
  readonly #made = new Map<number, AnyOptions>();
  /** Calls answered by this side. */
  readonly #answered = new Map<number, Answering>();
  #calls = 0;
  #lost: NetLoupeError | undefined;

  /** `connection` must not listen yet. */
  constructor(private readonly connection: MessageConnection) {
    connection.onRequest((method, parameters, token) => this.#answer(method, parameters as unknown as Call, token));
    connection.onNotification((method, told) => void this.#handler(method)((told as unknown as Telling).news, {}));
    connection.onNotification('progress', ({ call, progress }: { call: number; progress: Progress }) =>
      this.#made.get(call)?.onProgress?.(progress),
    );
    connection.onNotification('frame', (news: { call: number; frame: unknown }) => this.#show(news));
    connection.onNotification('frameTaken', ({ call }: { call: number }) => this.#answered.get(call)?.frameTaken());
    connection.onNotification('steer', ({ call, command }: { call: number; command: unknown }) =>
      this.#answered.get(call)?.steering.say(command),
    );
    connection.onClose(() => this.close());
    connection.listen();
  }

  /** The interface that the other side serves. */
  remote<Api extends Asked<Api>>(room: Room<Api>): Api {
    return remote(room, () => this);
  }

  /** The same for an interface whose methods return nothing. */
  teller<Api extends Told<Api>>({ name }: Room<Api>): Api {
    return proxyOf<Api>((method, news) => this.#tell(`${name}/${method}`, { news }));
  }

  /** Implements an interface. The other side can call every method of `api`. */
  serve<Api extends Asked<Api> | Told<Api>>({ name }: Room<Api>, api: NoInfer<Api>): void {
    this.#rooms.set(name, api);
  }

  /** Calls in flight fail with `reason`; calls being answered here learn that their caller is gone. */
  close(reason = new NetLoupeError('internal', 'The connection closed before the answer came.')): void {
    if (this.#lost) return;
    this.#lost = reason;
    for (const { controller } of this.#answered.values()) controller.abort(new CallerGone());
    this.connection.dispose();
  }

  /** Implements a method of {@link remote}. */
  async ask(method: string, request: unknown, options: AnyOptions = {}): Promise<unknown> {
    const { signal, onFrame, steering } = options;
    if (signal?.aborted) throw new CancelledError();
    if (this.#lost) throw this.#lost;
    const call = this.#calls++;
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    const parameters: Call = { call, request, frames: onFrame !== undefined };
    this.#made.set(call, options);
    signal?.addEventListener('abort', cancel, { once: true });
    const deafen = steering?.onSteer((command) => this.#tell('steer', { call, command }));
    try {
      return await this.connection.sendRequest(method, parameters, cancellation.token);
    } catch (error) {
      throw this.#lost ?? fromResponseError(error);
    } finally {
      deafen?.();
      signal?.removeEventListener('abort', cancel);
      cancellation.dispose();
      this.#made.delete(call);
    }
  }

  async #answer(method: string, { call, request, frames }: Call, token: CancellationToken): Promise<unknown> {
    const answering = new Answering((frame) => this.#tell('frame', { call, frame }));
    const { controller, steering } = answering;
    token.onCancellationRequested(() => controller.abort(new CancelledError()));
    this.#answered.set(call, answering);
    try {
      return await this.#handler(method)(request, {
        signal: controller.signal,
        steering,
        onProgress: (progress) => this.#tell('progress', { call, progress }),
        ...(frames && { onFrame: (frame) => answering.show(frame) }),
      });
    } catch (error) {
      const data = NetLoupeError.toData(error);
      return new ResponseError(CODE, data.message, data);
    } finally {
      this.#answered.delete(call);
      answering.end();
    }
  }

  #handler(method: string): Handler {
    const slash = method.lastIndexOf('/');
    const name = method.slice(slash + 1);
    const api = this.#rooms.get(method.slice(0, slash)) as Record<string, unknown> | undefined;
    const handler = name in Object.prototype ? undefined : api?.[name];
    if (typeof handler !== 'function')
      throw new NetLoupeError('internal', `Nobody answers "${method}"; both sides must be the same version.`);
    return handler.bind(api) as Handler;
  }

  /** Sends the next frame once the last was taken, so that a slow reader gets fewer frames and never a backlog. */
  async #show({ call, frame }: { call: number; frame: unknown }): Promise<void> {
    try {
      await this.#made.get(call)?.onFrame?.(frame);
    } finally {
      this.#tell('frameTaken', { call });
    }
  }

  /** Ignored if nobody is left to hear it. */
  #tell(method: string, news: unknown): void {
    if (!this.#lost) this.connection.sendNotification(method, news).catch(() => undefined);
  }
}

/** A call as the answering side sees it. */
class Answering {
  readonly controller = new AbortController();
  readonly steering = new SteeringWheel<unknown>();
  #isUnderway = false;
  /** The latest frame that came while one was in flight. */
  #next: { frame: unknown } | undefined;

  constructor(private readonly send: (frame: unknown) => void) {}

  show(frame: unknown): void {
    if (this.#isUnderway) {
      this.#next = { frame };
      return;
    }
    this.#isUnderway = true;
    this.send(frame);
  }

  frameTaken(): void {
    this.#isUnderway = false;
    const next = this.#next;
    this.#next = undefined;
    if (next) this.show(next.frame);
  }

  end(): void {
    this.#next = undefined;
  }
}

/** An interface that another side serves; `peer` gives the connection, which may differ from call to call. */
export function remote<Api extends Asked<Api>>({ name }: Room<Api>, peer: () => Peer): Api {
  // Also rejects if there is no peer.
  return proxyOf<Api>(async (method, request, options) =>
    peer().ask(`${name}/${method}`, request, options as AnyOptions | undefined),
  );
}

function proxyOf<Api>(act: (method: string, request: unknown, options: unknown) => unknown): Api {
  return new Proxy(Object.create(null) as object, {
    get: (_, name) =>
      isMethod(name) ? (request: unknown, options: unknown) => act(name, request, options) : undefined,
  }) as Api;
}

/**
 * Not the properties by which others recognise objects: `then` would make it a promise, `_$litDirective$` a Lit
 * directive.
 */
function isMethod(name: string | symbol): name is string {
  return typeof name === 'string' && name !== 'then' && /^[a-z]\w*$/i.test(name);
}

function fromResponseError(error: unknown): unknown {
  const data = error instanceof ResponseError ? (error.data as ErrorData | undefined) : undefined;
  return data ? NetLoupeError.fromData(data) : error;
}
