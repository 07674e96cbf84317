/** The editor's end of the wall to a webview. Typed arrays travel as they are. */
import type * as vscode from 'vscode';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  Message,
  type DataCallback,
  type Disposable,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { Peer } from '../../shared/rpc';

/**
 * Whatever page is in a webview, one after the other. VS Code throws a hidden page away and starts another when it is shown again:
 * that one numbers its requests from 0, and must not get the answers that the old one waited for.
 */
export class PageSequence implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #page: vscode.Disposable | undefined;

  /**
   * `open` takes the connection to each new page, and gives what ends it. The first message of a page has to be a request; where
   * several share a webview, `first` is the method of the one.
   */
  constructor(webview: vscode.Webview, open: (connection: MessageConnection) => vscode.Disposable, first?: string) {
    let reader = new PageReader();
    this.#subscription = webview.onDidReceiveMessage((message: Message) => {
      if (Message.isRequest(message) && message.id === 0 && (first === undefined || message.method === first)) {
        this.#page?.dispose();
        reader = new PageReader();
        this.#page = open(createMessageConnection(reader, new PageWriter(webview)));
      }
      reader.receive(message);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#page?.dispose();
  }
}

/** The pages of a panel, each served in the same way. */
export class PageConnection extends PageSequence {
  constructor(webview: vscode.Webview, log: vscode.LogOutputChannel, serve: (page: Peer) => void) {
    super(webview, (connection) => {
      connection.onError(([error]) => log.error(error));
      const peer = new Peer(connection);
      serve(peer);
      return { dispose: () => peer.close() };
    });
  }
}

class PageReader extends AbstractMessageReader {
  receive: DataCallback = () => {};

  override listen(callback: DataCallback): Disposable {
    this.receive = callback;
    return { dispose: () => (this.receive = () => {}) };
  }
}

class PageWriter extends AbstractMessageWriter {
  constructor(private readonly webview: vscode.Webview) {
    super();
  }

  async write(message: Message): Promise<void> {
    await this.webview.postMessage(message);
  }

  end(): void {}
}
