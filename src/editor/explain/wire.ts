/** JSON-RPC over a webview's messages, the editor's end, and checks of what a page sends. Typed arrays travel as they are. */
import type * as vscode from 'vscode';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { ArgumentError } from '../../shared/errors';
import type { ExplainForm, ExplainState, ExportRequest } from '../../shared/panel';

/** Call `listen()` once the handlers are there. */
export function connectTo(webview: vscode.Webview): MessageConnection {
  return createMessageConnection(new WebviewReader(webview), new WebviewWriter(webview));
}

class WebviewReader extends AbstractMessageReader {
  constructor(private readonly webview: vscode.Webview) {
    super();
  }

  override listen(callback: DataCallback): Disposable {
    return this.webview.onDidReceiveMessage((message: Message) => callback(message));
  }
}

class WebviewWriter extends AbstractMessageWriter {
  constructor(private readonly webview: vscode.Webview) {
    super();
  }

  /** A page that is gone has nobody waiting for the message. */
  async write(message: Message): Promise<void> {
    await this.webview.postMessage(message);
  }

  end(): void {}
}

/** Throws ArgumentError for anything else; so do the two below. */
export function parseForm(value: unknown): ExplainForm {
  if (!isForm(value))
    throw new ArgumentError('The panel sent a form that is none; close it and explain the prediction again.');
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
