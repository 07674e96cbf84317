/** A file that a panel made. */
export interface SaveRequest {
  kind: 'csv' | 'png';
  /** Suggested, with its extension. */
  name: string;
  bytes: Uint8Array;
}
