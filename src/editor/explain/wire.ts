/** JSON-RPC over a webview's messages, the editor's end, and checks of what a page sends. Typed arrays travel as they are. */
import type * as vscode from 'vscode';
import { ErrorCodes, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { ArgumentError, NetLoupeError } from '../../shared/errors';
import { PageSequence } from '../page/connection';
import type { ExplainForm, ExplainState, ExportRequest } from '../../shared/panel';

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
