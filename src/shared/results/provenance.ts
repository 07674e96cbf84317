/** What made a result: everything needed to make it again. */

/** Everything needed to make a result again. */
export interface Provenance {
  method: string;
  /** After defaults. */
  parameters: Record<string, unknown>;
  seed: number;
  device: string;
  seconds: number;
  /** ISO 8601. */
  started: string;
  versions: Record<string, string>;
}

/** The same for a method that takes a prediction. */
export interface PredictionProvenance extends Provenance {
  model: { path: string; sha256: string };
  data: { path: string; array?: string; sha256: string };
  preprocessing?: Record<string, unknown>;
}

/** "FILE" or "FILE#ARRAY" of data as provenance names them. */
export function specOf({ path, array }: { path: string; array?: string }): string {
  return array === undefined ? path : `${path}#${array}`;
}

/** What an attribution explains: one number per sample, picked from a value of the network. */
export interface ResolvedTarget {
  /** Name of the value in the graph: an output or a layer's output. */
  value: string;
  /** Flat index within one sample of that value, for each sample. */
  indices: number[];
}
