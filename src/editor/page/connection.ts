/** The editor's end of the wall to a webview. Typed arrays travel as they are. */
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
 * The connection to whatever page is in a webview. VS Code throws a hidden page away and starts another when it is shown again:
 * that one numbers its requests from 0, and must not get the answers that the old one waited for.
 */
export class PageConnection implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #peer: Peer | undefined;

  /** `serve` answers each page. The first message of a page has to be a request. */
  constructor(
    private readonly webview: vscode.Webview,
    log: vscode.LogOutputChannel,
    serve: (page: Peer) => void,
  ) {
    let reader = new PageReader();
    this.#subscription = webview.onDidReceiveMessage((message: Message) => {
      if (Message.isRequest(message) && message.id === 0) {
        this.#peer?.close();
        reader = new PageReader();
        const connection = createMessageConnection(reader, new PageWriter(this.webview));
        connection.onError(([error]) => log.error(error));
        this.#peer = new Peer(connection);
        serve(this.#peer);
      }
      reader.receive(message);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#peer?.close();
  }
}

export class PageReader extends AbstractMessageReader {
  receive: DataCallback = () => {};

  override listen(callback: DataCallback): Disposable {
    this.receive = callback;
    return { dispose: () => (this.receive = () => {}) };
  }
}

export class PageWriter extends AbstractMessageWriter {
  constructor(private readonly webview: vscode.Webview) {
    super();
  }

  async write(message: Message): Promise<void> {
    await this.webview.postMessage(message);
  }

  end(): void {}
}
