/** How one quantity depends on another. */
import type { Law } from '../law';
import type { Provenance } from '../provenance';

/** One measured or computed quantity against another. */
export interface Curve {
  name: string;
  x: Float64Array;
  /** Same length as `x`, as are `low` and `high`. */
  y: Float64Array;
  /** Bounds of the interval that the result's conventions name. */
  low?: Float64Array;
  high?: Float64Array;
  /** Theory is drawn as a line, measurements as points with their intervals. */
  from: 'theory' | 'measurement';
}

/** How one quantity depends on another. */
export interface CurvesResult {
  kind: 'curves';
  /** Axis labels, with units. */
  xLabel: string;
  yLabel: string;
  curves: Curve[];
  law?: Law;
  conventions: string[];
  provenance: Provenance;
}
