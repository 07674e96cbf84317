/**
 * The wall between a panel and the editor: JSON-RPC over postMessage, where typed arrays travel as they are. A panel
 * sees only {@link Host}; tests put another page or a plain object behind it. Each panel's contract defines the
 * messages.
 */
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  CancellationTokenSource,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/browser';
import { Peer } from '../../src/shared/rpc';

/** What a panel needs of the editor. */
export interface Host {
  /** Rejects if the editor cannot answer. An aborted signal becomes a cancellation of the protocol. */
  request<Answer>(method: string, parameters?: unknown, signal?: AbortSignal): Promise<Answer>;
  notify(method: string, parameters: unknown): void;
  onNotification(method: string, listener: (parameters: never) => void): void;
  /** The panel's state from before a reload of the window; undefined the first time. */
  getState(): unknown;
  setState(state: unknown): void;
}

/** The raw channel below the protocol, as the editor gives it to a page. */
export interface Channel {
  post(message: unknown): void;
  /** Returns a function that stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** The channel of this page; the editor allows one call per page. */
export function acquireChannel(): Channel {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      const receive = (event: MessageEvent<unknown>) => listener(event.data);
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

/** A page as its panel sees it: the editor on the other side, and the state that outlives a reload of the window. */
export interface PageHost {
  readonly peer: Peer;
  /** The panel's stored state; undefined the first time. */
  getState(): unknown;
  setState(state: unknown): void;
}

export function connectPage(channel: Channel): PageHost {
  return {
    peer: new Peer(createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel))),
    getState: () => channel.getState(),
    setState: (state) => channel.setState(state),
  };
}

/** Speaks JSON-RPC over the channel. */
export function connect(channel: Channel): Host {
  const connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel));
  connection.listen();
  return {
    async request<Answer>(method: string, parameters?: unknown, signal?: AbortSignal): Promise<Answer> {
      const source = new CancellationTokenSource();
      const cancel = () => source.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await connection.sendRequest<Answer>(method, parameters, source.token);
      } catch (error) {
        throw new Error(sentenceOf(error), { cause: error });
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },
    notify: (method, parameters) => void connection.sendNotification(method, parameters),
    onNotification: (method, listener) => void connection.onNotification(method, listener as (value: unknown) => void),
    getState: () => channel.getState(),
    setState: (state) => channel.setState(state),
  };
}

/** Turns what the channel receives into protocol messages. */
export class ChannelReader extends AbstractMessageReader implements MessageReader {
  constructor(private readonly channel: Channel) {
    super();
  }

  override listen(callback: DataCallback): Disposable {
    // The editor's own scripts post to the same window; only the protocol's messages are ours.
    return { dispose: this.channel.onMessage((message) => isProtocol(message) && callback(message)) };
  }
}

/** Sends protocol messages unchanged: the channel clones objects with their typed arrays. */
export class ChannelWriter extends AbstractMessageWriter implements MessageWriter {
  constructor(private readonly channel: Channel) {
    super();
  }

  write(message: Message): Promise<void> {
    this.channel.post(message);
    return Promise.resolve();
  }

  end(): void {}
}

/** The sentence for the user, without the protocol's own words around it. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Request \S+ failed with message: /, '');
}

function isProtocol(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'jsonrpc' in message;
}
