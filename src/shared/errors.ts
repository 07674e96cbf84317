/**
 * The errors of the product. Each is a class with a `kind` that survives the process and webview walls, and a sentence
 * that says what happened, where, and what to do next. Nothing here throws; the rooms do.
 */

/** Every kind of error a person can meet; `internal` is a bug of ours. */
export type ErrorKind = 'format' | 'graph' | 'gradient' | 'argument' | 'device' | 'cancelled' | 'kernel' | 'internal';

/** The form in which an error crosses a wall. */
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

  /** Whatever was thrown, as data for the other side of a wall. */
  static toData(error: unknown): ErrorData {
    if (error instanceof NetLoupeError) return { kind: error.kind, message: error.message };
    return { kind: 'internal', message: error instanceof Error ? error.message : String(error) };
  }

  static fromData(data: ErrorData): NetLoupeError {
    return data.kind === 'cancelled' ? new CancelledError() : new NetLoupeError(data.kind, data.message);
  }
}

/** A file is broken, truncated, hostile or of a kind we cannot read. `offset` is in bytes from the start of the file. */
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

/** A graph is inconsistent, or an operator met inputs that its definition does not allow. */
export class GraphError extends NetLoupeError {
  constructor(message: string, options?: ErrorOptions) {
    super('graph', message, options);
  }
}

/** An operator on the path of a gradient has none. */
export class NoGradientError extends NetLoupeError {
  constructor(
    readonly operator: string,
    readonly node: string,
    why = 'has no gradient here',
  ) {
    super(
      'gradient',
      `Operator ${operator} (node "${node}") ${why}. Forward runs still work, and so does every method that needs no ` +
        `gradient (such as occlusion); or choose a target above this node.`,
    );
  }
}

/** What a person or script asked for makes no sense: the sentence names the argument and the accepted values. */
export class ArgumentError extends NetLoupeError {
  constructor(message: string, options?: ErrorOptions) {
    super('argument', message, options);
  }
}

/** A method is not for this network or this input, whatever its parameters are set to. */
export class UnsuitableError extends ArgumentError {}

/** A device is absent or failed. */
export class DeviceError extends NetLoupeError {
  constructor(message: string, options?: ErrorOptions) {
    super('device', message, options);
  }
}

/** The person cancelled; never shown as a failure. */
export class CancelledError extends NetLoupeError {
  constructor() {
    super('cancelled', 'Cancelled.');
  }
}

/** Throws {@link CancelledError} when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CancelledError();
}
