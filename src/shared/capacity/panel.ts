/**
 * Messages between the capacity panel and the editor, over vscode-jsonrpc. The panel asks; the editor pushes only progress. The
 * table and the curves of the theory are computed in the panel itself; whatever takes long is asked for.
 */
import type { MethodDescription } from '../description';
import type { CurvesResult } from '../results';

/** What the measured experiment is set to. */
export interface MeasureForm {
  /** Of the method {@link measuredMethod}; only those that differ from the defaults. */
  parameters: Record<string, unknown>;
  seed: number;
}

export const measuredMethod = 'perceptron-capacity';

/** Where a run is kept: the workspace folder, and the run's id there. */
export interface KeptRun {
  root: string;
  id: string;
}

export interface Measurement {
  form: MeasureForm;
  result: CurvesResult;
  run?: KeptRun;
  /** Why it is not kept, in one sentence. */
  notKept?: string;
}

/** Answer to `capacity/ready`. */
export interface CapacitySetup {
  method: MethodDescription;
  /** One that is already there, e.g. after the panel was hidden or the window reloaded. */
  measurement?: Measurement;
  /** What is being measured at this moment: whoever asks for the same joins it. */
  measuring?: MeasureForm;
}

/** Points from an array file. */
export interface PointFile {
  /** "points.npz#train" */
  name: string;
  points: number[][];
}

/** Of what the panel keeps with setState, the part that the editor reads when it opens the panel again. */
export interface CapacityState {
  run?: KeptRun;
}

export const capacityMessages = {
  /** request () → CapacitySetup */
  ready: 'capacity/ready',
  /** request (LongRequest<PointSet>) → LabelingCount */
  count: 'capacity/count',
  /** request (LongRequest<SeparationRequest>) → Separation */
  separate: 'capacity/separate',
  /** request (LongRequest<HiddenLayerRequest>) → HiddenLayerSolution */
  solve: 'capacity/solve',
  /** request (LongRequest<MeasureForm>) → Measurement */
  measure: 'capacity/measure',
  /** request () → PointFile | null, null if cancelled */
  openPoints: 'capacity/openPoints',
  /** request (SaveRequest) → string: where it was saved, '' if cancelled */
  save: 'capacity/save',
  /** request (string) → null, once the text is on the clipboard */
  copy: 'capacity/copy',
  /** notification (ProgressReport) */
  progress: 'capacity/progress',
} as const;
