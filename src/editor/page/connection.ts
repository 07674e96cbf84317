/** The editor's end of the wall to a webview. Typed arrays travel unchanged. */
import type * as vscode from 'vscode';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  Message,
  type DataCallback,
  type Disposable,
} from 'vscode-jsonrpc/node';
import { Peer } from '../../shared/rpc';

/**
 * The pages of a webview, one after the other, each served in the same way. VS Code discards a hidden page and starts
 * another when it is shown again: that one numbers its requests from 0, and must not get answers meant for the old one.
 * A page's first message must be a request.
 */
export class PageConnection implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #page: Peer | undefined;

  constructor(webview: vscode.Webview, log: vscode.LogOutputChannel, serve: (page: Peer) => void) {
    let reader = new PageReader();
    this.#subscription = webview.onDidReceiveMessage((message: Message) => {
      if (Message.isRequest(message) && message.id === 0) {
        this.#page?.close();
        reader = new PageReader();
        const connection = createMessageConnection(reader, new PageWriter(webview));
        connection.onError(([error]) => log.error(error));
        this.#page = new Peer(connection);
        serve(this.#page);
      }
      reader.receive(message);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#page?.close();
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
