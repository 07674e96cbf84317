/**
 * What the page of the capacity panel asks of the editor. The table and the curves of the theory are computed in the page itself;
 * whatever takes long is asked for.
 */
import type {
  HiddenLayerRequest,
  HiddenLayerSolution,
  LabelingCount,
  PointSet,
  Separation,
  SeparationRequest,
} from '../capacity/requests';
import type { MethodDescription } from '../description';
import type { CallOptions } from '../requests';
import type { CurvesResult } from '../results';
import { room } from '../rpc';
import type { SaveRequest } from './save';

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

/** What the page starts from. */
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

export interface CapacityEditor {
  ready(): Promise<CapacitySetup>;
  count(set: PointSet, options?: CallOptions): Promise<LabelingCount>;
  separate(request: SeparationRequest, options?: CallOptions): Promise<Separation>;
  solve(request: HiddenLayerRequest, options?: CallOptions): Promise<HiddenLayerSolution>;
  /** Joins a measurement of the same form under way; it goes on when its page is closed. */
  measure(form: MeasureForm, options?: CallOptions): Promise<Measurement>;
  /** Points from a file that the person chooses; null if they cancel. */
  openPoints(): Promise<PointFile | null>;
  /** Where it was saved; '' if the person cancels. */
  save(request: SaveRequest): Promise<string>;
  /** To the clipboard. */
  copy(text: string): Promise<void>;
}

export const capacityEditor = room<CapacityEditor>('capacity');
