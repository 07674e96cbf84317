/**
 * The errors of NetLoupe. Each is a class whose `kind` survives the process and webview walls, with a sentence that
 * says what happened, where, and what to do next. Nothing here throws; the rooms do.
 */

/** Every kind of error a user can meet; `internal` is a bug of ours. */
export type ErrorKind = 'format' | 'graph' | 'gradient' | 'argument' | 'device' | 'cancelled' | 'kernel' | 'internal';

/** An error as it crosses a wall. */
export interface ErrorData {
  kind: ErrorKind;
  message: string;
}

export class NetLoupeError extends Error {
  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }

  /** Anything thrown, as data for the other side of a wall. */
  static toData(error: unknown): ErrorData {
    if (error instanceof NetLoupeError) return { kind: error.kind, message: error.message };
    return { kind: 'internal', message: messageOf(error) };
  }

  static fromData(data: ErrorData): NetLoupeError {
    return data.kind === 'cancelled' ? new CancelledError() : new NetLoupeError(data.kind, data.message);
  }
}

/** A file is broken, truncated, hostile or of an unsupported kind. `offset` is in bytes from the start of the file. */
export class FormatError extends NetLoupeError {
  constructor(
    readonly file: string,
    readonly reason: string,
    readonly offset?: number,
    options?: ErrorOptions,
  ) {
    super('format', `${file}${offset === undefined ? '' : `, byte ${offset}`}: ${reason}`, options);
  }
}

/** A graph is inconsistent, or an operator received inputs that its definition does not allow. */
export class GraphError extends NetLoupeError {
  constructor(message: string, options?: ErrorOptions) {
    super('graph', message, options);
  }
}

/** An operator on the gradient's path has no gradient. */
export class NoGradientError extends NetLoupeError {
  constructor(
    readonly operator: string,
    readonly node: string,
    why = 'has no gradient here',
  ) {
    super(
      'gradient',
      `Operator ${operator} (node "${node}") ${why}. Forward runs and methods that need no gradient (such as occlusion) still work; or choose a target before this node.`,
    );
  }
}

/** An argument makes no sense: the sentence names it and the accepted values. */
export class ArgumentError extends NetLoupeError {
  constructor(message: string, options?: ErrorOptions) {
    super('argument', message, options);
  }
}

/** A method does not suit this network or input, whatever its parameters. */
export class UnsuitableError extends ArgumentError {}

/** A device is absent or failed. */
export class DeviceError extends NetLoupeError {
  constructor(message: string, options?: ErrorOptions) {
    super('device', message, options);
  }
}

/** The user cancelled; never shown as a failure. */
export class CancelledError extends NetLoupeError {
  constructor() {
    super('cancelled', 'Cancelled.');
  }
}

/** Throws {@link CancelledError} when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}

/** What went wrong, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
