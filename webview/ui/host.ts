/**
 * The wall between a page and the editor: calls over postMessage, where typed arrays travel as they are. Each panel's interface is in
 * src/shared/api/. Tests put another page behind {@link Channel}.
 */
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc/browser';
import { Peer } from '../../src/shared/rpc';

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

function isProtocol(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'jsonrpc' in message;
}
