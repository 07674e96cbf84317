/** A file that a panel made. */
export interface SaveRequest {
  /** Suggested name; its extension, .csv or .png, says what it is. */
  name: string;
  bytes: Uint8Array;
}
