/** What made a result. */

/** Everything needed to reproduce a result. */
export interface Provenance {
  method: string;
  /** With defaults filled in. */
  parameters: Record<string, unknown>;
  seed: number;
  device: string;
  seconds: number;
  /** ISO 8601. */
  started: string;
  versions: Record<string, string>;
}

/** Provenance of a method that takes a prediction. */
export interface PredictionProvenance extends Provenance {
  model: { path: string; sha256: string };
  data: { path: string; array?: string; sha256: string };
  preprocessing?: Record<string, unknown>;
}

/** Data as provenance names them: "FILE" or "FILE#ARRAY". */
export function specOf({ path, array }: { path: string; array?: string }): string {
  return array === undefined ? path : `${path}#${array}`;
}

/** What an attribution explains: one number per sample, taken from a value of the network. */
export interface ResolvedTarget {
  /** Name of the value in the graph: an output or a layer's output. */
  value: string;
  /** Flat index of the unit within each sample. */
  indices: number[];
  /** Of a detector whose winners were asked for, the class that stands for "nothing here" and was passed over. */
  background?: number;
}
