/** JSON-RPC over a webview's messages, the editor's end, and checks of what a page sends. Typed arrays travel as they are. */
import type * as vscode from 'vscode';
import {
  createMessageConnection,
  ErrorCodes,
  Message,
  ResponseError,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { ArgumentError, NetLoupeError } from '../../shared/errors';
import { PageReader, PageWriter } from '../page/connection';
import type { ExplainForm, ExplainState, ExportRequest } from '../../shared/panel';

/**
 * The connection to whatever page is in a webview. VS Code throws a hidden page away and starts another when it is shown again:
 * that one numbers its requests from 0, and must not get the answers that the old one waited for.
 */
export class Pages implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #connection: MessageConnection | undefined;

  /** `serve` gives each page's connection its handlers. The first request of a page has to be `first`. */
  constructor(
    private readonly webview: vscode.Webview,
    first: string,
    serve: (connection: MessageConnection) => void,
  ) {
    let reader = new PageReader();
    this.#subscription = webview.onDidReceiveMessage((message: Message) => {
      if (Message.isRequest(message) && message.method === first && message.id === 0) {
        this.#connection?.dispose();
        reader = new PageReader();
        this.#connection = createMessageConnection(reader, new PageWriter(this.webview));
        serve(this.#connection);
        this.#connection.listen();
      }
      reader.receive(message);
    });
  }

  /** Nobody hears it while there is no page. */
  notify(method: string, parameters: unknown): void {
    void this.#connection?.sendNotification(method, parameters);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#connection?.dispose();
    this.#connection = undefined;
  }
}

/** An error whose sentence reaches the page as it is. */
export function responseError(error: unknown): ResponseError<void> {
  return new ResponseError(ErrorCodes.InternalError, NetLoupeError.toData(error).message);
}

/** Throws ArgumentError for anything else; so do the two below. */
export function parseForm(value: unknown): ExplainForm {
  if (!isForm(value))
    throw new ArgumentError('The panel sent an invalid form; close it and explain the prediction again.');
  return value;
}

export function parseState(value: unknown): ExplainState {
  if (
    isRecord(value) &&
    typeof value['model'] === 'string' &&
    typeof value['input'] === 'string' &&
    isForm(value['form'])
  ) {
    return { model: value['model'], input: value['input'], form: value['form'] };
  }
  throw new ArgumentError('An explanation of an earlier window could not be restored; explain the prediction again.');
}

export function parseExport(value: unknown): ExportRequest {
  if (isRecord(value)) {
    if (value['kind'] === 'npz') return { kind: 'npz' };
    if (value['kind'] === 'png' && value['png'] instanceof Uint8Array) return { kind: 'png', png: value['png'] };
    if (value['kind'] === 'cli') return { kind: 'cli', form: parseForm(value['form']) };
  }
  throw new ArgumentError('The panel asked for an export that does not exist; the kinds are npz, png and cli.');
}

function isForm(value: unknown): value is ExplainForm {
  return (
    isRecord(value) &&
    typeof value['method'] === 'string' &&
    typeof value['target'] === 'string' &&
    typeof value['device'] === 'string' &&
    typeof value['seed'] === 'number' &&
    isRecord(value['parameters']) &&
    isRecord(value['preprocessing'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
