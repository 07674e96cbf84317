/** JSON-RPC over a webview's messages, the editor's end. Typed arrays travel as they are. */
import type * as vscode from 'vscode';
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { NetLoupeError } from '../../shared/errors';
import { PageSequence } from '../page/connection';

/** The pages of a panel whose messages go by name. */
export class Pages extends PageSequence {
  #connection: MessageConnection | undefined;

  /** `serve` gives each page's connection its handlers. The first request of a page has to be `first`. */
  constructor(webview: vscode.Webview, first: string, serve: (connection: MessageConnection) => void) {
    const open = (connection: MessageConnection): MessageConnection => {
      this.#connection = connection;
      serve(connection);
      connection.listen();
      return connection;
    };
    super(webview, open, first);
  }

  /** Nobody hears it while there is no page. */
  notify(method: string, parameters: unknown): void {
    void this.#connection?.sendNotification(method, parameters);
  }

  override dispose(): void {
    super.dispose();
    this.#connection = undefined;
  }
}

/** An error whose sentence reaches the page as it is. */
export function responseError(error: unknown): ResponseError<void> {
  return new ResponseError(ErrorCodes.InternalError, NetLoupeError.toData(error).message);
}
