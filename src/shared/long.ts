/** Requests of panels that take long: their progress comes as notifications. */
import type { Progress } from './requests';

/** A request that takes long carries the token its progress comes under; the protocol's own cancellation cancels it. */
export interface LongRequest<Request> {
  token: number;
  request: Request;
}

export interface ProgressReport extends Progress {
  token: number;
}

/** A file that a panel made. */
export interface SaveRequest {
  kind: 'csv' | 'png';
  /** Suggested, with its extension. */
  name: string;
  bytes: Uint8Array;
}
